"""Settings of applications: inherited from the tenants above, unless a tenant has its own."""

import json
import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.applications.reading import checked
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape

routes = Routes()

PATH = "/applications/<application_id>/settings/tenants/<tenant_id>/<setting_name>"


class SettingPut(Shape):
    """A tenant's own value; what is not sent is as at first."""

    value: str | bool | int | float | dict[str, Any] | None = None
    lock: bool = False
    exclusive: bool = False


@routes.get(PATH)
def read(call: Call, application_id: str, tenant_id: str, setting_name: str) -> dict[str, Any]:
    """The own value and the one that counts; 404 if nobody up to the root has one."""
    checked(application_id)
    tenant = tree.entered(call, tenant_id)
    shown = _shown(call.db, application_id, tenant, setting_name)
    if shown["own"] is None and shown["effective"] is None:
        raise RefusedError(404, "Nobody has set it.", name=setting_name)
    return shown


@routes.put(PATH)
def write(call: Call, application_id: str, tenant_id: str, setting_name: str) -> dict[str, Any]:
    """Give the tenant a value of its own, unless one above has locked it (1002)."""
    wanted = SettingPut.of(call.body)
    checked(application_id)
    tenant = tree.entered(call, tenant_id)
    above = _lineage(call.db, application_id, tenant, setting_name)
    locking = next((row for row in above if row["locked"] and row["tenant"] != tenant["seq"]), None)
    if locking is not None:
        raise RefusedError(1002, "A tenant above has locked the setting.", id=locking["id"])
    call.db.execute(
        "INSERT OR REPLACE INTO application_settings VALUES (?, ?, ?, ?, ?, ?)",
        (
            tenant["seq"],
            application_id,
            setting_name,
            json.dumps(wanted.value),
            wanted.lock,
            wanted.exclusive,
        ),
    )
    return _shown(call.db, application_id, tenant, setting_name)


@routes.delete(PATH)
def delete(call: Call, application_id: str, tenant_id: str, setting_name: str) -> None:
    """Take the tenant's own value away; from now on it inherits."""
    checked(application_id)
    tenant = tree.entered(call, tenant_id)
    gone = call.db.execute(
        """DELETE FROM application_settings WHERE tenant = ? AND application_id = ? AND name = ?
            RETURNING name""",
        (tenant["seq"], application_id, setting_name),
    ).fetchone()
    if gone is None:
        raise RefusedError(404, "The tenant has no value of its own.", name=setting_name)


def _lineage(
    db: sqlite3.Connection, application_id: str, tenant: sqlite3.Row, name: str
) -> list[sqlite3.Row]:
    """The values from the tenant itself up to the root."""
    seqs = ",".join(tenant["path"].strip("/").split("/"))
    return db.execute(
        f"""SELECT s.*, t.id FROM application_settings s JOIN tenants t ON t.seq = s.tenant
            WHERE s.tenant IN ({seqs}) AND s.application_id = ? AND s.name = ?
            ORDER BY t.level DESC""",
        (application_id, name),
    ).fetchall()


def _shown(
    db: sqlite3.Connection, application_id: str, tenant: sqlite3.Row, name: str
) -> dict[str, Any]:
    lineage = _lineage(db, application_id, tenant, name)
    own = next((row for row in lineage if row["tenant"] == tenant["seq"]), None)
    # An exclusive value is its tenant's alone: those below inherit from further up.
    counting = next((row for row in lineage if row is own or not row["exclusive"]), None)
    return {
        "name": name,
        "application_id": application_id,
        "own": own and {**_value(own), "exclusive": bool(own["exclusive"])},
        "effective": counting
        and {"owner": {"type": "tenant", "id": counting["id"]}, **_value(counting)},
    }


def _value(row: sqlite3.Row) -> dict[str, Any]:
    return {"value": json.loads(row["value"]), "lock": bool(row["locked"])}
