"""Prices of offering items, by usage name; texts, so that no digit is lost."""

import sqlite3
from typing import Annotated, Any

from pydantic import StringConstraints

from reconciler.sandbox import tree
from reconciler.sandbox.applications.reading import checked
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text, Version

routes = Routes()

Price = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}(\.[0-9]{1,20})?$")]


class PricePut(Shape):
    """A price; with a version it must be the one that was read."""

    application_id: Id
    infra_id: Id | None = None
    name: Text
    price: Price
    version: Version | None = None


class PricesPut(Shape):
    """Only what is listed changes."""

    items: tuple[PricePut, ...]


@routes.get("/tenants/<tenant_id>/offering_items/pricing")
def read(call: Call, tenant_id: str) -> dict[str, Any]:
    """The prices that were set for a tenant."""
    return {"items": _listed(call.db, tree.entered(call, tenant_id))}


@routes.put("/tenants/<tenant_id>/offering_items/pricing")
def write(call: Call, tenant_id: str) -> dict[str, Any]:
    """All prices of the tenant after the change; each has a version of its own."""
    wanted = PricesPut.of(call.body).items
    tenant = tree.entered(call, tenant_id)
    tree.working(call, tenant)
    tree.unlocked_inside(call, tenant)
    for price in wanted:
        _save(call, tenant, price)
    return {"items": _listed(call.db, tenant)}


def _save(call: Call, tenant: sqlite3.Row, wanted: PricePut) -> None:
    checked(wanted.application_id)
    key = (tenant["seq"], wanted.application_id, wanted.name, wanted.infra_id or "")
    known = call.db.execute(
        """SELECT 1 FROM items WHERE application_id = ? AND usage_name = ?
            AND ? IN ('', coalesce(infra_id, ''))""",
        key[1:],
    ).fetchone()
    if known is None:
        raise RefusedError(1021, f"There is no usage {wanted.name!r}.", name=wanted.name)
    row = call.db.execute(
        """SELECT version FROM item_prices
            WHERE (tenant, application_id, name, infra_id) = (?, ?, ?, ?)""",
        key,
    ).fetchone()
    version = row["version"] if row else 0
    if wanted.version not in (None, version):
        raise RefusedError(1001, f"The price of {wanted.name} has version {version}.")
    call.db.execute(
        "INSERT OR REPLACE INTO item_prices VALUES (?, ?, ?, ?, ?, ?)",
        (*key, wanted.price, version + 1),
    )


def _listed(db: sqlite3.Connection, tenant: sqlite3.Row) -> list[dict[str, Any]]:
    rows = db.execute("SELECT * FROM item_prices WHERE tenant = ?", (tenant["seq"],))
    return [
        {
            "application_id": row["application_id"],
            **({"infra_id": row["infra_id"]} if row["infra_id"] else {}),
            "name": row["name"],
            "price": row["price"],
            "version": row["version"],
        }
        for row in rows
    ]
