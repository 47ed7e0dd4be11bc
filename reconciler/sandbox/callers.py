"""Who is calling: the API client behind a token, and the place in the tree that it acts from."""

import sqlite3
from dataclasses import dataclass

from flask import Request

from reconciler.sandbox import clock, jwt, settings
from reconciler.sandbox.problems import RefusedError

CLIENT = "sandbox.client_id"


@dataclass(frozen=True, slots=True)
class Caller:
    """An API client; it may act on its tenant's subtree (`path`, `level`)."""

    client_id: str
    tenant_id: str
    tenant: int
    path: str
    level: int
    role: str


def authenticated(request: Request, db: sqlite3.Connection) -> Caller:
    """The caller whose token this request carries; anything wrong with it is a 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise RefusedError(401, "Method required an authenticated user.")
    claims = jwt.verify(token.strip(), settings.read(db, "token_key"))
    if claims is None or claims["exp"] * clock.SECOND <= clock.now(db):
        raise RefusedError(401, "The access token is invalid or expired.")
    client = working_client(db, claims["client_id"])
    if client is None or secret_mark(client["secret"]) != claims["mark"]:
        raise RefusedError(401, "The access token is no longer valid.")
    return Caller(
        client["id"],
        client["tenant_id"],
        client["tenant"],
        client["path"],
        client["level"],
        client["role_id"],
    )


def working_client(db: sqlite3.Connection, client_id: str) -> sqlite3.Row | None:
    """The client with its tenant; None if it, its tenant or a tenant above is gone or disabled.

    Disabling a tenant disables the API clients in it and below (KB59556).
    """
    row: sqlite3.Row | None = db.execute(
        """SELECT c.*, t.id AS tenant_id, t.path, t.level FROM clients c
            JOIN tenants t ON t.seq = c.tenant
            WHERE c.id = ? AND c.deleted_at IS NULL AND c.status = 'enabled'
                AND t.deleted_at IS NULL""",
        (client_id,),
    ).fetchone()
    return None if row is None or disabled_on(db, row["path"]) else row


def disabled_on(db: sqlite3.Connection, path: str) -> str | None:
    """The id of the topmost disabled tenant on a path, or None."""
    seqs = ",".join(path.strip("/").split("/"))
    row = db.execute(
        f"SELECT id FROM tenants WHERE seq IN ({seqs or 0}) AND NOT enabled ORDER BY level"
    ).fetchone()
    return row["id"] if row else None


def secret_mark(secret: str) -> str:
    """What ties a token to the secret it was got with: a reset secret ends all tokens."""
    return settings.derived(secret, "token mark").hex()[:16]


def presented_client(request: Request) -> str | None:
    """The client that a request claims to come from, for the log."""
    if CLIENT in request.environ:
        return str(request.environ[CLIENT])
    authorization = request.authorization
    if authorization is None:
        return None
    if authorization.type == "basic":
        return authorization.username
    client = (jwt.claims_of(authorization.token or "") or {}).get("client_id")
    return client if isinstance(client, str) else None
