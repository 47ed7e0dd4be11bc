"""What the tenants of the fleet have: everything for resellers, one product for a customer.

A customer has one storage and one edition per service. The rest of what its reseller offers it has
tried and switched off, so that its list is as long as a real one.
"""

import sqlite3
from collections.abc import Iterator
from random import Random

from reconciler.sandbox.catalogue import BY_TYPE

# Editions of Protection and File Sync & Share, as products combine them; None: without the service.
PRODUCTS: tuple[tuple[str, str | None], ...] = (
    ("pck_per_gigabyte", "fss_per_gigabyte"),
    ("pck_per_gigabyte", "fss_per_user"),
    ("pck_per_gigabyte", None),
    ("pck_per_workload", "fss_per_gigabyte"),
    ("pck_per_workload", None),
)
_SERVICES = (BY_TYPE["backup"].id, BY_TYPE["files_cloud"].id)
# A real catalogue is larger: with every storage of a large world, lists would be too long.
STORAGES_TRIED = 2


def equip(db: sqlite3.Connection, dice: Random, tenants: list[sqlite3.Row]) -> None:
    """Switch on what these tenants have; all quotas are unlimited."""
    items = db.execute("SELECT * FROM items ORDER BY seq").fetchall()
    storages = [row["id"] for row in db.execute("SELECT id FROM infra ORDER BY name")]
    db.executemany(
        "INSERT INTO offering_items VALUES (?, ?, ?, NULL, NULL, 0, ?)",
        (
            (tenant["seq"], item, on, tenant["created_at"])
            for tenant in tenants
            for item, on in _states(dice, tenant["kind"], items, storages)
        ),
    )


def _states(
    dice: Random, kind: str, items: list[sqlite3.Row], storages: list[str]
) -> Iterator[tuple[int, bool]]:
    if kind == "partner":
        yield from ((item["seq"], True) for item in items)
        return
    editions = dict(zip(_SERVICES, dice.choice(PRODUCTS), strict=True))
    first = dice.randrange(len(storages))
    tried = [*storages[first:], *storages[:first]][:STORAGES_TRIED]
    for item in items:
        if item["infra_id"] is None or item["infra_id"] in tried:
            yield item["seq"], _is_on(item, editions, tried[0])


def _is_on(item: sqlite3.Row, editions: dict[str, str | None], storage: str) -> bool:
    edition = editions.get(item["application_id"])
    return (
        edition is not None
        and item["edition"] in (None, edition)
        and item["infra_id"] in (None, storage)
    )
