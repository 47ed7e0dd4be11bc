"""The ways to a token: one function per grant type, from a form to whom the token is for."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from reconciler.sandbox import callers, passwords
from reconciler.sandbox.callers import CLIENT, right_secret, working_client, working_user
from reconciler.sandbox.idp.refusals import TokenRefusedError, denied, invalid
from reconciler.sandbox.routes import Call


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a token is for: a client, or a user who may have come through a client."""

    client: sqlite3.Row | None = None
    user: sqlite3.Row | None = None
    refreshable: bool = False
    tenant: str | None = None


def client_credentials(call: Call) -> Subject:
    """A client by its id and secret, as Basic authentication or in the form."""
    return Subject(authenticated_client(call))


def password(call: Call) -> Subject:
    """A user by login and password (RFC 6749, section 4.3)."""
    return _by_password(call, passwords.fits)


def md5_password(call: Call) -> Subject:
    """The same with the MD5 sum of the password."""
    return _by_password(call, passwords.fits_md5)


def refresh_token(call: Call) -> Subject:
    """Whom a refresh token was given to; it stays valid until it is revoked."""
    claims = callers.valid_claims(_needed(call, "refresh_token"), call.db)
    if claims is None or claims["use"] != "refresh":
        raise denied("The refresh token is invalid or expired.")
    client = presented(call)
    user = working_user(call.db, "id", claims["sub"])
    if user is None:
        raise denied("The user is not there or is disabled.")
    return Subject(client, user, refreshable=True)


def jwt_bearer(call: Call) -> Subject:
    """The holder of another token (RFC 7523), which a scope narrows to a tenant below."""
    caller = _holder(call, _needed(call, "assertion"))
    if caller.user_id is not None:
        return Subject(user=working_user(call.db, "id", caller.user_id), tenant=caller.tenant_id)
    client = working_client(call.db, caller.client_id or "")
    return Subject(client, tenant=caller.tenant_id)


def device_code(call: Call) -> Subject:
    """The user who approved a device's code (RFC 8628); until then the device has to wait."""
    row = call.db.execute(
        "SELECT * FROM device_codes WHERE device_code = ?", (_needed(call, "device_code"),)
    ).fetchone()
    if row is None or row["client_id"] != call.form.get("client_id", "").lower():
        raise denied("The device code is unknown.", 400)
    if row["expires"] <= call.now:
        raise TokenRefusedError(400, "expired_token", "The device code has expired.")
    if row["user_id"] is None:
        raise TokenRefusedError(400, "authorization_pending", "Nobody has approved the code yet.")
    user = working_user(call.db, "id", row["user_id"])
    return Subject(working_client(call.db, row["client_id"]), user, refreshable=True)


def authorization_code(call: Call) -> Subject:
    """There is no page to log in at, so nobody has such a code."""
    _needed(call, "code")
    raise denied("The authorization code is unknown.", 400)


GRANTS: dict[str, Callable[[Call], Subject]] = {
    "client_credentials": client_credentials,
    "password": password,
    "md5_password": md5_password,
    "refresh_token": refresh_token,
    "authorization_code": authorization_code,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": jwt_bearer,
    "urn:ietf:params:oauth:grant-type:device_code": device_code,
}


def authenticated_client(call: Call) -> sqlite3.Row:
    """The client of a request that has to prove who it is."""
    client_id, secret = _pair(call)
    call.request.environ[CLIENT] = client_id
    client = working_client(call.db, client_id)
    if client is None or client["auth_method"] == "none" or not right_secret(client, secret):
        raise TokenRefusedError(401, "invalid_client", "invalid client credentials")
    return client


def presented(call: Call) -> sqlite3.Row | None:
    """The client of a request where there may be none; one without a secret gives its id only."""
    client_id, secret = _pair(call)
    if not client_id:
        return None
    client = working_client(call.db, client_id)
    if client is not None and client["auth_method"] == "none" and not secret:
        return client
    return authenticated_client(call)


def _pair(call: Call) -> tuple[str, str]:
    basic = call.request.authorization
    if basic is not None and basic.type == "basic":
        return (basic.username or "").lower(), basic.password or ""
    return call.form.get("client_id", "").lower(), call.form.get("client_secret", "")


def _needed(call: Call, name: str) -> str:
    value = call.form.get(name)
    if not value:
        raise invalid(f"{name} is required.")
    return value


def _by_password(call: Call, fits: Callable[[str | None, str], bool]) -> Subject:
    client = presented(call)
    secret = _needed(call, "password")
    user = working_user(call.db, "login_key", _needed(call, "username").lower())
    if user is None or not fits(user["password"], secret):
        raise denied("The login or the password is wrong.")
    if user["mfa_status"] == "setup_required":
        raise TokenRefusedError(401, "totp_setup_required", "The second factor is not set up yet.")
    return Subject(client, user, refreshable=True)


def _holder(call: Call, token: str) -> callers.Caller:
    claims = callers.valid_claims(token, call.db)
    if claims is None or claims["use"] != "access":
        raise denied("The assertion is invalid or expired.")
    caller = callers.of_claims(claims, call.db)
    if caller is None:
        raise denied("The holder of the assertion is not there or is disabled.")
    return caller
