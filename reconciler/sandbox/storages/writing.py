"""Storages and locations of partners: made, changed and removed by those who own them."""

import sqlite3
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from reconciler.sandbox import settings, tree
from reconciler.sandbox.catalogue import BY_TYPE
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, NonEmpty, Shape, Text, Version
from reconciler.sandbox.storages.reading import location, owned, storage

routes = Routes()

Link = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9+]+://[^\s/$.?#].[^\s]*", max_length=2000)
]
Capability = Literal["backup", "disaster_recovery", "files_cloud", "vcd"]
Capabilities = Annotated[tuple[Capability, ...], Field(min_length=1)]
# Capabilities that offering items stand for; they are called as their applications are.
SERVICES = ("backup", "files_cloud")
COPIED = ("application_id", "name", "edition", "usage_name", "type", "measurement_unit")


class LocationPost(Shape):
    """A location to be made."""

    owner_tenant_id: Id
    name: NonEmpty


class LocationPut(Shape):
    """Another name for a location."""

    name: NonEmpty
    version: Version


class InfraPost(Shape):
    """A storage to be registered; without a location it gets one of its own."""

    owner_tenant_id: Id
    location_id: Id | None = None
    name: NonEmpty
    url: Link
    capabilities: Capabilities
    content_url: Link | None = None
    content_mobile_url: Link | None = None
    backend_type: Text | None = None


class InfraPut(Shape):
    """A change of a storage; what is not sent stays."""

    version: Version
    name: NonEmpty = ""
    location_id: Id = ""
    url: Link = ""
    capabilities: Capabilities = ()
    content_url: Link | None = None
    content_mobile_url: Link | None = None
    backend_type: Text | None = None


class Removal(Shape):
    """What is to be removed, and whether usage matters."""

    version: Version
    force: bool = False


@routes.post("/locations", needs="partner")
def create_location(call: Call) -> tuple[dict[str, Any], int]:
    """A new location of a partner."""
    wanted = LocationPost.of(call.body)
    owner = _owner(call, wanted.owner_tenant_id)
    return location(call, _location(call, owner, wanted.name)), 201


@routes.put("/locations/<location_id>", needs="partner")
def rename_location(call: Call, location_id: str) -> dict[str, Any]:
    """The location with its new name."""
    wanted = LocationPut.of(call.body)
    tree.current(owned(call, "locations", location_id), wanted.version)
    call.db.execute(
        "UPDATE locations SET name = ?, version = version + 1 WHERE id = ?",
        (wanted.name, location_id),
    )
    return location(call, owned(call, "locations", location_id))


@routes.delete("/locations/<location_id>", needs="partner")
def delete_location(call: Call, location_id: str) -> None:
    """Remove a location without storages."""
    version = Removal.of(call.arguments).version
    tree.current(owned(call, "locations", location_id), version)
    if call.db.execute("SELECT 1 FROM infra WHERE location_id = ?", (location_id,)).fetchone():
        raise RefusedError(409, "The location has storages.", id=location_id)
    call.db.execute("DELETE FROM locations WHERE id = ?", (location_id,))


@routes.post("/infra", needs="partner")
def register(call: Call) -> tuple[dict[str, Any], int]:
    """A new storage; its owner can use it at once, in every edition that it has a storage of."""
    wanted = InfraPost.of(call.body)
    owner = _owner(call, wanted.owner_tenant_id)
    place = (
        owned(call, "locations", wanted.location_id)
        if wanted.location_id
        else _location(call, owner, wanted.name)
    )
    infra_id = settings.fresh_id(call.db)
    row = {
        **wanted.model_dump(exclude={"capabilities", "location_id"}),
        "id": infra_id,
        "location_id": place["id"],
        "capabilities": ",".join(wanted.capabilities),
        "platform_owned": 0,
        "version": 1,
    }
    marks = ", ".join(f":{name}" for name in row)
    call.db.execute(f"INSERT INTO infra ({', '.join(row)}) VALUES ({marks})", row)
    _offer(call, owner, infra_id, wanted.capabilities)
    return storage(call, owned(call, "infra", infra_id)), 201


