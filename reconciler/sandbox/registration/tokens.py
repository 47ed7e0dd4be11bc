"""Creating, listing and deleting registration tokens, the old way and the new."""

import json
import re
import sqlite3
from typing import Annotated, Any

from pydantic import Field

from reconciler.sandbox import clock, settings, tree
from reconciler.sandbox.applications.reading import enabled
from reconciler.sandbox.catalogue import BY_TYPE, ROLES
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text

routes = Routes()

YEAR_SECONDS = 366 * 86_400
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SCOPE = re.compile(
    r"urn:acronis\.com:tenant-id:(?P<owner>[0-9a-f-]{36}):backup_agent_admin"
    r"|urn:acronis\.com::policy_management:[^:|]+\|[^:|]+:apply_revoke"
)
# Users of Protection, and administrators of a customer, who use all of its services.
USING = (
    *(role.id for role in ROLES if role.application == "backup"),
    "company_admin",
    "unit_admin",
)
_SELECT = """SELECT r.*, t.id AS tenant_uuid FROM registration_tokens r
    JOIN tenants t ON t.seq = r.tenant"""


class TokenPost(Shape):
    """A token to be made; only the old way names a tenant in the body."""

    expires_in: Annotated[int, Field(ge=1, le=YEAR_SECONDS)]
    scopes: tuple[Text, ...]
    tenant_id: Id | None = None


@routes.get("/registration_tokens")
def of_caller(call: Call) -> dict[str, Any]:
    """The tokens of the caller's tenant (deprecated, OAS)."""
    return _listed(call, call.caller.tenant)


@routes.post("/registration_tokens")
def create(call: Call) -> tuple[dict[str, Any], int]:
    """A token of the tenant in the body or of the caller's (deprecated; 201)."""
    wanted = TokenPost.of(call.body)
    return _made(call, wanted.tenant_id or call.caller.tenant_id, wanted), 201


@routes.get("/tenants/<tenant_id>/registration_tokens")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The tokens of a tenant that have not expired."""
    return _listed(call, tree.entered(call, tenant_id)["seq"])


@routes.post("/tenants/<tenant_id>/registration_tokens")
def create_for(call: Call, tenant_id: str) -> dict[str, Any]:
    """A token of a tenant (200)."""
    return _made(call, tenant_id, TokenPost.of(call.body))


@routes.delete("/registration_tokens/<token_id>")
def delete(call: Call, token_id: str) -> None:
    """Delete a token."""
    row = call.db.execute(
        """SELECT r.id, t.id AS tenant_id FROM registration_tokens r
            JOIN tenants t ON t.seq = r.tenant WHERE cast(r.id AS TEXT) = ? AND r.expires_at > ?""",
        (token_id, call.now),
    ).fetchone()
    if row is None:
        raise RefusedError(404, "The token does not exist.", id=token_id)
    tree.entered(call, row["tenant_id"])
    call.db.execute("DELETE FROM registration_tokens WHERE id = ?", (row["id"],))


def _made(call: Call, tenant_id: str, wanted: TokenPost) -> dict[str, Any]:
    tenant = tree.entered(call, tenant_id)
    tree.open_inside(call, tenant)
    _protected(call, tenant)
    for scope in wanted.scopes:
        _possible(call, scope)
    (number,) = call.db.execute(
        """INSERT INTO registration_tokens (token, tenant, scopes, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?) RETURNING id""",
        (
            _text(call),
            tenant["seq"],
            json.dumps(wanted.scopes),
            call.now,
            call.now + wanted.expires_in * clock.SECOND,
        ),
    ).fetchone()
    return _shown(call.db.execute(f"{_SELECT} WHERE r.id = ?", (number,)).fetchone())


def _protected(call: Call, tenant: sqlite3.Row) -> None:
    """Machines are registered in Protection, which the tenant has to have (1019)."""
    if BY_TYPE["backup"].id not in enabled(call.db, tenant):
        raise RefusedError(1019, id=tenant["id"])


def _possible(call: Call, scope: str) -> None:
    """A machine belongs to a user of Protection, by its personal tenant (1020)."""
    match = SCOPE.fullmatch(scope)
    if match is None:
        raise RefusedError(400, f"The scope {scope!r} is not supported.")
    if match["owner"] is None:
        return
    row = call.db.execute(
        f"""SELECT 1 FROM users u JOIN access_policies p ON p.user = u.seq
            WHERE u.personal_tenant_id = ? AND u.deleted_at IS NULL
            AND p.role_id IN ({", ".join("?" * len(USING))})""",
        (match["owner"], *USING),
    ).fetchone()
    if row is None:
        raise RefusedError(1020, id=match["owner"])


def _text(call: Call) -> str:
    source = settings.derived(settings.read(call.db, "token_key"), f"registration {call.now}")
    letters = "".join(ALPHABET[byte % 32] for byte in source[:12])
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _listed(call: Call, tenant: int) -> dict[str, Any]:
    rows = call.db.execute(
        f"{_SELECT} WHERE r.tenant = ? AND r.expires_at > ? ORDER BY r.id", (tenant, call.now)
    )
    return {"items": [_shown(row) for row in rows]}


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "token": row["token"],
        "created_at": clock.plain(row["created_at"]),
        "expires_at": clock.plain(row["expires_at"]),
        "tenant_id": str(row["tenant"]),
        "tenant_uuid": row["tenant_uuid"],
        "scopes": json.loads(row["scopes"]),
    }
