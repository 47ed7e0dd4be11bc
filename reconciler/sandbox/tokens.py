"""Getting an access token with a client's id and secret."""

import hmac
import sqlite3
from typing import Any

from flask import Request, Response, jsonify

from reconciler.sandbox import clock, jwt, settings
from reconciler.sandbox.callers import CLIENT, secret_mark, working_client

LIFETIME_SECONDS = 7200


def issue(request: Request, db: sqlite3.Connection) -> Response:
    """The answer to `POST /idp/token`.

    Its errors have a shape of their own: `invalid_client` is what a real server answered to a
    wrong secret, the others follow the token errors of the specification.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return _refused(400, "invalid_request", "The body must be a form.")
    grant = request.form.get("grant_type")
    if grant != "client_credentials":
        return _refused(400, "invalid_request", f"The grant type {grant!r} is not supported.")
    client_id, secret = _credentials(request)
    request.environ[CLIENT] = client_id
    client = working_client(db, client_id)
    if client is None or not hmac.compare_digest(client["secret"].encode(), secret.encode()):
        return _refused(401, "invalid_client", "invalid client credentials")
    return jsonify(_token(client, clock.now(db), settings.read(db, "token_key")))


def _credentials(request: Request) -> tuple[str, str]:
    basic = request.authorization
    if basic is not None and basic.type == "basic":
        return basic.username or "", basic.password or ""
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _token(client: sqlite3.Row, now: int, key: str) -> dict[str, Any]:
    seconds = now // clock.SECOND
    claims = {
        "iss": "sandbox",
        "sub": client["id"],
        "sub_type": "api_client",
        "client_id": client["id"],
        "owner_tuid": client["tenant_id"],
        "iat": seconds,
        "exp": seconds + LIFETIME_SECONDS,
        "jti": settings.derived(key, f"{client['id']} {now}").hex()[:32],
        "mark": secret_mark(client["secret"]),
        "scope": [{"tuid": client["tenant_id"], "role": client["role_id"]}],
    }
    return {
        "access_token": jwt.sign(claims, key),
        "token_type": "bearer",
        "expires_in": LIFETIME_SECONDS,
        "expires_on": claims["exp"],
        "id_token": jwt.sign({**claims, "aud": client["id"]}, key),
    }


def _refused(status: int, error: str, description: str) -> Response:
    body = {"error": error, "error_description": description}
    if error == "invalid_client":
        body |= {"domain": "Access", "reason": "InvalidClient"}
    response = jsonify(body)
    response.status_code = status
    return response
