"""Pricing: a customer's trial becomes production, once and for good."""

import sqlite3
from typing import Any, Literal

from reconciler.sandbox import clock, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape, Version
from reconciler.sandbox.tenants.showing import pricing_mode

routes = Routes()

Currency = Literal[
    "AUD", "BRL", "CAD", "EUR", "CNY", "GBP", "JPY", "KZT", "NZD", "RUB", "USD", "ZAR"
]


class PricingPut(Shape):
    """A change of the pricing; its version is the pricing's own, in milliseconds since 1970."""

    version: Version
    mode: Literal["trial", "production", "suspended"] = "production"
    currency: Currency | None = None


@routes.get("/tenants/<tenant_id>/pricing")
def read(call: Call, tenant_id: str) -> dict[str, Any]:
    """Mode, currency, version; `production_start_date` is the end of the trial."""
    return _shown(call, tree.entered(call, tenant_id))


@routes.put("/tenants/<tenant_id>/pricing")
def write(call: Call, tenant_id: str) -> dict[str, Any]:
    """The pricing after the change; the tenant's version stays."""
    wanted = PricingPut.of(call.body)
    tenant = tree.entered(call, tenant_id)
    tree.working(call, tenant)
    tree.settled(tenant)
    tree.unlocked_inside(call, tenant)
    if wanted.version != tenant["pricing_version"]:
        raise RefusedError(1001, f"The version is {tenant['pricing_version']}.", id=tenant_id)
    mode, start = _next(call, tenant, wanted)
    currency = wanted.currency if "currency" in wanted.given else tenant["currency"]
    call.db.execute(
        """UPDATE tenants SET pricing_mode = ?, production_start = ?, currency = ?,
            pricing_version = ?, updated_at = ? WHERE seq = ?""",
        (
            mode,
            start,
            currency,
            max(call.now // 1000, tenant["pricing_version"] + 1),
            call.now,
            tenant["seq"],
        ),
    )
    if call.switches.pricing_bumps_version:
        tree.bump(call, tenant)
    return _shown(call, tree.found(call, tenant_id))


def _next(call: Call, tenant: sqlite3.Row, wanted: PricingPut) -> tuple[str, int | None]:
    """A trial becomes production and nothing ever becomes a trial again (guide; 1027)."""
    before = pricing_mode(tenant, call.now)
    mode = wanted.mode if "mode" in wanted.given else before
    if mode == before:
        return mode, tenant["production_start"]
    if (before, mode) != ("trial", "production"):
        raise RefusedError(1027, f"A tenant in {before} cannot go to {mode}.", id=tenant["id"])
    return mode, call.now


def _shown(call: Call, tenant: sqlite3.Row) -> dict[str, Any]:
    return {
        "mode": pricing_mode(tenant, call.now),
        "currency": tenant["currency"],
        "version": tenant["pricing_version"],
        "production_start_date": clock.plain(tenant["production_start"]),
    }
