"""Single values that every process on the same file has to agree on: seed, clock, counters."""

import hashlib
import sqlite3
import uuid
from typing import Any


def read(db: sqlite3.Connection, name: str) -> Any:
    """The value of a setting, or None."""
    row = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return row["value"] if row else None


def write(db: sqlite3.Connection, name: str, value: str | int) -> None:
    """Set a value, whether it was there or not."""
    db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))


def derived(seed: str, purpose: str) -> bytes:
    """32 bytes that look random and are the same for the same seed and purpose."""
    return hashlib.sha256(f"{seed}/{purpose}".encode()).digest()


def derived_id(seed: str, purpose: str) -> str:
    """A UUID that is the same for the same seed and purpose."""
    return str(uuid.UUID(bytes=derived(seed, purpose)[:16], version=4))


def fresh_id(db: sqlite3.Connection) -> str:
    """A UUID that nothing in this file has yet; the order of calls decides which."""
    (count,) = db.execute(
        "UPDATE settings SET value = value + 1 WHERE name = 'ids' RETURNING value"
    ).fetchone()
    return derived_id(read(db, "seed"), f"id {count}")
