"""Holding a change of items against all rules."""

import sqlite3
from dataclasses import dataclass

from reconciler.sandbox import tree
from reconciler.sandbox.items import rules
from reconciler.sandbox.items.quotas import State
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call
from reconciler.sandbox.usages.figures import figures

Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """The items that a tenant has or could have, and their states before and after."""

    rows: dict[Key, sqlite3.Row]
    before: dict[Key, State]
    after: dict[Key, State]

    @property
    def active(self) -> list[sqlite3.Row]:
        """What is on after the change."""
        return [self.rows[key] for key, state in self.after.items() if state.status]

    @property
    def turned_on(self) -> list[sqlite3.Row]:
        """What was off before."""
        return [row for row in self.active if not self.before[key_of(row)].status]

    @property
    def turned_off(self) -> list[sqlite3.Row]:
        """What was on before, and is not after."""
        return [
            self.rows[key]
            for key, state in self.after.items()
            if not state.status and self.before.get(key, State()).status
        ]


def key_of(row: sqlite3.Row) -> Key:
    """What an item is known by within a tenant."""
    return row["application_id"], row["name"], row["infra_id"]


def check(call: Call, tenant: sqlite3.Row, change: Change, *, check_usage: bool) -> None:
    """Refuse a change that breaks a rule."""
    active, off = change.active, change.turned_off
    rules.parent_has(change.turned_on)
    rules.one_storage(tenant, active, call.switches.two_storages_code)
    rules.one_edition(tenant, active, call.switches.two_editions_code)
    rules.one_location(tenant, _locations(call, active))
    rules.dependencies(active)
    if call.switches.packs_need_base:
        rules.packs_have_a_base(active)
    if off:
        _check_turned_off(call, tenant, change, check_usage=check_usage)


def _check_turned_off(
    call: Call, tenant: sqlite3.Row, change: Change, *, check_usage: bool
) -> None:
    active, off = change.active, change.turned_off
    if call.switches.locked_items:
        rules.locked_items_stay(off, active)
    if call.switches.default_storage == "kept":
        rules.a_storage_stays(off, active)
    if call.switches.storage_off_below == "refuse":
        _storages_free_below(call, tenant, off)
    if check_usage or any(row["infra_id"] for row in off):
        usage = figures(call.db, tenant, call.now)
        rules.swapped_when_empty(tenant, off, active, usage)
        if check_usage:
            rules.unused(off, usage)


def _storages_free_below(call: Call, tenant: sqlite3.Row, off: list[sqlite3.Row]) -> None:
    """A storage that a tenant below has on cannot be turned off (1016)."""
    for row in off:
        below = call.db.execute(
            """SELECT t.id FROM offering_items o JOIN tenants t ON t.seq = o.tenant
                WHERE o.item = ? AND o.status AND t.path > ? AND t.path < ? LIMIT 1""",
            (row["item"], tenant["path"], tree.beyond(tenant["path"])),
        ).fetchone()
        if row["infra_id"] and below:
            raise RefusedError(1016, f"{row['name']} is on below.", id=below["id"])


def _locations(call: Call, active: list[sqlite3.Row]) -> list[str]:
    of_infra = {
        row["id"]: row["location_id"]
        for row in call.db.execute("SELECT id, location_id FROM infra")
    }
    return [of_infra[row["infra_id"]] for row in active if row["infra_id"] is not None]
