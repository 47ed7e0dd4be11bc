"""Updating tenants: in part, against a version, within the rules of locks and disabled parents."""

import sqlite3
from typing import Any

from reconciler.sandbox import contacts, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.tenants import showing
from reconciler.sandbox.tenants.bodies import TenantPut
from reconciler.sandbox.tenants.creating import name_free

routes = Routes()

# What may still be said of a tenant while one above it is disabled.
SAID_BELOW_DISABLED = {"version", "enabled", "name", "internal_tag", "customer_id", "update_lock"}
_PLAIN = ("customer_type", "enabled", "customer_id", "internal_tag", "language", "default_idp_id")


@routes.put("/tenants/<tenant_id>")
def update(call: Call, tenant_id: str) -> dict[str, Any]:
    """The tenant after the change, one version further."""
    wanted = TenantPut.of(call.body)
    tenant = tree.seen(call, tenant_id)
    _allowed(call, tenant, wanted)
    tree.current(tenant, wanted.version)
    changes = _changes(call, tenant, wanted)
    sets = ", ".join(f"{name} = :{name}" for name in changes)
    call.db.execute(
        f"UPDATE tenants SET {sets}, version = version + 1, updated_at = :now WHERE seq = :seq",
        {**changes, "now": call.now, "seq": tenant["seq"]},
    )
    if "contact" in wanted.given:
        contacts.update(call.db, tenant_id, wanted.contact, call.now)
    if "ancestral_access" in wanted.given:
        _set_barriers(call.db, tenant)
    return showing.single(showing.by_id(call.db, tenant_id), call.now)


def _allowed(call: Call, tenant: sqlite3.Row, wanted: TenantPut) -> None:
    own = tenant["seq"] == call.caller.tenant
    if own and wanted.given.keys() & {"parent_id", "kind"}:
        raise RefusedError(1002, "One's own tenant cannot be moved.", id=tenant["id"])
    if own and wanted.given.get("enabled") is False:
        raise RefusedError(1002, "One's own tenant cannot be disabled.", id=tenant["id"])
    tree.unlocked(call, tenant)
    if wanted.given.keys() - SAID_BELOW_DISABLED:
        tree.working(call, tenant)
    opens = wanted.given.get("ancestral_access") is True and not tenant["ancestral_access"]
    if opens and not own:
        raise RefusedError(1002, "Only the tenant itself can let others in.", id=tenant["id"])


def _changes(call: Call, tenant: sqlite3.Row, wanted: TenantPut) -> dict[str, Any]:
    given = wanted.given
    if given.get("kind", tenant["kind"]) != tenant["kind"]:
        raise RefusedError(1027, "The kind of a tenant cannot change.", id=tenant["id"])
    if given.get("parent_id", tenant["parent_id"]) != tenant["parent_id"]:
        raise RefusedError(1027, "Tenants cannot be moved here.", id=tenant["id"])
    changes: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if "name" in given:
        name_free(call.db, tenant["parent"], wanted.name, but=tenant["seq"])
        changes |= {"name": wanted.name, "name_key": wanted.name.casefold()}
    if "update_lock" in given:
        owner = call.caller.tenant_id if wanted.update_lock.enabled else None
        changes["lock_owner_id"] = owner
    if "ancestral_access" in given:
        changes["ancestral_access"] = wanted.ancestral_access
    return changes or {"enabled": tenant["enabled"]}


def _set_barriers(db: sqlite3.Connection, tenant: sqlite3.Row) -> None:
    rows = db.execute(
        "SELECT * FROM tenants WHERE path >= ? AND path < ? ORDER BY level",
        (tenant["path"], tree.beyond(tenant["path"])),
    ).fetchall()
    barriers = {tenant["parent"]: tenant["outer_barrier"]}
    for row in rows:
        outer = barriers[row["parent"]]
        barriers[row["seq"]] = outer if row["ancestral_access"] else row["level"]
        db.execute(
            "UPDATE tenants SET outer_barrier = ?, barrier = ? WHERE seq = ?",
            (outer, barriers[row["seq"]], row["seq"]),
        )
