"""Updating tenants: in part, against a version, within the rules of locks and disabled parents."""

import sqlite3
from typing import Any

from reconciler.sandbox import contacts, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.tenants import moving, names, showing
from reconciler.sandbox.tenants.bodies import TenantPut

routes = Routes()

# What may still be said of a tenant while one above it is disabled.
SAID_BELOW_DISABLED = {"version", "enabled", "name", "internal_tag", "customer_id", "update_lock"}
# What may be said while somebody else deletes or recovers the tenant.
SAID_DURING_OPERATION = {"version", "external_operation_status"}
_PLAIN = ("customer_type", "enabled", "customer_id", "internal_tag", "language", "default_idp_id")


@routes.put("/tenants/<tenant_id>")
def update(call: Call, tenant_id: str) -> dict[str, Any]:
    """The tenant after the change, one version further."""
    wanted = TenantPut.of(call.body)
    tenant = tree.seen(call, tenant_id)
    _allowed(call, tenant, wanted)
    tree.current(tenant, wanted.version)
    if wanted.given.get("parent_id", tenant["parent_id"]) != tenant["parent_id"]:
        moving.move(call, tenant, wanted.parent_id)
        tenant = tree.found(call, tenant_id)
    changes = _changes(call, tenant, wanted)
    sets = "".join(f"{name} = :{name}, " for name in changes)
    call.db.execute(
        f"UPDATE tenants SET {sets} version = version + 1, updated_at = :now WHERE seq = :seq",
        {**changes, "now": call.now, "seq": tenant["seq"]},
    )
    if "contact" in wanted.given:
        contacts.update(call.db, tenant_id, wanted.contact, call.now)
    if "ancestral_access" in wanted.given:
        moving.set_barriers(call.db, tenant["path"])
    if changes.get("enabled") is False and call.switches.disabled_children == "disabled":
        _disable_below(call, tenant)
    return showing.single(call.db, tenant_id, call.now)


def _allowed(call: Call, tenant: sqlite3.Row, wanted: TenantPut) -> None:
    own = tenant["seq"] == call.caller.tenant
    if own and wanted.given.keys() & {"parent_id", "kind"}:
        raise RefusedError(1002, "One's own tenant cannot be moved.", id=tenant["id"])
    if own and wanted.given.get("enabled") is False:
        raise RefusedError(1002, "One's own tenant cannot be disabled.", id=tenant["id"])
    tree.unlocked(call, tenant)
    if wanted.given.keys() - SAID_DURING_OPERATION:
        tree.settled(tenant)
    if wanted.given.keys() - SAID_BELOW_DISABLED:
        tree.working(call, tenant)
    _opened_by_itself(tenant, wanted, own=own)


def _opened_by_itself(tenant: sqlite3.Row, wanted: TenantPut, *, own: bool) -> None:
    """Only an administrator of a self-service tenant can let others in again (PG2106)."""
    opens = wanted.given.get("ancestral_access") is True and not tenant["ancestral_access"]
    if opens and not own:
        raise RefusedError(1002, "Only the tenant itself can let others in.", id=tenant["id"])


def _changes(call: Call, tenant: sqlite3.Row, wanted: TenantPut) -> dict[str, Any]:
    given = wanted.given
    if given.get("kind", tenant["kind"]) != tenant["kind"]:
        raise RefusedError(1027, "The kind of a tenant cannot change.", id=tenant["id"])
    changes: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if "name" in given:
        parent = tree.found(call, tenant["parent_id"])
        names.free(call.db, parent, wanted.name, but=tenant["seq"])
        changes |= {"name": wanted.name, "name_key": wanted.name.casefold()}
    if "update_lock" in given:
        owner = call.caller.tenant_id if wanted.update_lock.enabled else None
        changes["lock_owner_id"] = owner
    if "ancestral_access" in given:
        changes["ancestral_access"] = wanted.ancestral_access
    if "external_operation_status" in given:
        status = wanted.external_operation_status
        changes["external_operation_status"] = None if status == "no_operation" else status
    return changes


def _disable_below(call: Call, tenant: sqlite3.Row) -> None:
    call.db.execute(
        """UPDATE tenants SET enabled = 0, version = version + 1, updated_at = ?
            WHERE path > ? AND path < ? AND enabled AND deleted_at IS NULL""",
        (call.now, tenant["path"], tree.beyond(tenant["path"])),
    )
