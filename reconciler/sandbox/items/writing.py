"""Switching offering items on and off and setting their quotas, all or nothing."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.items import rules
from reconciler.sandbox.items.bodies import ItemPut, ItemsPut
from reconciler.sandbox.items.reading import states
from reconciler.sandbox.items.rules import State
from reconciler.sandbox.items.showing import shown
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes

routes = Routes()


@routes.put("/tenants/<tenant_id>/offering_items")
def put(call: Call, tenant_id: str) -> dict[str, Any]:
    """The items that were sent, as they are now; the tenant's version stays."""
    wanted = ItemsPut.of(call.body).offering_items
    tenant = tree.entered(call, tenant_id)
    _allowed(call, tenant)
    rows = {_key(row): row for row in states(call.db, tenant)}
    before = {key: _state(row) for key, row in rows.items()}
    after = before | {item.key: _put(call, tenant, rows, item) for item in wanted}
    _check(call, tenant, rows, before, after)
    for key, state in after.items():
        if state != before.get(key):
            _save(call, tenant, rows[key]["item"], state)
    now = {_key(row): row for row in states(call.db, tenant)}
    keys = [item.key for item in wanted if item.key in now]
    items = [shown(now[key], tenant_id) for key in dict.fromkeys(keys)]
    return {"timestamp": call.timestamp, "items": items}


def _allowed(call: Call, tenant: sqlite3.Row) -> None:
    if tenant["seq"] == call.caller.tenant:
        raise RefusedError(1002, "Only those above can change offering items.", id=tenant["id"])
    tree.working(call, tenant)


def _put(
    call: Call,
    tenant: sqlite3.Row,
    rows: dict[tuple[str, str, str | None], sqlite3.Row],
    item: ItemPut,
) -> State:
    row = rows.get(item.key)
    if row is None:
        if item.status:
            raise RefusedError(1021, f"{item.name} is not available.", name=item.name)
        return State()
    if tenant["owner_id"] is not None and item.status != row["status"]:
        raise RefusedError(1027, "A personal tenant has what its customer has.", id=tenant["id"])
    if not item.status:
        return State()
    return rules.with_quota(_state(row), item.quota, row, call.now)


def _check(
    call: Call,
    tenant: sqlite3.Row,
    rows: dict[tuple[str, str, str | None], sqlite3.Row],
    before: dict[tuple[str, str, str | None], State],
    after: dict[tuple[str, str, str | None], State],
) -> None:
    active = [rows[key] for key, state in after.items() if state.status]
    rules.parent_has(row for row in active if not before[_key(row)].status)
    rules.single_choices(tenant, active)
    rules.one_location(tenant, _locations(call, active))
    rules.dependencies(active)


def _locations(call: Call, active: list[sqlite3.Row]) -> list[str]:
    of_infra = {
        row["id"]: row["location_id"]
        for row in call.db.execute("SELECT id, location_id FROM infra")
    }
    return [of_infra[row["infra_id"]] for row in active if row["infra_id"] is not None]


def _save(call: Call, tenant: sqlite3.Row, item: int, state: State) -> None:
    call.db.execute(
        "INSERT OR REPLACE INTO offering_items VALUES (?, ?, ?, ?, ?, ?, ?)",
        (tenant["seq"], item, state.status, state.value, state.overage, state.version, call.now),
    )
    if not state.status:
        _turn_off_below(call, tenant, item)


def _turn_off_below(call: Call, tenant: sqlite3.Row, item: int) -> None:
    call.db.execute(
        """UPDATE offering_items SET status = 0, quota_value = NULL, quota_overage = NULL,
            quota_version = 0, updated_at = ? WHERE item = ? AND status AND tenant IN
            (SELECT seq FROM tenants WHERE path >= ? AND path < ? AND seq != ?)""",
        (call.now, item, tenant["path"], tree.beyond(tenant["path"]), tenant["seq"]),
    )


def _key(row: sqlite3.Row) -> tuple[str, str, str | None]:
    return row["application_id"], row["name"], row["infra_id"]


def _state(row: sqlite3.Row) -> State:
    return State(row["status"], row["quota_value"], row["quota_overage"], row["quota_version"])
