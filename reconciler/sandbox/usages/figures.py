"""The figures themselves, worked out by SQLite for a tenant and all below it.

A customer uses nothing on its first day (the vendor's figures lag up to 24 hours for storage), and
then an amount that follows from the seed of the world, the tenant and the item. Whatever was
reported for an item counts instead. Partners and folders use what those below them use.
"""

import sqlite3

from reconciler.sandbox import clock, settings, tree

GIGABYTE = 1 << 30
LARGEST = 20

_AMOUNT = f"""CASE WHEN i.type = 'feature' OR t.kind != 'customer'
        OR :now - t.created_at < {clock.DAY} THEN 0
    ELSE (t.seq * 7919 + o.item * 104729 + :salt) % {LARGEST}
        * CASE i.measurement_unit WHEN 'bytes' THEN {GIGABYTE} ELSE 1 END END"""


def figures(db: sqlite3.Connection, tenant: sqlite3.Row, now: int) -> dict[int, int]:
    """Amounts by the number of the item; items that are off here and below are absent."""
    rows = db.execute(
        f"""SELECT o.item, sum(coalesce(u.value, {_AMOUNT})) AS amount
            FROM tenants t CROSS JOIN offering_items o ON o.tenant = t.seq
            JOIN items i ON i.seq = o.item
            LEFT JOIN usages u ON u.tenant = o.tenant AND u.item = o.item
            WHERE t.path >= :path AND t.path < :beyond AND t.deleted_at IS NULL AND o.status
            GROUP BY o.item""",
        {
            "path": tenant["path"],
            "beyond": tree.beyond(tenant["path"]),
            "now": now,
            "salt": _salt(db),
        },
    )
    return {row["item"]: row["amount"] for row in rows}


def _salt(db: sqlite3.Connection) -> int:
    return int.from_bytes(settings.derived(settings.read(db, "seed"), "usages")[:4])
