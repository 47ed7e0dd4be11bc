"""The tree of the fleet, grown over the years by the same functions as tenants of requests."""

import sqlite3
from random import Random

from reconciler.sandbox import clock, settings
from reconciler.sandbox.contacts import Contact
from reconciler.sandbox.fleet import names, people, services
from reconciler.sandbox.tenants.bodies import TenantPost
from reconciler.sandbox.tenants.creating import born

CUSTOMERS_PER_RESELLER = 20
OLDEST, YOUNGEST = 1500 * clock.DAY, 60 * clock.DAY


def build(db: sqlite3.Connection, parent: sqlite3.Row, size: int, now: int) -> None:
    """`size` customers in production, below a twentieth as many resellers of the parent.

    Each has users with roles and its services. A seed fixes all but the times, which count back
    from `now`.
    """
    dice = Random(f"{settings.read(db, 'seed')} fleet")
    company = names.companies(dice)
    tenants = []
    for first in range(0, size, CUSTOMERS_PER_RESELLER):
        begun = now - dice.randrange(YOUNGEST, OLDEST)
        reseller = _tenant(db, dice, parent, next(company), begun)
        tenants.append(reseller)
        for _ in range(min(CUSTOMERS_PER_RESELLER, size - first)):
            joined = dice.randrange(begun, now - YOUNGEST + 1)
            tenants.append(_tenant(db, dice, reseller, next(company), joined))
    for tenant in tenants:
        people.settle(db, dice, tenant)
    services.equip(db, dice, tenants)


def _tenant(
    db: sqlite3.Connection, dice: Random, parent: sqlite3.Row, name: str, born_at: int
) -> sqlite3.Row:
    kind = "partner" if parent["level"] == 1 else "customer"
    wanted = TenantPost(
        name=name,
        kind=kind,
        parent_id=parent["id"],
        contact=Contact(**names.address(dice, name)),
    )
    production = {"pricing_mode": "production", "production_start": born_at}
    tenant_id = born(db, born_at, parent, wanted, production if kind == "customer" else {})
    row: sqlite3.Row = db.execute("SELECT * FROM tenants WHERE id = ?", (tenant_id,)).fetchone()
    return row
