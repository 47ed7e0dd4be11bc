"""Reading offering items: of one tenant, of a subtree, and of a child that is yet to be."""

import json
import sqlite3
from typing import Any, Literal

from reconciler.sandbox import clock, tree
from reconciler.sandbox.items.showing import COLUMNS, STATE, locks, shown
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Limit, Listing, Shape, Since, Text, Words, page

routes = Routes()


# The cross joins keep SQLite from reading the items first, a plus in the condition keeps it from
# reading tenants by path: tenants come in order, items by key, and nothing is sorted. It is either
# the items that a tenant has or had, or also those that it could have.
KNOWN = "CROSS JOIN offering_items o ON o.tenant = t.seq CROSS JOIN items i ON i.seq = o.item"
AVAILABLE = """CROSS JOIN items i LEFT JOIN offering_items o ON o.tenant = t.seq AND o.item = i.seq
    LEFT JOIN offering_items p ON p.tenant = t.parent AND p.item = i.seq"""


class Filter(Shape):
    """Which items of a tenant; the vendor's default is the legacy edition `standard`.

    Items without an edition pass any edition filter.
    """

    edition: Text = "standard"
    infra_uuid: Id | None = None
    usage_names: Words | None = None
    status: Literal["0", "1"] | None = None
    type: Literal["count", "feature", "infra"] | None = None
    available_only: bool = False

    def passes(self, row: sqlite3.Row) -> bool:
        """True if the item is asked for."""
        return (
            (row["edition"] is None or self.edition in ("*", row["edition"]))
            and self.infra_uuid in (None, row["infra_id"])
            and (self.usage_names is None or row["usage_name"] in self.usage_names)
            and self.status in (None, str(row["status"] or 0))
            and self.type in (None, row["type"])
            and (not self.available_only or bool(row["on_parent"]))
        )


class ForChild(Shape):
    """What the child will be."""

    kind: Text | None = None
    edition: Text = "standard"


class ItemList(Listing):
    """Which items of a subtree; no edition is left out unless `editions` says so."""

    subtree_root_tenant_id: Id
    usage_names: Words | None = None
    editions: Words | None = None
    offering_items: Words | None = None
    updated_since: Since | None = None
    limit: Limit = 5000
    allow_deleted: bool = False


@routes.get("/tenants/<tenant_id>/offering_items")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """What is on, and what could be: an item that the parent does not have is absent."""
    wanted = Filter.of(call.arguments)
    tenant = tree.entered(call, tenant_id)
    rows = [row for row in states(call.db, tenant) if wanted.passes(row)]
    items = [shown(row, tenant_id, locks(call)) for row in rows]
    return {"timestamp": call.timestamp, "items": items}


@routes.get("/tenants/<tenant_id>/offering_items/available_for_child")
def available_for_child(call: Call, tenant_id: str) -> dict[str, Any]:
    """Items ready to be put to a child of this tenant: on, with unlimited quotas."""
    wanted = ForChild.of(call.arguments)
    tenant = tree.entered(call, tenant_id)
    rows = call.db.execute(
        f"""SELECT {COLUMNS}, 1 AS status, NULL AS quota_value, NULL AS quota_overage,
            0 AS quota_version, o.updated_at
            FROM offering_items o JOIN items i ON i.seq = o.item
            WHERE o.tenant = ? AND o.status ORDER BY i.seq""",
        (tenant["seq"],),
    )
    passing = Filter(edition=wanted.edition)
    items = [shown(row, tenant_id, locks(call)) for row in rows if passing.passes(row)]
    return {"timestamp": call.timestamp, "items": items}


@routes.get("/tenants/offering_items")
def of_subtree(call: Call) -> dict[str, Any]:
    """A page of the items that the tenants of a subtree have or had, parents before children."""
    wanted = ItemList.asked(call.arguments)
    root = tree.seen(call, wanted.subtree_root_tenant_id, deleted=wanted.allow_deleted)
    never = call.switches.never_enabled_items
    number = "i.seq" if never else "o.item"
    limit = min(wanted.limit, call.switches.largest_limit)
    values = {**_values(call, wanted, root), "limit": limit + 1}
    rows = call.db.execute(
        f"""SELECT t.id AS tenant_id, t.level, t.seq, t.deleted_at, {COLUMNS}, {STATE}
            FROM tenants t {AVAILABLE if never else KNOWN}
            WHERE +t.path >= :path AND +t.path < :beyond AND t.barrier <= :own_level
            AND (t.level, t.seq) >= (:at_level, :at_seq)
            AND (t.level, t.seq, {number}) > (:at_level, :at_seq, :at_item)
            AND (t.deleted_at IS NULL OR (:deleted AND t.deleted_at > :horizon))
            {"AND (o.item IS NOT NULL OR p.status)" if never else ""}
            {_filters(wanted)} ORDER BY t.level, t.seq, {number}
            LIMIT :limit""",
        values,
    ).fetchall()
    locked = locks(call)
    items = [shown(row, row["tenant_id"], locked, row["deleted_at"]) for row in rows[:limit]]
    paging = page(wanted, rows, limit, "level", "seq", "item")
    return {**paging, "timestamp": call.timestamp, "items": items}


def states(db: sqlite3.Connection, tenant: sqlite3.Row) -> list[sqlite3.Row]:
    """Every item that a tenant has or may switch on, with its state, in the catalogue's order.

    A personal tenant has what its customer has; only its quotas are its own.
    """
    status = "o.status" if tenant["owner_id"] is None else "p.status"
    return db.execute(
        f"""SELECT {COLUMNS}, coalesce({status}, 0) AS status, coalesce(p.status, 0) AS on_parent,
            o.quota_value, o.quota_overage, coalesce(o.quota_version, 0) AS quota_version,
            o.updated_at
            FROM items i LEFT JOIN offering_items o ON o.tenant = :own AND o.item = i.seq
            LEFT JOIN offering_items p ON p.tenant = :parent AND p.item = i.seq
            WHERE coalesce(o.status, 0) OR coalesce(p.status, 0) ORDER BY i.seq""",
        {"own": tenant["seq"], "parent": tenant["parent"]},
    ).fetchall()


_LISTS = {"usage_names": "i.usage_name", "editions": "i.edition", "offering_items": "i.name"}


def _filters(wanted: ItemList) -> str:
    filters = [
        f"{column} IN (SELECT value FROM json_each(:{name}))"
        for name, column in _LISTS.items()
        if getattr(wanted, name) is not None
    ]
    if wanted.updated_since is not None:
        filters.append("max(o.updated_at, coalesce(t.deleted_at, 0)) > :since")
    return "".join(f" AND {text}" for text in filters)


def _values(call: Call, wanted: ItemList, root: sqlite3.Row) -> dict[str, Any]:
    position = wanted.position if len(wanted.position) == 3 else (-1, -1, -1)
    lists = wanted.model_dump(include=set(_LISTS), exclude_none=True)
    return {
        **{name: json.dumps(words) for name, words in lists.items()},
        **dict(zip(("at_level", "at_seq", "at_item"), position, strict=True)),
        "path": root["path"],
        "beyond": tree.beyond(root["path"]),
        "own_level": call.caller.level,
        "deleted": wanted.allow_deleted,
        "horizon": clock.horizon(call.now),
        "since": wanted.updated_since,
    }
