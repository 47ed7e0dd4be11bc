"""Reading applications: all there are, and those that tenants have."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.catalogue import APPLICATIONS, DEFINITIONS, PLATFORM, Application
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Ids, Shape

routes = Routes()


class Whose(Shape):
    """Which tenants, up to 100."""

    tenants: Ids


@routes.get("/applications")
def every(call: Call) -> dict[str, Any]:
    """All applications there are, whoever has them."""
    return {"items": [_shown(call, application) for application in APPLICATIONS]}


@routes.get("/applications/<application_id>")
def one(call: Call, application_id: str) -> dict[str, Any]:
    """One of them."""
    return _shown(call, checked(application_id))


@routes.get("/tenants/<tenant_id>/applications")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The ids of the applications that are on: by a binding, or by an item that is on."""
    return {"items": enabled(call.db, tree.entered(call, tenant_id))}


@routes.get("/tenants/applications")
def of_tenants(call: Call) -> dict[str, Any]:
    """The same for many tenants; those that the caller cannot see are left out."""
    tenants = tree.reachable(call, Whose.of(call.arguments).tenants)
    items = [{"tenant": one["id"], "applications": enabled(call.db, one)} for one in tenants]
    return {"items": items}


def checked(application_id: str) -> Application:
    """The application of this id; 404 for none."""
    found = (one for one in APPLICATIONS if one.id == application_id)
    application = next(found, None)
    if application is None:
        raise RefusedError(404, "The application does not exist.", id=application_id)
    return application


def enabled(db: sqlite3.Connection, tenant: sqlite3.Row) -> list[str]:
    """The ids of a tenant's applications; the management portal is always among them."""
    rows = db.execute(
        """SELECT DISTINCT i.application_id FROM offering_items o JOIN items i ON i.seq = o.item
            WHERE o.tenant = :tenant AND o.status
            UNION SELECT application_id FROM bindings WHERE tenant = :tenant""",
        {"tenant": tenant["seq"]},
    )
    active = {row["application_id"] for row in rows} | {PLATFORM.id}
    return [application.id for application in APPLICATIONS if application.id in active]


def _shown(call: Call, application: Application) -> dict[str, Any]:
    return {
        "id": application.id,
        "name": application.name,
        "type": application.type,
        "usages": _usages(application.type),
        "api_base_url": call.request.host_url.rstrip("/") + application.path,
    }


def _usages(application: str) -> list[str]:
    names = (item.usage_name for item in DEFINITIONS if item.application == application)
    return list(dict.fromkeys(names))
