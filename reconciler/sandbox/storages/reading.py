"""Reading locations and storages: a tenant has those it owns and those it has items of."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Ids, Shape

routes = Routes()


class Chosen(Shape):
    """Which locations or storages, up to 100."""

    uuids: Ids


@routes.get("/infra")
def storages(call: Call) -> dict[str, Any]:
    """The storages with these ids that the caller has; 403 for others', 404 for none."""
    wanted = Chosen.of(call.arguments).uuids
    return {"items": [storage(call, row) for row in _chosen(call, "infra", wanted)]}


@routes.get("/infra/<infra_id>")
def one_storage(call: Call, infra_id: str) -> dict[str, Any]:
    """One of them."""
    (row,) = _chosen(call, "infra", (infra_id,))
    return storage(call, row)


@routes.get("/locations")
def locations(call: Call) -> dict[str, Any]:
    """The locations with these ids that the caller has; 403 for others', 404 for none."""
    wanted = Chosen.of(call.arguments).uuids
    return {"items": [location(call, row) for row in _chosen(call, "locations", wanted)]}


@routes.get("/locations/<location_id>")
def one_location(call: Call, location_id: str) -> dict[str, Any]:
    """One of them."""
    (row,) = _chosen(call, "locations", (location_id,))
    return location(call, row)


@routes.get("/locations/<location_id>/infra")
def in_location(call: Call, location_id: str) -> dict[str, Any]:
    """The ids of the caller's storages in a location."""
    _chosen(call, "locations", (location_id,))
    mine = _infra_of(call.db, call.caller.tenant_id)
    return {"infras": [row["id"] for row in mine if row["location_id"] == location_id]}


@routes.get("/tenants/<tenant_id>/locations")
def locations_of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of a tenant's locations."""
    rows = _locations_of(call.db, tree.entered(call, tenant_id)["id"])
    return {"locations": [row["id"] for row in rows]}


@routes.get("/tenants/<tenant_id>/infra")
def storages_of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of a tenant's storages (WHMCS and others use this)."""
    rows = _infra_of(call.db, tree.entered(call, tenant_id)["id"])
    return {"infras": [row["id"] for row in rows]}


def owned(call: Call, table: str, row_id: str) -> sqlite3.Row:
    """A location or storage that the caller may change: one of its own or of those below it."""
    row: sqlite3.Row | None = call.db.execute(
        f"SELECT * FROM {table} WHERE id = ?", (row_id,)
    ).fetchone()
    if row is None:
        raise RefusedError(404, "It does not exist.", id=row_id)
    tree.entered(call, row["owner_tenant_id"])
    return row


def storage(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A storage as the API shows it."""
    urls = {name: row[name] for name in ("content_url", "content_mobile_url") if row[name]}
    return {
        **location(call, row),
        "location_id": row["location_id"],
        "url": row["url"],
        **urls,
        "capabilities": row["capabilities"].split(","),
        "backend_type": row["backend_type"],
    }


def location(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A location as the API shows it; it can be read only if it belongs to somebody above."""
    owner = call.db.execute(
        "SELECT path FROM tenants WHERE id = ?", (row["owner_tenant_id"],)
    ).fetchone()
    return {
        "id": row["id"],
        "owner_tenant_id": row["owner_tenant_id"],
        "platform_owned": bool(row["platform_owned"]),
        "name": row["name"],
        "version": row["version"],
        "readonly": not owner["path"].startswith(call.caller.path),
    }


def _infra_of(db: sqlite3.Connection, tenant_id: str) -> list[sqlite3.Row]:
    return db.execute(
        """SELECT * FROM infra WHERE owner_tenant_id = :id OR id IN (
            SELECT i.infra_id FROM tenants t JOIN offering_items o ON o.tenant = t.seq
            JOIN items i ON i.seq = o.item WHERE t.id = :id AND o.status) ORDER BY name, id""",
        {"id": tenant_id},
    ).fetchall()


def _locations_of(db: sqlite3.Connection, tenant_id: str) -> list[sqlite3.Row]:
    used = {row["location_id"] for row in _infra_of(db, tenant_id)}
    rows = db.execute("SELECT * FROM locations ORDER BY name, id").fetchall()
    return [row for row in rows if row["owner_tenant_id"] == tenant_id or row["id"] in used]


def _chosen(call: Call, table: str, wanted: tuple[str, ...]) -> list[sqlite3.Row]:
    marks = ", ".join("?" * len(wanted))
    rows = call.db.execute(
        f"SELECT * FROM {table} WHERE id IN ({marks}) ORDER BY name, id", wanted
    ).fetchall()
    if missing := set(wanted) - {row["id"] for row in rows}:
        raise RefusedError(404, "It does not exist.", id=min(missing))
    of = _infra_of if table == "infra" else _locations_of
    mine = {row["id"] for row in of(call.db, call.caller.tenant_id)}
    for row in rows:
        if row["id"] not in mine:
            tree.entered(call, row["owner_tenant_id"])
    return rows
