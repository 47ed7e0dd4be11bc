"""Switching a service of a customer to another edition, with warnings of what that means."""

import sqlite3
from typing import Any

from reconciler.sandbox import tree
from reconciler.sandbox.applications.reading import checked
from reconciler.sandbox.catalogue import BY_TYPE, DEFINITIONS
from reconciler.sandbox.items import writing
from reconciler.sandbox.items.checks import Change, Key
from reconciler.sandbox.items.quotas import State
from reconciler.sandbox.items.reading import states
from reconciler.sandbox.items.showing import locks, shown
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text

routes = Routes()

SERVICES_WITH_EDITIONS = (BY_TYPE["backup"].id, BY_TYPE["files_cloud"].id)


class Target(Shape):
    """The edition to switch to."""

    target_edition: Text
    application_id: Id


@routes.get("/tenants/<tenant_id>/edition")
def check(call: Call, tenant_id: str) -> dict[str, Any]:
    """What the switch would mean; 400 with the items that the tenant cannot have (OAS)."""
    wanted = Target.of(call.arguments)
    tenant = _switchable(call, tenant_id, wanted)
    change = writing.current(call.db, tenant)
    known, possible = _known(wanted), {row["name"] for row in _of(change, wanted)}
    if missing := sorted(known - possible):
        raise RefusedError(400, "Not all items are available.", unavailable_items=missing)
    return {"warnings": _warnings(change, wanted)}


@routes.put("/tenants/<tenant_id>/edition")
def switch(call: Call, tenant_id: str) -> dict[str, Any]:
    """The items of the service that are on afterwards.

    What is on comes on in the new edition, with its quota; if the edition is not available at all,
    everything of the service goes off (the guide).
    """
    wanted = Target.of(call.body)
    tenant = _switchable(call, tenant_id, wanted)
    writing.allowed(call, tenant)
    change = writing.current(call.db, tenant)
    change.after.update(_switched(change, wanted))
    if not any(change.after[key].status for key in change.after if key in _targets(change, wanted)):
        off = {key: State() for key in change.rows if key[0] == wanted.application_id}
        change.after.update(off)
    writing.change(call, tenant, change)
    rows = (
        row for row in states(call.db, tenant) if row["application_id"] == wanted.application_id
    )
    items = [shown(row, tenant_id, locks(call)) for row in rows if row["status"]]
    return {"timestamp": call.timestamp, "items": items}


def _switchable(call: Call, tenant_id: str, wanted: Target) -> sqlite3.Row:
    """Only Protection and File Sync & Share have editions, and partners have many at once."""
    tenant = tree.entered(call, tenant_id)
    application = checked(wanted.application_id)
    if application.id not in SERVICES_WITH_EDITIONS:
        raise RefusedError(1027, f"{application.name} has no editions.", id=application.id)
    if tenant["kind"] != "customer":
        raise RefusedError(1027, f"A {tenant['kind']} has no single edition.", id=tenant_id)
    if not _known(wanted):
        raise RefusedError(400, f"There is no edition {wanted.target_edition!r}.")
    return tenant


def _known(wanted: Target) -> set[str]:
    return {
        item.name
        for item in DEFINITIONS
        if BY_TYPE[item.application].id == wanted.application_id
        and item.edition == wanted.target_edition
    }


def _of(change: Change, wanted: Target) -> list[sqlite3.Row]:
    return [
        row
        for row in change.rows.values()
        if row["application_id"] == wanted.application_id
        and row["edition"] == wanted.target_edition
        and row["on_parent"]
    ]


def _targets(change: Change, wanted: Target) -> dict[Key, sqlite3.Row]:
    return {
        (row["application_id"], row["name"], row["infra_id"]): row for row in _of(change, wanted)
    }


def _old(change: Change, wanted: Target) -> dict[Key, sqlite3.Row]:
    """The items of the service that are on in another edition."""
    return {
        key: change.rows[key]
        for key, state in change.before.items()
        if key[0] == wanted.application_id
        and state.status
        and change.rows[key]["edition"] not in (None, wanted.target_edition)
    }


def _switched(change: Change, wanted: Target) -> dict[Key, State]:
    old = _old(change, wanted)
    states_by_use = {(row["usage_name"], row["infra_id"]): key for key, row in old.items()}
    after = dict.fromkeys(old, State())
    for key, row in _targets(change, wanted).items():
        source = states_by_use.get((row["usage_name"], row["infra_id"]))
        if source is not None:
            after[key] = change.before[source]
    return after


def _warnings(change: Change, wanted: Target) -> list[str]:
    old = {row["usage_name"] for row in _old(change, wanted).values()}
    new = {row["usage_name"] for row in _of(change, wanted)}
    backup = wanted.application_id == BY_TYPE["backup"].id
    meant = {
        "OldFeaturesBecomeUnavailable": old - new,
        "NewFeaturesBecomeAvailable": new - old,
        "SomePlansWillStopWorking": backup and old - new,
        "AllDevicesWithBackupsPreserved": backup and old,
        "UsageStatisticsWillMigrate": old,
    }
    return [warning for warning, reason in meant.items() if reason]
