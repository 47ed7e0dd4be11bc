"""The log of API requests, which tests count and people read; in time its oldest entries go."""

import sqlite3
from typing import Any

from flask import Request, Response

from reconciler.sandbox import callers

KEPT = 100_000


def write(db: sqlite3.Connection, request: Request, response: Response | None) -> None:
    """Note a request; without a response it was dropped before it was done."""
    (number,) = db.execute(
        """INSERT INTO requests (method, path, query, status, client_id) VALUES (?, ?, ?, ?, ?)
            RETURNING n""",
        (
            request.method,
            request.path,
            request.query_string.decode("latin-1"),
            response.status_code if response else None,
            callers.presented_client(request),
        ),
    ).fetchone()
    db.execute("DELETE FROM requests WHERE n <= ?", (number - KEPT,))


def since(db: sqlite3.Connection, number: int) -> dict[str, Any]:
    """The requests after a number, and the number of the last one, also when it is forgotten."""
    rows = db.execute("SELECT * FROM requests WHERE n > ? ORDER BY n", (number,))
    last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'requests'").fetchone()
    return {"items": [dict(row) for row in rows], "last": last["seq"] if last else 0}


def forget(db: sqlite3.Connection) -> None:
    """Empty the log; numbers go on."""
    db.execute("DELETE FROM requests")
