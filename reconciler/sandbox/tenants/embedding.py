"""Offering items within the list of tenants.

The contract of 2026 says that the parameters leave out tenants without such items, the vendor's own
connector of 2021 uses them to embed the items; a switch decides.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from reconciler.sandbox.items.reading import states
from reconciler.sandbox.items.showing import locks, shown
from reconciler.sandbox.routes import Call


@dataclass(frozen=True, slots=True)
class Embedding:
    """Which items are asked for: counted ones, those of storages, or all (also those off)."""

    counted: bool = False
    infra: bool = False
    expanded: bool = False


def filters(call: Call, wanted: Embedding) -> list[str]:
    """Conditions on the tenants, if the switch says that the parameters are filters."""
    if call.switches.offering_items_embedding == "embed":
        return []
    conditions = []
    if wanted.counted:
        conditions.append(_has("i.type != 'infra'"))
    if wanted.infra:
        conditions.append(_has("i.type = 'infra'"))
    return conditions


def items(call: Call, wanted: Embedding, tenant: sqlite3.Row) -> list[dict[str, Any]]:
    """The items of one tenant that belong to the answer."""
    embeds = call.switches.offering_items_embedding == "embed"
    types = {"count", "feature"} if wanted.counted and embeds else set()
    types |= {"infra"} if wanted.infra and embeds else set()
    if not types and not wanted.expanded:
        return []
    return [
        shown(row, tenant["id"], locks(call))
        for row in states(call.db, tenant)
        if wanted.expanded or (row["status"] and row["type"] in types)
    ]


def _has(condition: str) -> str:
    return f"""EXISTS (SELECT 1 FROM offering_items o JOIN items i ON i.seq = o.item
        WHERE o.tenant = t.seq AND o.status AND {condition})"""
