"""Quotas: what becomes of an item's state when it is put with one."""

import sqlite3
from dataclasses import dataclass, replace

from reconciler.sandbox.items.bodies import Quota
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call

PARTNER_KINDS = ("root", "partner", "folder")


@dataclass(frozen=True, slots=True)
class State:
    """Whether an item is on, and its quota."""

    status: int = 0
    value: int | None = None
    overage: int | None = None
    version: int = 0


def with_quota(before: State, quota: Quota | None, item: sqlite3.Row, now: int) -> State:
    """The state of an item that is put as on.

    Without a quota a new item is unlimited and an old one stays (WHMCS); the version must be the
    one that was read (1001), 0 for an unlimited quota. Versions of limits are milliseconds since
    1970. A feature has no quota (WHMCS).
    """
    state = before if before.status else State(status=1)
    if quota is None:
        return state
    if item["type"] == "feature":
        if quota.value is not None:
            raise RefusedError(1027, f"{item['name']} is a feature and has no quota.")
        return state
    if quota.version != state.version:
        raise RefusedError(1001, f"The quota of {item['name']} has version {state.version}.")
    if quota.value is None:
        return State(status=1)
    if (quota.value, quota.overage) == (state.value, state.overage):
        return state
    version = max(now // 1000, state.version + 1)
    return State(1, quota.value, quota.overage, version)


def at_level(call: Call, tenant: sqlite3.Row, state: State) -> State:
    """Partners and folders know soft quotas only (UI); how the API reacts is a switch."""
    hard = state.overage is not None and tenant["kind"] in PARTNER_KINDS
    if not hard or call.switches.partner_overage == "accept":
        return state
    if call.switches.partner_overage == "refuse":
        raise RefusedError(1027, f"A {tenant['kind']} has no hard quotas.", id=tenant["id"])
    return replace(state, overage=None)


def shared_out(call: Call, tenant: sqlite3.Row, item: sqlite3.Row, state: State) -> None:
    """The hard quotas of a customer's users together are at most the customer's own (UI; 1022)."""
    if tenant["owner_id"] is None or state.value is None or state.overage is None:
        return
    limits = call.db.execute(
        """SELECT o.quota_value + o.quota_overage AS limit_above,
            (SELECT coalesce(sum(s.quota_value + s.quota_overage), 0) FROM tenants t
                JOIN offering_items s ON s.tenant = t.seq AND s.item = o.item
                WHERE t.parent = :parent AND t.owner_id IS NOT NULL AND t.seq != :own
                AND t.deleted_at IS NULL) AS others
            FROM offering_items o WHERE o.tenant = :parent AND o.item = :item""",
        {"parent": tenant["parent"], "own": tenant["seq"], "item": item["item"]},
    ).fetchone()
    if limits is None or limits["limit_above"] is None:
        return
    if limits["others"] + state.value + state.overage > limits["limit_above"]:
        raise RefusedError(1022, f"The customer's quota of {item['name']} is exceeded.")
