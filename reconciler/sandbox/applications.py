"""Applications (services), and the roles that each offers."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.catalogue import APPLICATIONS, BY_TYPE, DEFINITIONS, PLATFORM, ROLES
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes

routes = Routes()


@routes.get("/applications")
def every(call: Call) -> dict[str, Any]:
    """All applications there are, whoever has them."""
    return {
        "items": [
            {
                "id": application.id,
                "name": application.name,
                "type": application.type,
                "usages": _usages(application.type),
                "api_base_url": call.request.host_url.rstrip("/") + application.path,
            }
            for application in APPLICATIONS
        ]
    }


@routes.get("/tenants/<tenant_id>/applications")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of the applications that are on, which is those with an item that is on."""
    return {"items": enabled(call.db, tree.entered(call, tenant_id))}


@routes.get("/tenants/<tenant_id>/applications/roles")
def roles(call: Call, tenant_id: str) -> dict[str, Any]:
    """The roles that users of a tenant can have (older specifications and WHMCS have this)."""
    tenant = tree.entered(call, tenant_id)
    active = set(enabled(call.db, tenant))
    # A partner's own list is how an integration learns what its customers' users can be, too.
    inside = {"customer", "unit"} if tenant["kind"] in ("partner", "folder") else set()
    return _roles(active, {tenant["kind"]} | inside)


@routes.get("/applications/<application_id>/roles")
def roles_of_application(call: Call, application_id: str) -> dict[str, Any]:
    """The roles of one application at any place."""
    if application_id not in {application.id for application in APPLICATIONS}:
        raise RefusedError(404, "The application does not exist.", id=application_id)
    return _roles({application_id}, None)


def enabled(db: sqlite3.Connection, tenant: sqlite3.Row) -> list[str]:
    """The ids of a tenant's applications; the management portal is always among them."""
    rows = db.execute(
        """SELECT DISTINCT i.application_id FROM offering_items o JOIN items i ON i.seq = o.item
            WHERE o.tenant = ? AND o.status""",
        (tenant["seq"],),
    )
    active = {row["application_id"] for row in rows} | {PLATFORM.id}
    return [application.id for application in APPLICATIONS if application.id in active]


def _roles(active: set[str], kinds: set[str] | None) -> dict[str, Any]:
    return {
        "items": [
            {
                "is_default": role.is_default,
                "application_id": BY_TYPE[role.application].id,
                "type": "admin" if role.application == "platform" else "application_user",
                "role": role.id,
            }
            for role in ROLES
            if BY_TYPE[role.application].id in active and (kinds is None or role.kinds & kinds)
        ]
    }


def _usages(application: str) -> list[str]:
    names = (item.usage_name for item in DEFINITIONS if item.application == application)
    return list(dict.fromkeys(names))
