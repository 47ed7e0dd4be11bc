"""Customers by the thousand, for tests of speed: written as rows, without the rules."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from reconciler.sandbox import settings
from reconciler.sandbox.tenants.bodies import TenantPost
from reconciler.sandbox.tenants.creating import TRIAL


def build(db: sqlite3.Connection, parent: sqlite3.Row, size: int, now: int) -> None:
    """`size` customers of a partner, in production, each with a per-gigabyte choice of items on."""
    seed = settings.read(db, "seed")
    (first,) = db.execute("SELECT max(seq) + 1 FROM tenants").fetchone()
    if size:
        _tenants(db, parent, range(first, first + size), now, seed)
        _contacts(db, range(first, first + size), now, seed)
        _items(db, range(first, first + size), now)


def _tenants(db: sqlite3.Connection, parent: sqlite3.Row, seqs: range, now: int, seed: str) -> None:
    example = TenantPost(name="x", kind="customer", parent_id=parent["id"])
    same = {
        "parent": parent["seq"],
        "parent_id": parent["id"],
        "level": parent["level"] + 1,
        "outer_barrier": parent["barrier"],
        "barrier": parent["barrier"],
        "kind": "customer",
        "version": 1,
        "enabled": True,
        "customer_type": "default",
        "language": "en",
        "default_idp_id": example.default_idp_id,
        "ancestral_access": True,
        "enhanced_security": False,
        "pricing_mode": "production",
        "production_start": now - TRIAL,
        "pricing_version": now // 1000,
        "created_at": now,
        "updated_at": now,
    }
    names = ("seq", "id", "path", "name", "name_key", *same)
    marks = ", ".join(f":{name}" for name in names)
    db.executemany(
        f"INSERT INTO tenants ({', '.join(names)}) VALUES ({marks})",
        ({**same, **_own(parent, seq, number, seed)} for number, seq in enumerate(seqs, 1)),
    )


def _own(parent: sqlite3.Row, seq: int, number: int, seed: str) -> dict[str, Any]:
    name = f"Fleet customer {number:05d}"
    return {
        "seq": seq,
        "id": settings.derived_id(seed, f"fleet {seq}"),
        "path": f"{parent['path']}{seq}/",
        "name": name,
        "name_key": name.casefold(),
    }


def _contacts(db: sqlite3.Connection, seqs: range, now: int, seed: str) -> None:
    def rows() -> Iterator[tuple[str, str, str, int, int]]:
        for number, seq in enumerate(seqs, 1):
            tenant_id = settings.derived_id(seed, f"fleet {seq}")
            contact_id = settings.derived_id(seed, f"fleet contact {seq}")
            yield contact_id, tenant_id, f"fleet-{number:05d}@example.test", now, now

    db.executemany(
        """INSERT INTO contacts (id, holder_id, main, types, email, firstname, lastname,
            email_confirmed, created_at, updated_at) VALUES (?, ?, 1, '', ?, '', '', 0, ?, ?)""",
        rows(),
    )


def _items(db: sqlite3.Connection, seqs: range, now: int) -> None:
    first_storage = "SELECT id FROM infra ORDER BY name LIMIT 1"
    chosen = db.execute(
        f"""SELECT seq FROM items WHERE (infra_id IS NULL OR infra_id = ({first_storage}))
            AND (edition IS NULL OR edition IN ('pck_per_gigabyte', 'fss_per_gigabyte'))"""
    ).fetchall()
    db.executemany(
        "INSERT INTO offering_items VALUES (?, ?, 1, NULL, NULL, 0, ?)",
        ((seq, item["seq"], now) for seq in seqs for item in chosen),
    )
