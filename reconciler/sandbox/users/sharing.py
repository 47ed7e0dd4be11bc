"""What File Sync & Share asks of its users, checked when somebody becomes one."""

import sqlite3

from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call

SHARING = ("sync_share_user", "sync_share_guest")


def check(call: Call, user: sqlite3.Row, home: sqlite3.Row, role_id: str) -> None:
    """Refuse a role of File Sync & Share that its rules do not allow."""
    if role_id in SHARING:
        _email_free(call, user)
        _seat_free(call, user, home)


def _email_free(call: Call, user: sqlite3.Row) -> None:
    """Two users of File Sync & Share cannot have one e-mail address (1010)."""
    row = call.db.execute(
        f"""SELECT o.id FROM users o JOIN contacts c ON c.holder_id = o.id AND c.main
            JOIN contacts m ON m.holder_id = ? AND m.main
            JOIN access_policies p ON p.user = o.seq AND p.role_id IN {SHARING}
            WHERE o.seq != ? AND o.deleted_at IS NULL
            AND c.email != '' AND lower(c.email) = lower(m.email) LIMIT 1""",
        (user["id"], user["seq"]),
    ).fetchone()
    if row:
        raise RefusedError(1010, "Another user has the same e-mail address.", id=row["id"])


def _seat_free(call: Call, user: sqlite3.Row, home: sqlite3.Row) -> None:
    """A hard quota of seats limits the users of File Sync & Share (1030)."""
    row = call.db.execute(
        """SELECT min(o.quota_value + o.quota_overage) AS seats FROM offering_items o
            JOIN items i ON i.seq = o.item
            WHERE o.tenant = ? AND o.status AND i.usage_name = 'fc_seats'""",
        (home["seq"],),
    ).fetchone()
    (taken,) = call.db.execute(
        f"""SELECT count(DISTINCT u.seq) FROM users u JOIN access_policies p ON p.user = u.seq
            WHERE u.tenant = ? AND u.seq != ? AND u.deleted_at IS NULL
            AND p.role_id IN {SHARING}""",
        (home["seq"], user["seq"]),
    ).fetchone()
    if row["seats"] is not None and taken >= row["seats"]:
        raise RefusedError(1030, f"All {row['seats']} seats are taken.", id=home["id"])
