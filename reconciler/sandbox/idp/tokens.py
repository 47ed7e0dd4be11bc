"""Giving out tokens: access, id and refresh tokens for whom a grant is about."""

import re
from typing import Any

from reconciler.sandbox import callers, clock, jwt, settings
from reconciler.sandbox.callers import Caller, secret_mark
from reconciler.sandbox.idp.grants import GRANTS, Subject
from reconciler.sandbox.idp.refusals import denied, invalid
from reconciler.sandbox.routes import Call, Routes

LIFETIME_SECONDS = 7200
REFRESH_SECONDS = 30 * 86_400
FORM = "application/x-www-form-urlencoded"
NARROWING = re.compile(r"urn:acronis\.com:tenant-id:([0-9a-f-]{36})(?::\w+)?", re.IGNORECASE)

routes = Routes()
old_routes = Routes("/bc")


@routes.post("/idp/token", needs="nothing")
def issue(call: Call) -> dict[str, Any]:
    """A token for two hours, by any of the grants of the contract.

    A scope `urn:acronis.com:tenant-id:{uuid}` narrows it to a tenant below (403 if it is not).
    """
    if call.request.mimetype != FORM:
        raise invalid("The body must be a form.")
    name = call.form.get("grant_type", "")
    if name not in GRANTS:
        raise invalid(f"The grant type {name!r} is not supported.")
    subject = GRANTS[name](call)
    return _answer(call, subject, _caller(call, subject))


@old_routes.post("/idp/token", needs="nothing")
def issue_by_protection(call: Call) -> dict[str, Any]:
    """The same below the Protection service, where samples fetch customer-scoped tokens."""
    return issue(call)


def access_token(call: Call, subject: Subject) -> str:
    """An access token for somebody who has come in by another way."""
    return str(_answer(call, subject, _caller(call, subject))["access_token"])


def _caller(call: Call, subject: Subject) -> Caller:
    if subject.user is not None:
        client_id = subject.client["id"] if subject.client else None
        caller = callers.of_user(call.db, subject.user, client_id)
    elif subject.client is not None:
        caller = callers.of_client(subject.client)
    else:
        raise denied("Whom the token is for is not there or is disabled.")
    narrowing = NARROWING.search(call.form.get("scope", ""))
    wanted = narrowing.group(1).lower() if narrowing else subject.tenant
    if wanted is None or wanted == caller.tenant_id:
        return caller
    narrowed = callers.narrow(call.db, caller, wanted)
    if narrowed is None:
        raise denied("The scope is not allowed.", 403)
    return narrowed


def _answer(call: Call, subject: Subject, caller: Caller) -> dict[str, Any]:
    key = settings.read(call.db, "token_key")
    claims = _claims(call, subject, caller, key)
    answer = {
        "access_token": jwt.sign(claims, key),
        "token_type": "bearer",
        "expires_in": LIFETIME_SECONDS,
        "expires_on": claims["exp"],
        "id_token": jwt.sign({**claims, "use": "id", "aud": claims["client_id"]}, key),
    }
    if subject.refreshable:
        lasting = {**claims, "use": "refresh", "exp": claims["iat"] + REFRESH_SECONDS}
        answer["refresh_token"] = jwt.sign(lasting, key)
    return answer


def _claims(call: Call, subject: Subject, caller: Caller, key: str) -> dict[str, Any]:
    seconds = call.now // clock.SECOND
    sub = caller.user_id or caller.client_id
    family = settings.derived(key, f"{sub} {call.now}").hex()[:32]
    home = _home(subject)
    claims = {
        "iss": call.request.host_url.rstrip("/"),
        "sub": sub,
        "sub_type": "user" if caller.user_id else "api_client",
        "client_id": caller.client_id,
        "owner_tuid": home,
        "iat": seconds,
        "exp": seconds + LIFETIME_SECONDS,
        "jti": family,
        "family": family,
        "use": "access",
        "scope": scope_of(call, caller),
    }
    if caller.user_id is None and subject.client is not None:
        claims["mark"] = secret_mark(subject.client["secret"])
    return claims if caller.tenant_id == home else {**claims, "tenant": caller.tenant_id}


def _home(subject: Subject) -> str | None:
    somebody = subject.user or subject.client
    return somebody["tenant_id"] if somebody else None


def scope_of(call: Call, caller: Caller) -> list[dict[str, str]]:
    """The roles that a token stands for, and where."""
    if caller.user_id is None:
        rows = call.db.execute(
            "SELECT role_id FROM clients WHERE id = ?", (caller.client_id,)
        ).fetchall()
    else:
        rows = call.db.execute(
            """SELECT p.role_id FROM access_policies p JOIN users u ON u.seq = p.user
                WHERE u.id = ? ORDER BY p.seq""",
            (caller.user_id,),
        ).fetchall()
    return [{"tuid": caller.tenant_id, "role": row["role_id"]} for row in rows]
