"""Reading tenants: one, many, children."""

import sqlite3
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import model_validator

from reconciler.sandbox import clock, tree
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Ids, Limit, Listing, Shape, Since, Text, page
from reconciler.sandbox.tenants import embedding, showing
from reconciler.sandbox.tenants.embedding import Embedding

routes = Routes()

CHILDREN_PAGE = 5000


class TenantList(Listing):
    """Which tenants, in which detail; exactly one of the three choices."""

    uuids: Ids | None = None
    parent_id: Id | None = None
    subtree_root_id: Id | None = None
    updated_since: Since | None = None
    limit: Limit = 5000
    lod: Literal["stamps", "basic", "full"] = "full"
    with_contacts: bool = False
    with_offering_items: bool = False
    with_infra_offering_items: bool = False
    expand_offering_items: bool = False
    include_relative_path: bool = False
    allow_deleted: bool = False

    @property
    def embedding(self) -> Embedding:
        """What is asked for of the tenants' items."""
        return Embedding(
            self.with_offering_items, self.with_infra_offering_items, self.expand_offering_items
        )

    @model_validator(mode="after")
    def _one_choice(self) -> "TenantList":
        choices = (self.uuids, self.parent_id, self.subtree_root_id)
        if sum(choice is not None for choice in choices) != 1:
            raise ValueError("exactly one of uuids, parent_id and subtree_root_id is required")
        if self.include_relative_path and self.uuids is None:
            raise ValueError("include_relative_path needs uuids")
        return self


class One(Shape):
    """Whether soft-deleted objects count as well, and the path belongs to the answer."""

    allow_deleted: bool = False
    embed_path: bool = False


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
        {**values, "limit": (limit := min(wanted.limit, call.switches.largest_limit)) + 1},
    ).fetchall()
    shown = [_shown(call, wanted, row) for row in rows[:limit]]
    paging = page(wanted, rows, limit, "level", "seq")
    return {**paging, "timestamp": call.timestamp, "items": shown}


@routes.get("/tenants/<tenant_id>")
def one(call: Call, tenant_id: str) -> dict[str, Any]:
    """A tenant with everything."""
    wanted = One.of(call.arguments)
    deleted = wanted.allow_deleted or call.switches.deleted_tenant == "shown"
    row = tree.seen(call, tenant_id, deleted=deleted)
    tenant = showing.single(call.db, tenant_id, call.now)
    tenant["contacts"] = showing.contacts_of(call.db, tenant_id)
    return {**tenant, "path": tree.lineage(call, row)} if wanted.embed_path else tenant


@routes.get("/tenants/<tenant_id>/children")
def children(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of the children, a page of 5000, by name or as they were created."""
    wanted = Children.asked({**call.arguments, "tenant_id": tenant_id})
    parent = tree.entered(call, tenant_id, deleted=wanted.allow_deleted)
    direction = "DESC" if wanted.order.startswith("-") else "ASC"
    column = "seq" if wanted.order.lstrip("-") == "as_is" else "name_key"
    done = wanted.position[0] if wanted.position else 0
    size = min(CHILDREN_PAGE, call.switches.largest_limit)
    rows = call.db.execute(
        f"""SELECT id FROM tenants WHERE parent = ? AND seq != ?
            AND (deleted_at IS NULL OR (? AND deleted_at > ?))
            ORDER BY {column} {direction}, seq LIMIT ? OFFSET ?""",
        (
            parent["seq"],
            parent["seq"],
            wanted.allow_deleted,
            clock.horizon(call.now),
            size + 1,
            done,
        ),
    ).fetchall()
    items = [row["id"] for row in rows[:size]]
    if len(rows) <= size or not call.switches.children_paging:
        return {"items": items}
    return {"paging": {"cursors": {"after": wanted.cursor((done + size,))}}, "items": items}


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
    if call.switches.personal_tenants == "hidden":
        where.append("t.owner_id IS NULL")
    if call.switches.self_service == "hidden":
        where.append("(t.barrier <= :level OR t.seq = :own)")
    where += embedding.filters(call, wanted.embedding)
    return _chosen(call, wanted, where, values)


def _chosen(
    call: Call, wanted: TenantList, where: list[str], values: dict[str, Any]
) -> tuple[list[str], dict[str, Any]]:
    if wanted.uuids is not None:
        ids = _with_path(call, wanted.uuids) if wanted.include_relative_path else wanted.uuids
        names = {f"id{number}": tenant_id for number, tenant_id in enumerate(ids)}
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
        tenant["contacts"] = showing.contacts_of(call.db, row["id"])
    tenant["offering_items"] = embedding.items(call, wanted.embedding, row)
    return tenant


def _with_path(call: Call, ids: Iterable[str]) -> list[str]:
    """The tenants and all that is between the caller and them."""
    lineages = (tree.lineage(call, row) for row in tree.reachable(call, ids))
    return list(dict.fromkeys(one["id"] for lineage in lineages for one in lineage))
