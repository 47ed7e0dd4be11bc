"""Reading API clients: one, or all that the caller can reach."""

import json
import sqlite3
from typing import Any

from reconciler.sandbox import clock, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text, Words

routes = Routes()

SELECT = """SELECT c.*, t.id AS tenant_id, t.path, t.barrier FROM clients c
    JOIN tenants t ON t.seq = c.tenant"""


class Wanted(Shape):
    """Which clients; without a filter all in reach."""

    uuids: Words | None = None
    origin_id: Text | None = None
    allow_deleted: bool = False


@routes.get("/clients")
def many(call: Call) -> dict[str, Any]:
    """The clients of the caller's subtree, oldest first; others are left out."""
    wanted = Wanted.of(call.arguments)
    rows = call.db.execute(
        f"""{SELECT} WHERE t.path >= :path AND t.path < :beyond AND t.barrier <= :level
            AND (c.deleted_at IS NULL OR (:deleted AND c.deleted_at > :horizon))
            AND (:uuids IS NULL OR c.id IN (SELECT value FROM json_each(:uuids)))
            AND (:origin IS NULL OR c.origin_id = :origin) ORDER BY c.created_at, c.id""",
        {
            "path": call.caller.path,
            "beyond": tree.beyond(call.caller.path),
            "level": call.caller.level,
            "deleted": wanted.allow_deleted,
            "horizon": clock.horizon(call.now),
            "uuids": None if wanted.uuids is None else json.dumps(wanted.uuids),
            "origin": wanted.origin_id,
        },
    )
    return {"items": [shown(row) for row in rows]}


@routes.get("/clients/<client_id>")
def one(call: Call, client_id: str) -> dict[str, Any]:
    """A client without its secret, which is shown once only."""
    return shown(found(call, client_id))


def found(call: Call, client_id: Id) -> sqlite3.Row:
    """The client; 404 if it is not there, 403 if its tenant is out of reach."""
    row: sqlite3.Row | None = call.db.execute(
        f"{SELECT} WHERE c.id = ? AND c.deleted_at IS NULL", (client_id,)
    ).fetchone()
    if row is None:
        raise RefusedError(404, "The client does not exist.", id=client_id)
    tree.entered(call, row["tenant_id"])
    return row


def shown(row: sqlite3.Row) -> dict[str, Any]:
    """A client as the API shows it; when it was last used is not kept."""
    client = {
        "client_id": row["id"],
        "client_secret_expires_at": 0,
        "type": row["type"],
        "tenant_id": row["tenant_id"],
        "data": json.loads(row["data"]),
        "token_endpoint_auth_method": row["auth_method"],
        "created_at": clock.plain(row["created_at"]),
        "created_by": row["created_by"],
        "last_access_at": None,
        "last_access_from_ip": None,
        "status": row["status"],
        "redirect_uris": json.loads(row["redirect_uris"]),
    }
    return client | ({} if row["origin_id"] is None else {"origin_id": row["origin_id"]})
