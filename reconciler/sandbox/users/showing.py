"""Users as the API shows them, in its three levels of detail."""

import sqlite3
from typing import Any

from reconciler.sandbox import clock, contacts

SELECT = f"""SELECT u.*, {contacts.COLUMNS}, t.level, t.kind AS tenant_kind FROM users u
    JOIN tenants t ON t.seq = u.tenant
    LEFT JOIN contacts c ON c.holder_id = u.id AND c.main"""
ZERO = "00000000-0000-0000-0000-000000000000"


def by_id(db: sqlite3.Connection, user_id: str) -> sqlite3.Row:
    """The row that `full` needs."""
    row: sqlite3.Row = db.execute(f"{SELECT} WHERE u.id = ?", (user_id,)).fetchone()
    return row


def stamps(row: sqlite3.Row) -> dict[str, Any]:
    """What changes when the user does."""
    return {
        "id": row["id"],
        "version": row["version"],
        "tenant_id": row["tenant_id"],
        "created_at": clock.precise(row["created_at"]),
        "updated_at": clock.precise(row["updated_at"]),
        "deleted_at": clock.precise(row["deleted_at"]),
        "access_policies": [],
        "origin_id": row["origin_id"],
        "origin_external_id": row["origin_external_id"],
        "disable_after": row["disable_after"],
    }


def basic(row: sqlite3.Row) -> dict[str, Any]:
    """Login and state, besides."""
    return {
        **stamps(row),
        "personal_tenant_id": row["personal_tenant_id"],
        "login": row["login"],
        "enabled": bool(row["enabled"]),
    }


def full(row: sqlite3.Row) -> dict[str, Any]:
    """Everything that lists show."""
    user = {
        **basic(row),
        "contact": contacts.shown(row, "contact_"),
        "activated": bool(row["activated"]),
        "language": row["language"],
        "business_types": _words(row["business_types"]),
        "notifications": _words(row["notifications"]),
        "idp_id": row["idp_id"],
        "mfa_status": row["mfa_status"],
        "external_operation_status": None,
    }
    return user | ({} if row["external_id"] is None else {"external_id": row["external_id"]})


def single(row: sqlite3.Row) -> dict[str, Any]:
    """The answer of the operations on one user; fields that were never set are absent."""
    user = {**full(row), "terms_accepted": False, "tenant_kind": row["tenant_kind"]}
    del user["access_policies"]
    absent = ("origin_id", "origin_external_id", "disable_after")
    return {name: user[name] for name in user if name not in absent or user[name] is not None}


def policy(row: sqlite3.Row, user_id: str) -> dict[str, Any]:
    """An access policy; its id, version and issuer mean nothing at the vendor either."""
    shown = {
        "id": ZERO[:-12] + f"{row['seq']:012d}",
        "version": 0,
        "created_at": clock.precise(row["created_at"]),
        "updated_at": clock.precise(row["created_at"]),
        "deleted_at": None,
        "trustee_id": user_id,
        "trustee_type": "user",
        "issuer_id": row["issuer_id"],
        "tenant_id": row["tenant_id"],
        "role_id": row["role_id"],
    }
    resource = ("resource_server_id", "resource_namespace", "resource_path")
    return shown | {name: row[name] for name in resource if row[name] is not None}


def policies(db: sqlite3.Connection, user: sqlite3.Row) -> list[dict[str, Any]]:
    """The access policies of a user."""
    rows = db.execute("SELECT * FROM access_policies WHERE user = ? ORDER BY seq", (user["seq"],))
    return [policy(row, user["id"]) for row in rows]


def _words(text: str) -> list[str]:
    return text.split(",") if text else []
