"""Reporting usages: by item or by usage name of a tenant; every report succeeds or fails alone."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.items.reading import states
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Count, Id, Shape, Text

routes = Routes()


class Report(Shape):
    """One figure; of a tenant's item, of a tenant's usage, or of a resource."""

    tenant_id: Id | None = None
    resource_id: Text = ""
    usage_type: Text = ""
    offering_item: Text = ""
    infra_id: Id | None = None
    usage_value: Count


class UsagesPut(Shape):
    """Any number of figures."""

    items: tuple[Report, ...]


@routes.put("/tenants/usages")
def report(call: Call) -> dict[str, Any]:
    """What became of each figure: with an `error` if it was not taken."""
    return {"items": [_result(call, one) for one in UsagesPut.of(call.body).items]}


def _result(call: Call, wanted: Report) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "tenant_id": wanted.tenant_id or "",
        "resource_id": wanted.resource_id,
        "usage_type": "" if wanted.offering_item else wanted.usage_type,
        "offering_item": wanted.offering_item,
        "infra_id": wanted.infra_id or "",
    }
    try:
        _save(call, wanted)
    except RefusedError as error:
        return {**shown, "error": error.body}
    return shown


def _save(call: Call, wanted: Report) -> None:
    if wanted.tenant_id is None:
        raise RefusedError(404, "There is no such resource.", id=wanted.resource_id)
    tenant = tree.referred(call, wanted.tenant_id)
    row = _item(call.db, tenant, wanted)
    hard = row["quota_value"] is not None and row["quota_overage"] is not None
    if hard and wanted.usage_value > row["quota_value"] + row["quota_overage"]:
        raise RefusedError(1022, f"The quota of {row['name']} is exceeded.", id=tenant["id"])
    call.db.execute(
        "INSERT OR REPLACE INTO usages VALUES (?, ?, ?)",
        (tenant["seq"], row["item"], wanted.usage_value),
    )


def _item(db: sqlite3.Connection, tenant: sqlite3.Row, wanted: Report) -> sqlite3.Row:
    for row in states(db, tenant):
        named = row["name"] == wanted.offering_item
        if not wanted.offering_item:
            named = row["usage_name"] == wanted.usage_type
        if row["status"] and named and wanted.infra_id in (None, row["infra_id"]):
            return row
    name = wanted.offering_item or wanted.usage_type
    raise RefusedError(1021, f"The tenant does not have {name}.", id=tenant["id"])
