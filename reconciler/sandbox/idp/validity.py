"""The end of tokens, and what is known about one."""

import hmac
from typing import Any

from reconciler.sandbox import callers, clock
from reconciler.sandbox.idp.grants import presented
from reconciler.sandbox.idp.refusals import TokenRefusedError, invalid
from reconciler.sandbox.idp.tokens import FORM
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes

routes = Routes()

TOKEN_TYPES = ("access_token", "refresh_token")
SHOWN = ("exp", "jti", "iss", "sub", "sub_type", "client_id", "owner_tuid", "scope")


@routes.post("/idp/revoke_token", needs="nothing")
def revoke(call: Call) -> dict[str, Any]:
    """End a token and the one that came with it; an unknown token is fine (RFC 7009)."""
    if call.request.mimetype != FORM or not call.form.get("token"):
        raise invalid("token is required.")
    client = presented(call)
    if client is None:
        raise TokenRefusedError(401, "invalid_client", "invalid client credentials")
    if call.form.get("token_type_hint", TOKEN_TYPES[0]) not in TOKEN_TYPES:
        raise TokenRefusedError(400, "unsupported_token_type", "There is no such type of token.")
    claims = callers.valid_claims(call.form["token"], call.db)
    if claims is not None and _issued_to(claims, client["id"]):
        expires = call.now + 40 * clock.DAY
        call.db.execute(
            "INSERT OR REPLACE INTO revoked_tokens VALUES (?, ?)", (claims["family"], expires)
        )
    return {}


@routes.post("/idp/introspect_token", needs="company")
def introspect(call: Call) -> dict[str, Any]:
    """What a token stands for, or that it is not active (RFC 7662)."""
    if call.request.mimetype != FORM:
        raise RefusedError(415, "The body must be a form.")
    if not call.form.get("token"):
        raise RefusedError(400, "token is required.")
    claims = callers.valid_claims(call.form["token"], call.db)
    if claims is None or claims["use"] == "id" or callers.of_claims(claims, call.db) is None:
        return {"active": False}
    shown = {name: claims[name] for name in SHOWN if claims.get(name) is not None}
    return {"active": True, "token_type": "bearer", **shown}


def _issued_to(claims: dict[str, str], client_id: str) -> bool:
    return hmac.compare_digest((claims["client_id"] or client_id).encode(), client_id.encode())
