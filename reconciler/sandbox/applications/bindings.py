"""Turning a whole application on or off for a tenant."""

from reconciler.sandbox import tree
from reconciler.sandbox.applications.reading import checked, enabled
from reconciler.sandbox.catalogue import PLATFORM
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes

routes = Routes()


@routes.post("/applications/<application_id>/bindings/tenants/<tenant_id>")
def bind(call: Call, application_id: str, tenant_id: str) -> None:
    """Turn an application on, no item of it; the parent must have it (WHMCS; 1026)."""
    checked(application_id)
    tenant = tree.entered(call, tenant_id)
    tree.working(call, tenant)
    parent = call.db.execute("SELECT * FROM tenants WHERE seq = ?", (tenant["parent"],)).fetchone()
    if application_id not in enabled(call.db, parent):
        raise RefusedError(1026, "The parent does not have it.", id=application_id)
    call.db.execute("INSERT OR IGNORE INTO bindings VALUES (?, ?)", (tenant["seq"], application_id))


@routes.delete("/applications/<application_id>/bindings/tenants/<tenant_id>")
def unbind(call: Call, application_id: str, tenant_id: str) -> None:
    """Turn an application off, with all its items, here and below (its data is gone, too).

    The management portal stays (PYEX leaves it out), and so do the caller's own services.
    """
    checked(application_id)
    tenant = tree.entered(call, tenant_id)
    tree.working(call, tenant)
    if tenant["seq"] == call.caller.tenant:
        raise RefusedError(1002, "Only those above can turn it off.", id=tenant_id)
    if application_id == PLATFORM.id:
        raise RefusedError(1027, "The management portal cannot be turned off.", id=application_id)
    values = {
        "now": call.now,
        "application": application_id,
        "path": tenant["path"],
        "beyond": tree.beyond(tenant["path"]),
    }
    below = "tenant IN (SELECT seq FROM tenants WHERE path >= :path AND path < :beyond)"
    call.db.execute(f"DELETE FROM bindings WHERE application_id = :application AND {below}", values)
    call.db.execute(
        f"""UPDATE offering_items SET status = 0, quota_value = NULL, quota_overage = NULL,
            quota_version = 0, updated_at = :now WHERE status AND {below}
            AND item IN (SELECT seq FROM items WHERE application_id = :application)""",
        values,
    )
