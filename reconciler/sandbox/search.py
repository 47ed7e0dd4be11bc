"""Search: a part of a name, in tenants and users."""

import sqlite3
from typing import Any

from reconciler.sandbox import clock, tree
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Limit, Shape, Text

routes = Routes()

TENANTS = """SELECT t.* FROM tenants t LEFT JOIN contacts c ON c.holder_id = t.id AND c.main
    WHERE t.path >= :path AND t.path < :beyond AND t.outer_barrier <= :level
    AND (t.deleted_at IS NULL OR (:deleted AND t.deleted_at > :horizon))
    AND (instr(t.name_key, :text) OR instr(lower(coalesce(t.customer_id, '')), :text)
        OR instr(lower(coalesce(c.firstname, '')), :text)
        OR instr(lower(coalesce(c.lastname, '')), :text) OR instr(lower(c.email), :text))
    ORDER BY t.level, t.seq LIMIT :limit"""
USERS = """SELECT u.*, t.path, c.firstname, c.lastname FROM users u
    JOIN tenants t ON t.seq = u.tenant LEFT JOIN contacts c ON c.holder_id = u.id AND c.main
    WHERE t.path >= :path AND t.path < :beyond AND t.barrier <= :level
    AND (u.deleted_at IS NULL OR (:deleted AND u.deleted_at > :horizon))
    AND (instr(u.login_key, :text) OR instr(lower(coalesce(c.firstname, '')), :text)
        OR instr(lower(coalesce(c.lastname, '')), :text) OR instr(lower(c.email), :text))
    ORDER BY u.seq LIMIT :limit"""


class Search(Shape):
    """What to look for, and below which tenant; ten hits unless asked otherwise."""

    tenant: Id
    text: Text
    limit: Limit = 10
    allow_deleted: bool = False


@routes.get("/search")
def search(call: Call) -> dict[str, Any]:
    """Hits in any case, tenants first; texts of fewer than three characters find nothing."""
    wanted = Search.of(call.arguments)
    root = tree.seen(call, wanted.tenant)
    values = {
        "path": root["path"],
        "beyond": tree.beyond(root["path"]),
        "level": call.caller.level,
        "deleted": wanted.allow_deleted,
        "horizon": clock.horizon(call.now),
        "text": wanted.text.casefold(),
        "limit": wanted.limit,
    }
    if len(wanted.text) < 3:
        return {"items": []}
    tenants = [_tenant(call.db, root, row) for row in call.db.execute(TENANTS, values).fetchall()]
    users = [_user(call.db, root, row) for row in call.db.execute(USERS, values).fetchall()]
    return {"items": [*tenants, *users][: wanted.limit]}


def _tenant(db: sqlite3.Connection, root: sqlite3.Row, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "obj_type": "tenant",
        "id": row["id"],
        "parent_id": row["parent_id"],
        "path": _names(db, root, row["path"])[:-1],
        "kind": row["kind"],
        "name": row["name"],
        "deleted_at": clock.plain(row["deleted_at"]),
    }


def _user(db: sqlite3.Connection, root: sqlite3.Row, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "obj_type": "user",
        "id": row["id"],
        "parent_id": row["tenant_id"],
        "path": _names(db, root, row["path"]),
        "login": row["login"],
        "first_name": row["firstname"],
        "last_name": row["lastname"],
        "deleted_at": clock.plain(row["deleted_at"]),
    }


def _names(db: sqlite3.Connection, root: sqlite3.Row, path: str) -> list[str]:
    """The names from the tenant that was searched down to the one with this path."""
    seqs = ",".join(path.strip("/").split("/"))
    rows = db.execute(
        f"SELECT name FROM tenants WHERE seq IN ({seqs}) AND level >= ? ORDER BY level",
        (root["level"],),
    )
    return [row["name"] for row in rows]
