"""The default identity provider of a tenant and, on demand, of those below it."""

from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Version
from reconciler.sandbox.tenants import showing

routes = Routes()


class IdpPut(Shape):
    """All three are required."""

    version: Version
    idp_id: Id
    apply_to_children: bool


@routes.put("/tenants/<tenant_id>/default_idp")
def write(call: Call, tenant_id: str) -> dict[str, Any]:
    """The tenant after the change, one version further."""
    wanted = IdpPut.of(call.body)
    tenant = tree.entered(call, tenant_id)
    tree.unlocked(call, tenant)
    tree.settled(tenant)
    tree.working(call, tenant)
    tree.current(tenant, wanted.version)
    beyond = tree.beyond(tenant["path"]) if wanted.apply_to_children else tenant["path"] + "0"
    call.db.execute(
        """UPDATE tenants SET default_idp_id = ?, version = version + 1, updated_at = ?
            WHERE path >= ? AND path < ? AND barrier <= ? AND deleted_at IS NULL""",
        (wanted.idp_id, call.now, tenant["path"], beyond, call.caller.level),
    )
    return showing.single(call.db, tenant_id, call.now)
