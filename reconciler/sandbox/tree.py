"""The tenant tree: finding a tenant, and whether the caller may see it or go inside.

A caller sees its own tenant and all below. A tenant with `ancestral_access` false keeps those above
it out: they see and edit the tenant itself, but nothing that is inside (children, users, services).
"""

import sqlite3
from collections.abc import Iterable

from reconciler.sandbox import callers, clock
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call


def seen(call: Call, tenant_id: str, *, deleted: bool = False) -> sqlite3.Row:
    """The tenant, whose properties the caller may deal with; 404 or 403 otherwise."""
    row = found(call, tenant_id, deleted=deleted)
    if row["seq"] == call.caller.tenant:
        return row
    if not row["path"].startswith(call.caller.path) or row["outer_barrier"] > call.caller.level:
        raise RefusedError(403, "The tenant is out of reach.", id=tenant_id)
    return row


def entered(call: Call, tenant_id: str, *, deleted: bool = False) -> sqlite3.Row:
    """The tenant, whose inside the caller may deal with; 404 or 403 otherwise."""
    row = seen(call, tenant_id, deleted=deleted)
    if row["barrier"] > call.caller.level:
        raise RefusedError(1002, "The tenant manages itself.", id=tenant_id)
    return row


def referred(call: Call, tenant_id: str) -> sqlite3.Row:
    """The tenant that a body names, whose inside the caller may deal with; 1005 if there is none.

    The published list has a code of its own for it (1005, "tenant not found").
    """
    known = call.db.execute(
        "SELECT 1 FROM tenants WHERE id = ? AND deleted_at IS NULL", (tenant_id,)
    ).fetchone()
    if known is None:
        raise RefusedError(1005, id=tenant_id)
    return entered(call, tenant_id)


def reachable(call: Call, ids: Iterable[str]) -> list[sqlite3.Row]:
    """Those of the tenants whose inside the caller may deal with, in the order of the ids."""
    chosen = tuple(dict.fromkeys(ids))
    marks = ", ".join("?" * len(chosen))
    rows = call.db.execute(
        f"""SELECT * FROM tenants WHERE id IN ({marks}) AND path >= ? AND path < ?
            AND barrier <= ? AND deleted_at IS NULL""",
        (*chosen, call.caller.path, beyond(call.caller.path), call.caller.level),
    )
    by_id = {row["id"]: row for row in rows}
    return [by_id[one] for one in chosen if one in by_id]


def lineage(call: Call, tenant: sqlite3.Row) -> list[dict[str, str]]:
    """The tenants from the caller's own down to this one, as far as the caller may know them."""
    seqs = ",".join(tenant["path"].strip("/").split("/"))
    rows = call.db.execute(
        f"SELECT id, name, kind FROM tenants WHERE seq IN ({seqs}) AND level >= ? ORDER BY level",
        (call.caller.level,),
    )
    return [dict(row) for row in rows]


def found(call: Call, tenant_id: str, *, deleted: bool = False) -> sqlite3.Row:
    """The tenant, wherever it is; a deleted one only on demand, and not after its retention."""
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM tenants WHERE id = ?", (tenant_id,)
    ).fetchone()
    if row is None or (row["deleted_at"] is not None and not (deleted and _restorable(call, row))):
        raise RefusedError(404, "The tenant does not exist.", id=tenant_id)
    return row


def working(call: Call, tenant: sqlite3.Row) -> None:
    """Refuse (1003) unless everything above the tenant is enabled."""
    above = tenant["path"].removesuffix(f"{tenant['seq']}/")
    if disabled := callers.disabled_on(call.db, above):
        raise RefusedError(1003, id=disabled)


def open_inside(call: Call, tenant: sqlite3.Row) -> None:
    """Refuse (1003) unless the tenant and everything above it is enabled."""
    if disabled := callers.disabled_on(call.db, tenant["path"]):
        raise RefusedError(1003, id=disabled)


def unlocked(call: Call, tenant: sqlite3.Row) -> None:
    """Refuse (1012) if the tenant is locked for others than the users of the caller's tenant."""
    if tenant["lock_owner_id"] not in (None, call.caller.tenant_id):
        raise RefusedError(1012, id=tenant["id"])


def unlocked_inside(call: Call, tenant: sqlite3.Row) -> None:
    """The same for items, pricing and users; whether the lock covers them is a switch."""
    if call.switches.lock_covers == "everything":
        unlocked(call, tenant)


def settled(tenant: sqlite3.Row) -> None:
    """Refuse (1011) while the tenant is being deleted or recovered by somebody else."""
    if tenant["external_operation_status"] is not None:
        raise RefusedError(1011, id=tenant["id"])


def bump(call: Call, tenant: sqlite3.Row) -> None:
    """Raise the tenant's version for a write that is not the tenant's own."""
    call.db.execute("UPDATE tenants SET version = version + 1 WHERE seq = ?", (tenant["seq"],))


def current(row: sqlite3.Row, version: int) -> None:
    """Refuse (1001) unless the version is the one that the object has."""
    if row["version"] != version:
        raise RefusedError(1001, f"The version is {row['version']}.", id=row["id"])


def beyond(path: str) -> str:
    """The end of the range of paths that begin with `path`."""
    return path[:-1] + "0"  # the character after "/"


def _restorable(call: Call, row: sqlite3.Row) -> bool:
    return bool(row["deleted_at"] > clock.horizon(call.now))
