"""API clients: how an integration learns which tenant it belongs to."""

from typing import Any

from reconciler.sandbox import clock, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes

routes = Routes()


@routes.get("/clients/<client_id>")
def one(call: Call, client_id: str) -> dict[str, Any]:
    """A client without its secret, which is shown once only."""
    row = call.db.execute(
        """SELECT c.*, t.id AS tenant_id FROM clients c JOIN tenants t ON t.seq = c.tenant
            WHERE c.id = ? AND c.deleted_at IS NULL""",
        (client_id,),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "The client does not exist.", id=client_id)
    tree.entered(call, row["tenant_id"])
    return {
        "client_id": row["id"],
        "client_secret_expires_at": 0,
        "type": row["type"],
        "tenant_id": row["tenant_id"],
        "data": {"client_name": row["name"]},
        "token_endpoint_auth_method": row["auth_method"],
        "created_at": clock.plain(row["created_at"]),
        "created_by": row["created_by"],
        "last_access_at": None,
        "last_access_from_ip": None,
        "status": row["status"],
        "redirect_uris": [],
    }
