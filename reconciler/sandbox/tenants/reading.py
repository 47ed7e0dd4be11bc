"""Reading tenants: one, many, children."""

import sqlite3
from typing import Any, Literal

from pydantic import model_validator

from reconciler.sandbox import clock, contacts, tree
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Ids, Limit, Listing, Shape, Since, Text, page
from reconciler.sandbox.tenants import showing

routes = Routes()


class TenantList(Listing):
    """Which tenants, in which detail; exactly one of the three choices."""

    uuids: Ids | None = None
    parent_id: Id | None = None
    subtree_root_id: Id | None = None
    updated_since: Since | None = None
    limit: Limit = 5000
    lod: Literal["stamps", "basic", "full"] = "full"
    with_contacts: bool = False
    allow_deleted: bool = False

    @model_validator(mode="after")
    def _one_choice(self) -> "TenantList":
        choices = (self.uuids, self.parent_id, self.subtree_root_id)
        if sum(choice is not None for choice in choices) != 1:
            raise ValueError("exactly one of uuids, parent_id and subtree_root_id is required")
        return self


class Deleted(Shape):
    """Whether soft-deleted objects count as well."""

    allow_deleted: bool = False


class Children(Listing):
    """Which children, and where the list goes on."""

    tenant_id: Id
    order: Text = "name"
    allow_deleted: bool = False


@routes.get("/tenants")
def many(call: Call) -> dict[str, Any]:
    """A page of tenants, parents before children."""
    wanted = TenantList.asked(call.arguments)
    where, values = _condition(call, wanted)
    rows = call.db.execute(
        f"{showing.SELECT} WHERE {' AND '.join(where)} ORDER BY t.level, t.seq LIMIT :limit",
        {**values, "limit": min(wanted.limit, 100_000) + 1},
    ).fetchall()
    shown = [_shown(call, wanted, row) for row in rows[: wanted.limit]]
    paging = page(wanted, rows, wanted.limit, "level", "seq")
    return {**paging, "timestamp": call.timestamp, "items": shown}


@routes.get("/tenants/<tenant_id>")
def one(call: Call, tenant_id: str) -> dict[str, Any]:
    """A tenant with everything."""
    deleted = Deleted.of(call.arguments).allow_deleted
    tree.seen(call, tenant_id, deleted=deleted)
    tenant = showing.single(showing.by_id(call.db, tenant_id), call.now)
    return {**tenant, "contacts": _contacts(call, tenant_id)}


@routes.get("/tenants/<tenant_id>/children")
def children(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of the children, a page of 5000, by name or as they were created."""
    wanted = Children.asked({**call.arguments, "tenant_id": tenant_id})
    parent = tree.entered(call, tenant_id, deleted=wanted.allow_deleted)
    direction = "DESC" if wanted.order.startswith("-") else "ASC"
    column = "seq" if wanted.order.lstrip("-") == "as_is" else "name_key"
    done = wanted.position[0] if wanted.position else 0
    rows = call.db.execute(
        f"""SELECT id FROM tenants WHERE parent = ? AND seq != ?
            AND (deleted_at IS NULL OR (? AND deleted_at > ?))
            ORDER BY {column} {direction}, seq LIMIT 5001 OFFSET ?""",
        (parent["seq"], parent["seq"], wanted.allow_deleted, clock.horizon(call.now), done),
    ).fetchall()
    more = {"paging": {"cursors": {"after": wanted.cursor((done + 5000,))}}}
    return {**(more if len(rows) > 5000 else {}), "items": [row["id"] for row in rows[:5000]]}


def _condition(call: Call, wanted: TenantList) -> tuple[list[str], dict[str, Any]]:
    where = [
        # With the plus, tenants are read in the order of the list, and need not be sorted.
        "+t.path >= :path AND +t.path < :beyond",
        "(t.outer_barrier <= :level OR t.seq = :own)",
        "(t.level, t.seq) > (:at_level, :at_seq)",
        "(t.deleted_at IS NULL OR (:deleted AND t.deleted_at > :horizon))",
    ]
    position = wanted.position if len(wanted.position) == 2 else (-1, -1)
    values: dict[str, Any] = {
        "path": call.caller.path,
        "beyond": tree.beyond(call.caller.path),
        "level": call.caller.level,
        "own": call.caller.tenant,
        "at_level": position[0],
        "at_seq": position[1],
        "deleted": wanted.allow_deleted,
        "horizon": clock.horizon(call.now),
    }
    if wanted.updated_since is not None:
        where.append("t.updated_at > :since")
        values["since"] = wanted.updated_since
    return _chosen(call, wanted, where, values)


def _chosen(
    call: Call, wanted: TenantList, where: list[str], values: dict[str, Any]
) -> tuple[list[str], dict[str, Any]]:
    if wanted.uuids is not None:
        names = {f"id{number}": tenant_id for number, tenant_id in enumerate(wanted.uuids)}
        where.append(f"t.id IN ({', '.join(f':{name}' for name in names)})")
        return where, {**values, **names}
    if wanted.parent_id is not None:
        parent = tree.entered(call, wanted.parent_id, deleted=wanted.allow_deleted)
        return [*where, "t.parent = :parent AND t.seq != :parent"], {
            **values,
            "parent": parent["seq"],
        }
    root = tree.seen(call, wanted.subtree_root_id or "", deleted=wanted.allow_deleted)
    return where, {**values, "path": root["path"], "beyond": tree.beyond(root["path"])}


def _shown(call: Call, wanted: TenantList, row: sqlite3.Row) -> dict[str, Any]:
    match wanted.lod:
        case "stamps":
            tenant = showing.stamps(row)
        case "basic":
            tenant = showing.basic(row)
        case _:
            tenant = showing.full(row, call.now)
    if wanted.with_contacts:
        tenant["contacts"] = _contacts(call, row["id"])
    return tenant


def _contacts(call: Call, tenant_id: str) -> list[dict[str, Any]]:
    return [contacts.shown(row) for row in contacts.held_by(call.db, tenant_id)]
