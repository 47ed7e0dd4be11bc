"""What must be true of a tenant's items after a change; every rule looks at the whole result.

Sources: the guide's pages on enabling items, the vendor's WHMCS module, the table of error codes.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler.sandbox.catalogue import NEEDED_ITEMS
from reconciler.sandbox.items.bodies import Quota
from reconciler.sandbox.problems import RefusedError

SINGLE_CHOICE_KINDS = ("customer", "unit")


@dataclass(frozen=True, slots=True)
class State:
    """Whether an item is on, and its quota."""

    status: int = 0
    value: int | None = None
    overage: int | None = None
    version: int = 0


def with_quota(before: State, quota: Quota | None, item: sqlite3.Row, now: int) -> State:
    """The state of an item that is put as on.

    Without a quota a new item is unlimited and an old one stays; the version must be the one that
    was read (1001), 0 for an unlimited quota. Versions of limits are milliseconds since 1970.
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


def parent_has(turned_on: Iterable[sqlite3.Row]) -> None:
    """An item can be on only if the parent has it (1021)."""
    for item in turned_on:
        if not item["on_parent"]:
            raise RefusedError(
                1021, f"{item['name']} is not available in the parent.", name=item["name"]
            )


def single_choices(tenant: sqlite3.Row, active: Iterable[sqlite3.Row]) -> None:
    """A customer has one storage (1015) and one billing mode (1027) per service."""
    if tenant["kind"] not in SINGLE_CHOICE_KINDS:
        return
    storages: dict[str, set[str]] = defaultdict(set)
    editions: dict[str, set[str]] = defaultdict(set)
    for item in active:
        storages[item["application_id"]] |= {item["infra_id"]} - {None}
        editions[item["application_id"]] |= {item["edition"]} - {None}
    _at_most_one(storages, 1015, "storage")
    _at_most_one(editions, 1027, "edition")


def one_location(tenant: sqlite3.Row, locations: Iterable[str]) -> None:
    """All storages of a customer are in one location (1031)."""
    if tenant["kind"] in SINGLE_CHOICE_KINDS and len(set(locations)) > 1:
        raise RefusedError(1031, "The storages are in different locations.", id=tenant["id"])


def dependencies(active: Iterable[sqlite3.Row]) -> None:
    """Some items need another one (1023)."""
    names = {item["name"] for item in active}
    for name, needed in NEEDED_ITEMS.items():
        if name in names and needed not in names:
            raise RefusedError(1023, f"{name} needs {needed}.", name=name)


def _at_most_one(chosen: Mapping[str, set[str]], code: int, what: str) -> None:
    for application_id, choices in chosen.items():
        if len(choices) > 1:
            listed = ", ".join(sorted(choices))
            raise RefusedError(code, f"Only one {what} is possible: {listed}.", id=application_id)
