"""Where the identity provider's endpoints are (OpenID Connect Discovery 1.0)."""

from typing import Any

from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape, Text

routes = Routes()
other_routes = Routes("")


class Whose(Shape):
    """Somebody who wants to know their data centre."""

    login: Text


@routes.get("/.well-known/openid-configuration", needs="nothing")
def configuration(call: Call) -> dict[str, Any]:
    """The provider's configuration; tokens are signed with a secret, so no key is published."""
    issuer = call.request.host_url.rstrip("/")
    idp = f"{issuer}/api/2/idp"
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{idp}/authorize",
        "token_endpoint": f"{idp}/token",
        "jwks_uri": f"{idp}/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256"],
        "revocation_endpoint": f"{idp}/revoke_token",
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "device_authorization_endpoint": f"{idp}/device_authorization",
    }


@routes.get("/idp/.well-known/openid-configuration", needs="nothing")
def configuration_of_issuer(call: Call) -> dict[str, Any]:
    """The same where clients look that take the provider's own address as the issuer."""
    return configuration(call)


@other_routes.get("/.well-known/openid-configuration", needs="nothing")
def configuration_of_host(call: Call) -> dict[str, Any]:
    """The same at the host itself, where the specification of discovery puts it."""
    return configuration(call)


@routes.get("/idp/keys", needs="nothing")
def keys(call: Call) -> dict[str, Any]:
    """No keys: a symmetric one must not be published."""
    return {"keys": []}


@other_routes.get("/api/1/accounts", needs="nothing")
def data_centre(call: Call) -> dict[str, Any]:
    """The data centre of a login (API v1, as WHMCS and the vendor's samples ask for it)."""
    login = Whose.of(call.arguments).login.lower()
    row = call.db.execute(
        "SELECT 1 FROM users WHERE login_key = ? AND deleted_at IS NULL", (login,)
    ).fetchone()
    client = call.db.execute(
        "SELECT 1 FROM clients WHERE id = ? AND deleted_at IS NULL", (login,)
    ).fetchone()
    if row is None and client is None:
        raise RefusedError(404, "Nobody has this login.")
    return {"login": login, "server_url": call.request.host_url.rstrip("/")}
