"""The roles that users can have, as older specifications, Postman and WHMCS ask for them."""

from collections.abc import Iterable
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.applications.reading import checked, enabled
from reconciler.sandbox.catalogue import BY_TYPE, Role, roles
from reconciler.sandbox.routes import Call, Routes

routes = Routes()


@routes.get("/tenants/<tenant_id>/applications/roles")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The roles that users of a tenant can have."""
    tenant = tree.entered(call, tenant_id)
    active = set(enabled(call.db, tenant))
    # A partner's own list is how an integration learns what its customers' users can be, too.
    inside = {"customer", "unit"} if tenant["kind"] in ("partner", "folder") else set()
    kinds = {tenant["kind"]} | inside
    return _listed(
        role
        for role in roles(call.switches.fss_read_only_role)
        if BY_TYPE[role.application].id in active and role.kinds & kinds
    )


@routes.get("/applications/<application_id>/roles")
def of_application(call: Call, application_id: str) -> dict[str, Any]:
    """The roles of one application at any place."""
    application = checked(application_id)
    return _listed(
        role
        for role in roles(call.switches.fss_read_only_role)
        if role.application == application.type
    )


def _listed(chosen: Iterable[Role]) -> dict[str, Any]:
    return {
        "items": [
            {
                "is_default": role.is_default,
                "application_id": BY_TYPE[role.application].id,
                "type": "admin" if role.application == "platform" else "application_user",
                "role": role.id,
            }
            for role in chosen
        ]
    }
