"""Reading usages, of one tenant or of many."""

import sqlite3
from typing import Any

from reconciler.sandbox import clock, tree
from reconciler.sandbox.items.reading import states
from reconciler.sandbox.items.showing import quota
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Ids, Shape, Words
from reconciler.sandbox.usages.figures import figures

routes = Routes()


class Filter(Shape):
    """Which usages; without a filter all."""

    usage_names: Words | None = None
    editions: Words | None = None

    def passes(self, row: sqlite3.Row) -> bool:
        """True if the usage is asked for; items without an edition pass any edition filter."""
        named = self.usage_names is None or row["usage_name"] in self.usage_names
        return named and (
            self.editions is None or row["edition"] is None or row["edition"] in self.editions
        )


class Whose(Filter):
    """Whose usages, up to 100."""

    tenants: Ids


@routes.get("/tenants/<tenant_id>/usages")
def of_tenant(call: Call, tenant_id: str) -> dict[str, Any]:
    """The usages of the items that are on; never for bills, as the guide says."""
    wanted = Filter.of(call.arguments)
    return {"items": listed(call, tree.entered(call, tenant_id), wanted)}


@routes.get("/tenants/usages")
def of_tenants(call: Call) -> dict[str, Any]:
    """The same for many tenants; those that the caller cannot see are left out."""
    wanted = Whose.of(call.arguments)
    tenants = tree.reachable(call, wanted.tenants)
    items = [{"tenant": one["id"], "usages": listed(call, one, wanted)} for one in tenants]
    return {"items": items}


def listed(call: Call, tenant: sqlite3.Row, wanted: Filter) -> list[dict[str, Any]]:
    """The usages of a tenant as the API shows them."""
    amounts = figures(call.db, tenant, call.now)
    rows = (row for row in states(call.db, tenant) if row["status"] and wanted.passes(row))
    return [_shown(call, tenant, row, amounts.get(row["item"], 0)) for row in rows]


def _shown(call: Call, tenant: sqlite3.Row, row: sqlite3.Row, amount: int) -> dict[str, Any]:
    offering = {"status": row["status"]}
    if row["type"] != "feature":
        offering["quota"] = quota(row)
    usage = {
        "application_id": row["application_id"],
        "name": row["name"],
        "edition": row["edition"],
        "usage_name": row["usage_name"],
        "type": row["type"],
        "measurement_unit": row["measurement_unit"],
        "tenant_uuid": tenant["id"],
        "tenant_id": tenant["seq"],
        "range_start": clock.month(call.now),
        "absolute_value": amount,
        "value": amount,
        "offering_item": offering,
    }
    return usage | ({} if row["infra_id"] is None else {"infra_id": row["infra_id"]})
