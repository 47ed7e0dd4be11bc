"""Tenants as the API shows them, in its three levels of detail."""

import sqlite3
from typing import Any

from reconciler.sandbox import clock, contacts

SELECT = f"""SELECT t.*, {contacts.COLUMNS},
    EXISTS (SELECT 1 FROM tenants k WHERE k.parent = t.seq AND k.seq != t.seq
        AND k.deleted_at IS NULL) AS has_children
    FROM tenants t LEFT JOIN contacts c ON c.holder_id = t.id AND c.main"""
BRAND_UUID = "03fa2e4f-8d1b-4c39-9ad2-5b1a6a5cbf0e"


def by_id(db: sqlite3.Connection, tenant_id: str) -> sqlite3.Row:
    """The row that `full` needs."""
    row: sqlite3.Row = db.execute(f"{SELECT} WHERE t.id = ?", (tenant_id,)).fetchone()
    return row


def stamps(row: sqlite3.Row) -> dict[str, Any]:
    """What changes when the tenant does."""
    return {
        "id": row["id"],
        "parent_id": row["parent_id"],
        "version": row["version"],
        "created_at": clock.plain(row["created_at"]),
        "updated_at": clock.plain(row["updated_at"]),
        "deleted_at": clock.plain(row["deleted_at"]),
        "contacts": [],
        "offering_items": [],
    }


def basic(row: sqlite3.Row) -> dict[str, Any]:
    """What people call it, besides."""
    named = {"name": row["name"], "kind": row["kind"], "enabled": bool(row["enabled"])}
    return {**stamps(row), **named}


def full(row: sqlite3.Row, now: int) -> dict[str, Any]:
    """Everything; without the list of offering items, which only lists of tenants have."""
    return {
        **basic(row),
        "customer_type": row["customer_type"],
        "customer_id": row["customer_id"],
        "brand_id": 1,
        "brand_uuid": BRAND_UUID,
        "brand_enabled": False,
        "barrier": row["barrier"],
        "internal_tag": row["internal_tag"],
        "language": row["language"],
        "owner_id": row["owner_id"],
        "has_children": bool(row["has_children"]),
        "default_idp_id": row["default_idp_id"],
        "update_lock": {
            "enabled": row["lock_owner_id"] is not None,
            "owner_id": row["lock_owner_id"],
        },
        "ancestral_access": bool(row["ancestral_access"]),
        "mfa_status": row["mfa_status"],
        "pricing_mode": pricing_mode(row, now),
        "production_start_date": clock.plain(row["production_start"]),
        "contact": contacts.shown(row, "contact_"),
        "external_operation_status": row["external_operation_status"],
    }


def single(db: sqlite3.Connection, tenant_id: str, now: int) -> dict[str, Any]:
    """The answer of the operations on one tenant, which does not know its items."""
    tenant = full(by_id(db, tenant_id), now)
    del tenant["offering_items"]
    return tenant


def contacts_of(db: sqlite3.Connection, tenant_id: str) -> list[dict[str, Any]]:
    """All contacts of a tenant, the main one first."""
    return [contacts.shown(row) for row in contacts.held_by(db, tenant_id)]


def pricing_mode(row: sqlite3.Row, now: int) -> str:
    """A trial becomes production by itself when its month is over."""
    over = row["production_start"] is not None and row["production_start"] <= now
    return "production" if over else str(row["pricing_mode"])
