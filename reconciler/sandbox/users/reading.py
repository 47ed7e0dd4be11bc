"""Reading users: one, many, and whether a login is free."""

import sqlite3
from typing import Any, Literal

from pydantic import model_validator

from reconciler.sandbox import clock, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Ids, Limit, Listing, Shape, Since, Text, Words, page
from reconciler.sandbox.users import organization, showing
from reconciler.sandbox.users.bodies import valid_login
from reconciler.sandbox.users.finding import found, login_taken
from reconciler.sandbox.users.organization import Narrowing

routes = Routes()


class UserList(Listing):
    """Which users, in which detail; exactly one of the three choices."""

    uuids: Ids | None = None
    external_ids: Words | None = None
    subtree_root_tenant_id: Id | None = None
    tenant_id: Id | None = None
    updated_since: Since | None = None
    limit: Limit = 2000
    lod: Literal["stamps", "basic", "full"] = "full"
    with_access_policies: bool = False
    allow_deleted: bool = False
    origin_id: Text | None = None
    inside_organization: bool = False
    access_policies: Words | None = None
    tenant_kinds: Words | None = None
    target_tenant_id: Id | None = None

    @property
    def narrowing(self) -> Narrowing | None:
        """Which users of the organization, or None for those of the whole subtree."""
        if not self.inside_organization:
            return None
        return Narrowing(self.access_policies, self.tenant_kinds, self.target_tenant_id)

    @model_validator(mode="after")
    def _one_choice(self) -> "UserList":
        choices = (self.uuids, self.external_ids, self.subtree_root_tenant_id)
        if sum(choice is not None for choice in choices) != 1:
            raise ValueError(
                "exactly one of uuids, external_ids and subtree_root_tenant_id is required"
            )
        if self.external_ids is not None and self.tenant_id is None:
            raise ValueError("external_ids need a tenant_id")
        if self.inside_organization and self.subtree_root_tenant_id is None:
            raise ValueError("inside_organization needs a subtree_root_tenant_id")
        narrowed = (self.access_policies, self.tenant_kinds, self.target_tenant_id)
        if any(narrowed) and not self.inside_organization:
            raise ValueError("filters by role, kind and target need inside_organization")
        return self


class One(Shape):
    """Whether a deleted user counts as well."""

    allow_deleted: bool = False


class Login(Shape):
    """A login that somebody would like."""

    username: Text


class InTenant(Shape):
    """Which users of a tenant."""

    include_grand_children: bool = False
    order: Text = "name"
    allow_deleted: bool = False


@routes.get("/users")
def many(call: Call) -> dict[str, Any]:
    """A page of users, in the order in which they were created."""
    wanted = UserList.asked(call.arguments)
    where, values = _condition(call, wanted)
    rows = call.db.execute(
        f"{showing.SELECT} WHERE {' AND '.join(where)} ORDER BY u.seq LIMIT :limit",
        {**values, "limit": (limit := min(wanted.limit, call.switches.largest_limit)) + 1},
    ).fetchall()
    items = [_shown(call, wanted, row) for row in rows[:limit]]
    paging = page(wanted, rows, limit, "seq")
    return {**paging, "timestamp": call.timestamp, "items": items}


@routes.get("/users/check_login")
def check_login(call: Call) -> None:
    """204 for a free login, 409 for a taken one, 406 for one that cannot be."""
    login = Login.of(call.arguments).username
    if not valid_login(login):
        raise RefusedError(406, "The login is not acceptable.")
    if login_taken(call.db, login):
        raise RefusedError(409, "The login is taken.")


@routes.get("/users/<user_id>")
def one(call: Call, user_id: str) -> dict[str, Any]:
    """A user with everything but its access policies."""
    found(call, user_id, deleted=One.of(call.arguments).allow_deleted)
    return showing.single(showing.by_id(call.db, user_id))


@routes.get("/tenants/<tenant_id>/users")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of a tenant's users, by login; with grandchildren, those of the whole subtree."""
    wanted = InTenant.of(call.arguments)
    tenant = tree.entered(call, tenant_id, deleted=wanted.allow_deleted)
    below = tree.beyond(tenant["path"]) if wanted.include_grand_children else tenant["path"] + "0"
    direction = "DESC" if wanted.order.startswith("-") else "ASC"
    column = "u.seq" if wanted.order.lstrip("-") == "as_is" else "u.login_key"
    rows = call.db.execute(
        f"""SELECT u.id FROM users u JOIN tenants t ON t.seq = u.tenant
            WHERE t.path >= ? AND t.path < ? AND t.barrier <= ?
            AND (u.deleted_at IS NULL OR (? AND u.deleted_at > ?))
            ORDER BY {column} {direction}, u.seq""",
        (
            tenant["path"],
            below,
            call.caller.level,
            wanted.allow_deleted,
            clock.horizon(call.now),
        ),
    )
    return {"items": [row["id"] for row in rows]}


def _condition(call: Call, wanted: UserList) -> tuple[list[str], dict[str, Any]]:
    where = [
        "u.seq > :at AND t.path >= :path AND t.path < :beyond AND t.barrier <= :level",
        "(u.deleted_at IS NULL OR (:deleted AND u.deleted_at > :horizon))",
    ]
    within = wanted.subtree_root_tenant_id or wanted.tenant_id or call.caller.tenant_id
    root = tree.seen(call, within, deleted=wanted.allow_deleted)
    values: dict[str, Any] = {
        "at": wanted.position[0] if wanted.position else 0,
        "path": root["path"],
        "beyond": tree.beyond(root["path"]),
        "level": call.caller.level,
        "deleted": wanted.allow_deleted,
        "horizon": clock.horizon(call.now),
    }
    if wanted.updated_since is not None:
        where.append("u.updated_at > :since")
        values["since"] = wanted.updated_since
    where += organization.conditions(call, wanted.narrowing, values)
    if wanted.origin_id is not None:
        where.append("u.origin_id = :origin")
        values["origin"] = wanted.origin_id
    chosen = wanted.uuids or wanted.external_ids
    if chosen is not None:
        names = {f"id{number}": value for number, value in enumerate(chosen)}
        column = "u.id" if wanted.uuids else "u.external_id"
        where.append(f"{column} IN ({', '.join(f':{name}' for name in names)})")
        values |= names
    return where, values


def _shown(call: Call, wanted: UserList, row: sqlite3.Row) -> dict[str, Any]:
    match wanted.lod:
        case "stamps":
            user = showing.stamps(row)
        case "basic":
            user = showing.basic(row)
        case _:
            user = showing.full(row)
    if wanted.with_access_policies:
        user["access_policies"] = showing.policies(call.db, row)
    return user