@routes.put("/infra/<infra_id>", needs="partner")
def change(call: Call, infra_id: str) -> dict[str, Any]:
    """The storage after the change."""
    wanted = InfraPut.of(call.body)
    tree.current(owned(call, "infra", infra_id), wanted.version)
    changes = {name: value for name, value in wanted.given.items() if name != "version"}
    if "location_id" in changes:
        owned(call, "locations", wanted.location_id)
    if "capabilities" in changes:
        changes["capabilities"] = ",".join(wanted.capabilities)
    sets = "".join(f"{name} = :{name}, " for name in changes)
    call.db.execute(
        f"UPDATE infra SET {sets} version = version + 1 WHERE id = :id", {**changes, "id": infra_id}
    )
    return storage(call, owned(call, "infra", infra_id))


@routes.delete("/infra/<infra_id>", needs="partner")
def unregister(call: Call, infra_id: str) -> None:
    """Remove a storage; with items on at customers it is in use, `force` or not (OAS; 1009)."""
    wanted = Removal.of(call.arguments)
    row = owned(call, "infra", infra_id)
    tree.current(row, wanted.version)
    users = call.db.execute(
        """SELECT t.kind, t.id FROM offering_items o JOIN items i ON i.seq = o.item
            JOIN tenants t ON t.seq = o.tenant
            WHERE i.infra_id = ? AND o.status AND t.id != ? AND t.deleted_at IS NULL
            ORDER BY t.kind != 'customer' LIMIT 1""",
        (infra_id, row["owner_tenant_id"]),
    ).fetchone()
    if users and (users["kind"] == "customer" or not wanted.force):
        raise RefusedError(1009, "The storage is in use.", id=users["id"])
    items = "(SELECT seq FROM items WHERE infra_id = ?)"
    call.db.execute(f"DELETE FROM usages WHERE item IN {items}", (infra_id,))
    call.db.execute(f"DELETE FROM offering_items WHERE item IN {items}", (infra_id,))
    call.db.execute("DELETE FROM items WHERE infra_id = ?", (infra_id,))
    call.db.execute("DELETE FROM infra WHERE id = ?", (infra_id,))


def _owner(call: Call, tenant_id: str) -> sqlite3.Row:
    tenant = tree.referred(call, tenant_id)
    tree.open_inside(call, tenant)
    if tenant["kind"] not in ("partner", "folder"):
        raise RefusedError(1027, f"A {tenant['kind']} owns no storages.", id=tenant_id)
    return tenant


def _location(call: Call, owner: sqlite3.Row, name: str) -> sqlite3.Row:
    location_id = settings.fresh_id(call.db)
    call.db.execute(
        "INSERT INTO locations VALUES (?, ?, ?, 0, 1)", (location_id, owner["id"], name)
    )
    return owned(call, "locations", location_id)


def _offer(call: Call, owner: sqlite3.Row, infra_id: str, capabilities: tuple[str, ...]) -> None:
    services = [BY_TYPE[one].id for one in capabilities if one in SERVICES]
    rows = call.db.execute(
        f"""SELECT i.*, max(coalesce(o.status, 0)) AS status FROM items i
            LEFT JOIN offering_items o ON o.item = i.seq AND o.tenant = ?
            WHERE i.type = 'infra' AND i.application_id IN ({", ".join("?" * len(services))})
            GROUP BY i.name ORDER BY min(i.seq)""",
        (owner["seq"], *services),
    ).fetchall()
    for row in rows:
        (item,) = call.db.execute(
            """INSERT INTO items (application_id, name, edition, usage_name, type,
                measurement_unit, infra_id) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq""",
            (*(row[name] for name in COPIED), infra_id),
        ).fetchone()
        if row["status"]:
            call.db.execute(
                "INSERT INTO offering_items VALUES (?, ?, 1, NULL, NULL, 0, ?)",
                (owner["seq"], item, call.now),
            )
