"""Reading locations and storages: those of a tenant are those it has items of."""

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
    return {"items": [_storage(row) for row in _chosen(call, "infra", wanted)]}


@routes.get("/locations")
def locations(call: Call) -> dict[str, Any]:
    """The locations with these ids that the caller has; 403 for others', 404 for none."""
    wanted = Chosen.of(call.arguments).uuids
    return {"items": [_location(row) for row in _chosen(call, "locations", wanted)]}


@routes.get("/locations/<location_id>/infra")
def in_location(call: Call, location_id: str) -> dict[str, Any]:
    """The ids of the caller's storages in a location."""
    _chosen(call, "locations", (location_id,))
    mine = _infra_of(call.db, call.caller.tenant)
    return {"infras": [row["id"] for row in mine if row["location_id"] == location_id]}


@routes.get("/tenants/<tenant_id>/locations")
def locations_of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of the locations of a tenant's storages."""
    rows = _infra_of(call.db, tree.entered(call, tenant_id)["seq"])
    return {"locations": list(dict.fromkeys(row["location_id"] for row in rows))}


@routes.get("/tenants/<tenant_id>/infra")
def storages_of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of a tenant's storages (WHMCS and others use this)."""
    rows = _infra_of(call.db, tree.entered(call, tenant_id)["seq"])
    return {"infras": [row["id"] for row in rows]}


def _infra_of(db: sqlite3.Connection, tenant: int) -> list[sqlite3.Row]:
    return db.execute(
        """SELECT * FROM infra WHERE id IN (SELECT i.infra_id FROM offering_items o
            JOIN items i ON i.seq = o.item WHERE o.tenant = ? AND o.status) ORDER BY name, id""",
        (tenant,),
    ).fetchall()


def _chosen(call: Call, table: str, wanted: tuple[str, ...]) -> list[sqlite3.Row]:
    marks = ", ".join("?" * len(wanted))
    rows = call.db.execute(
        f"SELECT * FROM {table} WHERE id IN ({marks}) ORDER BY name, id", wanted
    ).fetchall()
    if missing := set(wanted) - {row["id"] for row in rows}:
        raise RefusedError(404, "It does not exist.", id=min(missing))
    mine = _infra_of(call.db, call.caller.tenant)
    reach = {row["id"] for row in mine} | {row["location_id"] for row in mine}
    if foreign := set(wanted) - reach:
        raise RefusedError(403, "It is out of reach.", id=min(foreign))
    return rows


def _storage(row: sqlite3.Row) -> dict[str, Any]:
    return {
        **_location(row),
        "location_id": row["location_id"],
        "url": row["url"],
        "capabilities": row["capabilities"].split(","),
        "backend_type": row["backend_type"],
    }


def _location(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "owner_tenant_id": row["owner_tenant_id"],
        "platform_owned": bool(row["platform_owned"]),
        "name": row["name"],
        "version": row["version"],
        "readonly": bool(row["platform_owned"]),
    }
