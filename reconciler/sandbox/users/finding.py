"""Finding users, within the caller's reach."""

import sqlite3

from reconciler.sandbox import clock, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call


def found(call: Call, user_id: str, *, deleted: bool = False) -> sqlite3.Row:
    """The user; 404 if it is not there, 403 if its tenant is out of reach."""
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM users WHERE id = ?", (user_id,)
    ).fetchone()
    if row is None or not (row["deleted_at"] is None or (deleted and _restorable(call, row))):
        raise RefusedError(404, "The user does not exist.", id=user_id)
    tree.entered(call, row["tenant_id"], deleted=deleted)
    return row


def login_taken(db: sqlite3.Connection, login: str, *, but: str = "") -> bool:
    """True if somebody on the whole platform has the login, in whatever case."""
    row = db.execute(
        "SELECT 1 FROM users WHERE login_key = ? AND deleted_at IS NULL AND id != ?",
        (login.lower(), but),
    ).fetchone()
    return row is not None


def _restorable(call: Call, row: sqlite3.Row) -> bool:
    return bool(row["deleted_at"] > clock.horizon(call.now))
