"""Deleting tenants softly, with all that is in them, and bringing them back."""

import sqlite3

from reconciler.sandbox import clock, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape, Version
from reconciler.sandbox.tenants import names

routes = Routes()


class Deletion(Shape):
    """The version that is to be deleted."""

    version: Version


class Restoration(Shape):
    """Whether a name or login that is taken by now gets a suffix."""

    force: bool = False


@routes.delete("/tenants/<tenant_id>")
def delete(call: Call, tenant_id: str) -> None:
    """A tenant can be deleted only when disabled; everything below goes with it."""
    version = Deletion.of(call.arguments).version
    tenant = tree.seen(call, tenant_id)
    if tenant["seq"] == call.caller.tenant:
        raise RefusedError(1002, "One's own tenant cannot be deleted.", id=tenant_id)
    tree.unlocked(call, tenant)
    tree.settled(tenant)
    if tenant["enabled"]:
        number = str(tenant["seq"])
        raise RefusedError(
            1006, f'It is prohibited to delete a non-disabled tenant "{number}"', id=number
        )
    tree.current(tenant, version)
    # One moment for all that goes: it is how a restoration knows what belongs together.
    _mark(call, tenant, deleted_at=call.now, only="deleted_at IS NULL")


@routes.post("/tenants/<tenant_id>/restore")
def restore(call: Call, tenant_id: str) -> None:
    """Bring back a tenant and what was deleted with it, within the retention of 30 days."""
    force = Restoration.of(call.arguments).force
    tenant = tree.seen(call, tenant_id, deleted=True)
    if tenant["deleted_at"] is None:
        raise RefusedError(409, "The tenant is not deleted.", id=tenant_id)
    parent = tree.found(call, tenant["parent_id"])
    _free_name(call, parent, tenant, force=force)
    _free_logins(call, tenant, force=force)
    _mark(call, tenant, deleted_at=None, only=f"deleted_at = {tenant['deleted_at']:d}")


def _mark(call: Call, tenant: sqlite3.Row, *, deleted_at: int | None, only: str) -> None:
    values = {
        "at": deleted_at,
        "now": call.now,
        "path": tenant["path"],
        "beyond": tree.beyond(tenant["path"]),
    }
    subtree = "SELECT seq FROM tenants WHERE path >= :path AND path < :beyond"
    changed = "deleted_at = :at, updated_at = :now, version = version + 1"
    for statement in (
        f"UPDATE users SET {changed} WHERE tenant IN ({subtree}) AND {only}",
        f"UPDATE clients SET deleted_at = :at WHERE tenant IN ({subtree}) AND {only}",
        f"UPDATE tenants SET {changed} WHERE path >= :path AND path < :beyond AND {only}",
    ):
        call.db.execute(statement, values)


def _free_name(call: Call, parent: sqlite3.Row, tenant: sqlite3.Row, *, force: bool) -> None:
    try:
        names.free(call.db, parent, tenant["name"])
    except RefusedError:
        if not force:
            raise
        name = f"{tenant['name']} {clock.plain(call.now)}"
        call.db.execute(
            "UPDATE tenants SET name = ?, name_key = ? WHERE seq = ?",
            (name, name.casefold(), tenant["seq"]),
        )


def _free_logins(call: Call, tenant: sqlite3.Row, *, force: bool) -> None:
    rows = call.db.execute(
        """SELECT u.seq, u.login FROM users u JOIN tenants t ON t.seq = u.tenant
            JOIN users o ON o.login_key = u.login_key AND o.deleted_at IS NULL
            WHERE t.path >= ? AND t.path < ? AND u.deleted_at = ?""",
        (tenant["path"], tree.beyond(tenant["path"]), tenant["deleted_at"]),
    ).fetchall()
    for row in rows:
        if not force:
            raise RefusedError(409, f"The login {row['login']!r} is taken.", id=tenant["id"])
        login = f"{row['login']}-{call.now}"
        call.db.execute(
            "UPDATE users SET login = ?, login_key = ? WHERE seq = ?",
            (login, login.lower(), row["seq"]),
        )
