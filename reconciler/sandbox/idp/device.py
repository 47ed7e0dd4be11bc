"""The device flow (RFC 8628): a machine shows a code, a user approves it somewhere else."""

import re
import sqlite3
from typing import Any

from reconciler.sandbox import clock, settings
from reconciler.sandbox.callers import working_client
from reconciler.sandbox.idp.refusals import TokenRefusedError, denied, invalid
from reconciler.sandbox.idp.tokens import FORM, NARROWING
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text

routes = Routes()

LIFETIME_SECONDS = 600
INTERVAL_SECONDS = 5
SCOPE = re.compile(
    r"urn:acronis\.com:tenant-id:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})?"
    r":(?:backup_agent_admin|cyber_frame_registrator)"
)
APPROVERS = {"backup_user", "protection_admin", "sync_share_user", "partner_admin", "company_admin"}


class Code(Shape):
    """The code that the device shows, and the personal tenant that the device is for."""

    code: Text
    tenant_uuid: Id | None = None


@routes.post("/idp/device_authorization", needs="nothing")
def register(call: Call) -> dict[str, Any]:
    """Codes for a device; it asks for its token with one, a user approves the other."""
    if call.request.mimetype != FORM:
        raise invalid("The body must be a form.")
    client = working_client(call.db, call.form.get("client_id", "").lower())
    if client is None:
        raise TokenRefusedError(401, "invalid_client", "invalid client credentials")
    scopes = [scope for text in call.request.form.getlist("scope") for scope in text.split()]
    if not scopes or not all(SCOPE.fullmatch(scope) for scope in scopes):
        raise invalid("The scope is not supported.")
    device_code, user_code = _codes(call)
    name = call.form.get("display_name", "")[:1000]
    expires = call.now + LIFETIME_SECONDS * clock.SECOND
    call.db.execute(
        "INSERT INTO device_codes VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (device_code, user_code, client["id"], name, " ".join(scopes), expires),
    )
    page = f"{call.request.host_url}device"
    return {
        "device_code": device_code,
        "user_code": user_code,
        "verification_uri": page,
        "verification_uri_complete": f"{page}?code={user_code}",
        "expires_in": LIFETIME_SECONDS,
        "interval": INTERVAL_SECONDS,
    }


@routes.get("/idp/device_authorization/approval", needs="identity")
def look(call: Call) -> dict[str, Any]:
    """What a code would let in."""
    wanted = _wanted(call.arguments)
    row = _pending(call, wanted.code)
    shown = {
        "client_id": row["client_id"],
        "display_name": row["display_name"],
        "scope": row["scope"].split(),
    }
    tenant = _target(call, row, wanted)
    if tenant is None:
        return shown
    named = {"tenant_id": tenant["id"], "tenant_name": tenant["name"]}
    return {**shown, **named, "is_current_tenant": tenant["path"].startswith(call.caller.path)}


@routes.post("/idp/device_authorization/approval", needs="identity")
def approve(call: Call) -> None:
    """Let the device act for the user."""
    wanted = _wanted(call.body)
    row = _pending(call, wanted.code)
    if call.caller.user_id is None:
        raise denied("Only a user can approve a device.", 403)
    roles = call.db.execute(
        """SELECT p.role_id FROM access_policies p JOIN users u ON u.seq = p.user WHERE u.id = ?""",
        (call.caller.user_id,),
    )
    if APPROVERS.isdisjoint(role["role_id"] for role in roles):
        raise denied("The user has no role that may approve devices.", 403)
    tenant = _target(call, row, wanted)
    if tenant is not None and not tenant["path"].startswith(call.caller.path):
        raise denied("The tenant is out of reach.", 403)
    call.db.execute(
        "UPDATE device_codes SET user_id = ? WHERE device_code = ?",
        (call.caller.user_id, row["device_code"]),
    )


def _wanted(data: object) -> Code:
    try:
        return Code.of(data)
    except RefusedError as error:
        raise invalid(error.info) from error


def _pending(call: Call, code: str) -> sqlite3.Row:
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM device_codes WHERE user_code = ? AND expires > ?", (code.upper(), call.now)
    ).fetchone()
    if row is None:
        raise invalid("The code is unknown or has expired.")
    return row


def _target(call: Call, row: sqlite3.Row, wanted: Code) -> sqlite3.Row | None:
    scope = NARROWING.search(row["scope"])
    tenant_id = wanted.tenant_uuid or (scope.group(1) if scope else None)
    if tenant_id is None:
        return None
    tenant: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM tenants WHERE id = ? AND deleted_at IS NULL", (tenant_id,)
    ).fetchone()
    if tenant is None:
        raise invalid("The tenant of the scope does not exist.")
    return tenant


def _codes(call: Call) -> tuple[str, str]:
    source = settings.derived(settings.read(call.db, "token_key"), f"device {call.now}").hex()
    letters = "".join("BCDFGHJKLMNPQRST"[int(digit, 16)] for digit in source[40:48])
    return source[:40], f"{letters[:4]}-{letters[4:]}"
