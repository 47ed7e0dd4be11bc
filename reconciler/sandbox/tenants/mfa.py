"""Multi-factor authentication of a whole tenant, and how far its users are with it."""

from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape

routes = Routes()


class MfaPut(Shape):
    """Whether users need a second factor."""

    enabled: bool


@routes.get("/tenants/<tenant_id>/mfa/status")
def read(call: Call, tenant_id: str) -> dict[str, Any]:
    """The status, and how many users there are and have set a second factor up."""
    tenant = tree.entered(call, tenant_id)
    counts = call.db.execute(
        """SELECT count(*) AS users, coalesce(sum(u.mfa_status = 'enabled'), 0) AS ready
            FROM users u JOIN tenants t ON t.seq = u.tenant
            WHERE (t.seq = :seq OR (t.parent = :seq AND t.kind IN ('unit', 'folder')))
            AND u.enabled AND u.deleted_at IS NULL""",
        {"seq": tenant["seq"]},
    ).fetchone()
    return {
        "mfa_status": "enabled" if tenant["mfa_status"] == "enabled" else "disabled",
        "users": counts["users"],
        "users_with_totp_enabled": counts["ready"],
        "users_count": counts["users"],
        "users_with_totp_enabled_count": counts["ready"],
        "update_allowed": "company" in call.caller.rights,
    }


@routes.put("/tenants/<tenant_id>/mfa/status", needs="company")
def write(call: Call, tenant_id: str) -> dict[str, Any]:
    """Switch it; users then have to set their second factor up. Not for folders and units (OAS)."""
    wanted = MfaPut.of(call.body)
    tenant = tree.entered(call, tenant_id)
    tree.working(call, tenant)
    if tenant["kind"] in ("folder", "unit"):
        raise RefusedError(1027, f"A {tenant['kind']} has no such setting.", id=tenant_id)
    if call.switches.mfa_bumps_version:
        tree.bump(call, tenant)
    call.db.execute(
        "UPDATE tenants SET mfa_status = ?, updated_at = ? WHERE seq = ?",
        ("enabled" if wanted.enabled else "disabled", call.now, tenant["seq"]),
    )
    call.db.execute(
        "UPDATE users SET mfa_status = ?, updated_at = ? WHERE tenant = ?",
        ("setup_required" if wanted.enabled else "disabled", call.now, tenant["seq"]),
    )
    return read(call, tenant_id)
