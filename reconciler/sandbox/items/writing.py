"""Switching offering items on and off and setting their quotas, all or nothing."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.items import checks
from reconciler.sandbox.items.bodies import ItemPut, ItemsPut
from reconciler.sandbox.items.checks import Change, Key, key_of
from reconciler.sandbox.items.quotas import State, at_level, shared_out, with_quota
from reconciler.sandbox.items.reading import states
from reconciler.sandbox.items.showing import locks, shown
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes

routes = Routes()


@routes.put("/tenants/<tenant_id>/offering_items")
def put(call: Call, tenant_id: str) -> dict[str, Any]:
    """The items that were sent, as they are now; the tenant's version stays."""
    body = ItemsPut.of(call.body)
    tenant = tree.entered(call, tenant_id)
    allowed(call, tenant)
    wanted = current(call.db, tenant)
    for item in body.offering_items:
        state = _put(call, tenant, wanted.rows, item)
        if item.key in wanted.rows:
            wanted.after[item.key] = state
    change(call, tenant, wanted, check_usage=body.check_usage)
    now = {key_of(row): row for row in states(call.db, tenant)}
    sent = dict.fromkeys(item.key for item in body.offering_items if item.key in now)
    keys = sent if call.switches.items_answer == "submitted" else now
    items = [shown(now[key], tenant_id, locks(call)) for key in keys]
    return {"timestamp": call.timestamp, "items": items}


def allowed(call: Call, tenant: sqlite3.Row) -> None:
    """Refuse whoever may not write this tenant's items; one's own are those above's to write."""
    if tenant["seq"] == call.caller.tenant:
        raise RefusedError(1002, "Only those above can change offering items.", id=tenant["id"])
    tree.working(call, tenant)
    tree.settled(tenant)
    tree.unlocked_inside(call, tenant)


def change(call: Call, tenant: sqlite3.Row, wanted: Change, *, check_usage: bool = False) -> None:
    """Make a change that keeps all rules, or refuse it."""
    checks.check(call, tenant, wanted, check_usage=check_usage)
    for key, state in wanted.after.items():
        if state != wanted.before.get(key):
            _save(call, tenant, wanted.rows[key]["item"], state)
    if call.switches.items_bump_version:
        tree.bump(call, tenant)


def current(db: sqlite3.Connection, tenant: sqlite3.Row) -> Change:
    """The change that changes nothing: a start for others."""
    rows = {key_of(row): row for row in states(db, tenant)}
    before = {key: _state(row) for key, row in rows.items()}
    return Change(rows, before, dict(before))


def _put(call: Call, tenant: sqlite3.Row, rows: dict[Key, sqlite3.Row], item: ItemPut) -> State:
    row = rows.get(item.key)
    if row is None:
        if item.status:
            raise RefusedError(1021, f"{item.name} is not available.", name=item.name)
        return State()
    if tenant["owner_id"] is not None and item.status != row["status"]:
        raise RefusedError(1027, "A personal tenant has what its customer has.", id=tenant["id"])
    if not item.status:
        return State()
    state = at_level(call, tenant, with_quota(_state(row), item.quota, row, call.now))
    shared_out(call, tenant, row, state)
    return state


def _save(call: Call, tenant: sqlite3.Row, item: int, state: State) -> None:
    call.db.execute(
        "INSERT OR REPLACE INTO offering_items VALUES (?, ?, ?, ?, ?, ?, ?)",
        (tenant["seq"], item, state.status, state.value, state.overage, state.version, call.now),
    )
    if not state.status and call.switches.items_off_below == "cascade":
        _turn_off_below(call, tenant, item)


def _turn_off_below(call: Call, tenant: sqlite3.Row, item: int) -> None:
    call.db.execute(
        """UPDATE offering_items SET status = 0, quota_value = NULL, quota_overage = NULL,
            quota_version = 0, updated_at = ? WHERE item = ? AND status AND tenant IN
            (SELECT seq FROM tenants WHERE path >= ? AND path < ? AND seq != ?)""",
        (call.now, item, tenant["path"], tree.beyond(tenant["path"]), tenant["seq"]),
    )


def _state(row: sqlite3.Row) -> State:
    return State(row["status"], row["quota_value"], row["quota_overage"], row["quota_version"])
