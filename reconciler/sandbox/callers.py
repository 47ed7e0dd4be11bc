"""Who is calling: the API client or user behind a token, and the place that it acts from."""

import hmac
import sqlite3
from dataclasses import dataclass

from flask import Request

from reconciler.sandbox import clock, jwt, passwords, settings
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.rights import Right, rights_of

CLIENT = "sandbox.client_id"
COOKIE = "session"


@dataclass(frozen=True, slots=True)
class Caller:
    """An API client or a user; it may act on its tenant's subtree (`path`, `level`)."""

    client_id: str | None
    user_id: str | None
    tenant_id: str
    tenant: int
    path: str
    level: int
    rights: frozenset[Right]


NOBODY = Caller(None, None, "", 0, "/-/", -1, frozenset())


def authenticated(request: Request, db: sqlite3.Connection) -> Caller:
    """The caller whose credentials this request carries; anything wrong with them is a 401.

    The contract allows tokens and, for most operations, Basic authentication; a one-time token is
    turned into a cookie.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return of_token(token.strip(), db)
    if scheme.lower() == "basic" and request.authorization is not None:
        return _of_pair(
            request.authorization.username or "", request.authorization.password or "", db
        )
    if COOKIE in request.cookies:
        return of_token(request.cookies[COOKIE], db)
    raise RefusedError(401, "Method required an authenticated user.")


def of_token(token: str, db: sqlite3.Connection) -> Caller:
    """The holder of an access token: a client, or a user, perhaps narrowed to a tenant below."""
    claims = valid_claims(token, db)
    if claims is None or claims["use"] != "access":
        raise RefusedError(401, "The access token is invalid or expired.")
    caller = of_claims(claims, db)
    if caller is None:
        raise RefusedError(401, "The access token is no longer valid.")
    return caller


def valid_claims(token: str, db: sqlite3.Connection) -> dict[str, str] | None:
    """What a token says, unless it is forged, expired or revoked."""
    claims = jwt.verify(token, settings.read(db, "token_key"))
    if claims is None or claims["exp"] * clock.SECOND <= clock.now(db):
        return None
    revoked = "SELECT 1 FROM revoked_tokens WHERE family = ?"
    return None if db.execute(revoked, (claims["family"],)).fetchone() else claims


def of_claims(claims: dict[str, str], db: sqlite3.Connection) -> Caller | None:
    """Whom valid claims are about; None if that one is gone, disabled or has a new secret."""
    if claims["sub_type"] == "user":
        user = working_user(db, "id", claims["sub"])
        caller = of_user(db, user, claims["client_id"]) if user else None
    else:
        client = working_client(db, claims["sub"])
        same = client is not None and secret_mark(client["secret"]) == claims["mark"]
        caller = of_client(client) if client is not None and same else None
    narrowed = claims.get("tenant")
    return caller if caller is None or narrowed is None else narrow(db, caller, narrowed)


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


def working_user(db: sqlite3.Connection, column: str, value: str) -> sqlite3.Row | None:
    """The user with its tenant by `id` or `login_key`; None if it or a tenant above is disabled."""
    row: sqlite3.Row | None = db.execute(
        f"""SELECT u.*, t.path, t.level FROM users u JOIN tenants t ON t.seq = u.tenant
            WHERE u.{column} = ? AND u.deleted_at IS NULL AND u.enabled""",
        (value,),
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


def right_secret(client: sqlite3.Row, secret: str) -> bool:
    """True if this is the client's secret; a client without authentication has none."""
    return hmac.compare_digest(client["secret"].encode(), secret.encode())


def of_client(client: sqlite3.Row) -> Caller:
    """The caller that a working client is."""
    place = (client["tenant_id"], client["tenant"], client["path"], client["level"])
    return Caller(client["id"], None, *place, rights_of({client["role_id"]}))


def of_user(db: sqlite3.Connection, user: sqlite3.Row, client_id: str | None = None) -> Caller:
    """The caller that a working user is; without a role in its tenant it may do nothing."""
    roles = db.execute(
        "SELECT role_id FROM access_policies WHERE user = ? AND tenant_id = ?",
        (user["seq"], user["tenant_id"]),
    )
    place = (user["tenant_id"], user["tenant"], user["path"], user["level"])
    return Caller(client_id, user["id"], *place, rights_of({row["role_id"] for row in roles}))


def narrow(db: sqlite3.Connection, caller: Caller, tenant_id: str) -> Caller | None:
    """The caller as it would act from a tenant below its own; None if it cannot."""
    row = db.execute(
        "SELECT * FROM tenants WHERE id = ? AND deleted_at IS NULL AND barrier <= ?",
        (tenant_id, caller.level),
    ).fetchone()
    if row is None or not row["path"].startswith(caller.path) or disabled_on(db, row["path"]):
        return None
    place = (row["id"], row["seq"], row["path"], row["level"])
    return Caller(caller.client_id, caller.user_id, *place, caller.rights)


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


def _of_pair(name: str, secret: str, db: sqlite3.Connection) -> Caller:
    client = working_client(db, name)
    if client is not None and right_secret(client, secret):
        return of_client(client)
    user = working_user(db, "login_key", name.lower())
    if user is None or not passwords.fits(user["password"], secret):
        raise RefusedError(401, "The credentials are wrong.")
    return of_user(db, user)
