"""Offering items as the API shows them."""

import sqlite3
from typing import Any

from reconciler.sandbox import clock
from reconciler.sandbox.catalogue import LOCKED_ITEMS
from reconciler.sandbox.routes import Call

COLUMNS = """i.seq AS item, i.application_id, i.name, i.edition, i.usage_name, i.type,
    i.measurement_unit, i.infra_id"""
STATE = "o.status, o.quota_value, o.quota_overage, o.quota_version, o.updated_at"


def locks(call: Call) -> frozenset[str]:
    """The names of the items that cannot be switched off separately from their service."""
    return LOCKED_ITEMS if call.switches.locked_items else frozenset()


def shown(
    row: sqlite3.Row, tenant_id: str, locked: frozenset[str], deleted_at: int | None = None
) -> dict[str, Any]:
    """An item of a tenant; `infra_id` and `updated_at` are absent where there are none.

    A disabled item has no `quota`, and neither has a feature (WHMCS).
    """
    item: dict[str, Any] = {
        "application_id": row["application_id"],
        "name": row["name"],
        "edition": row["edition"],
        "usage_name": row["usage_name"],
        "tenant_id": tenant_id,
        "status": row["status"] or 0,
        "locked": row["name"] in locked,
        "type": row["type"],
        "measurement_unit": row["measurement_unit"],
        "deleted_at": clock.precise(deleted_at),
    }
    if row["infra_id"] is not None:
        item["infra_id"] = row["infra_id"]
    if row["updated_at"] is not None:
        item["updated_at"] = clock.precise(row["updated_at"])
    if item["status"] and row["type"] != "feature":
        item["quota"] = quota(row)
    return item


def quota(row: sqlite3.Row) -> dict[str, Any]:
    """The quota of an item that is on; version 0 if it is unlimited."""
    return {
        "value": row["quota_value"],
        "overage": row["quota_overage"],
        "version": row["quota_version"] or 0,
    }
