"""What must be true of a tenant's items after a change; every rule looks at the whole result.

Sources: the guide's pages on enabling items, the vendor's WHMCS module, the table of error codes.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from reconciler.sandbox.catalogue import LOCKED_ITEMS, NEEDED_ITEMS
from reconciler.sandbox.problems import RefusedError

SINGLE_CHOICE_KINDS = ("customer", "unit")


def parent_has(turned_on: Iterable[sqlite3.Row]) -> None:
    """An item can be on only if the parent has it (WHMCS enables along the chain; 1021)."""
    for item in turned_on:
        if not item["on_parent"]:
            raise RefusedError(
                1021, f"{item['name']} is not available in the parent.", name=item["name"]
            )


def one_storage(tenant: sqlite3.Row, active: Iterable[sqlite3.Row], code: int) -> None:
    """A customer has one storage per service (PYEX: "only 1 storage of 1 type")."""
    storages: dict[str, set[str]] = defaultdict(set)
    for item in active:
        storages[item["application_id"]] |= {item["infra_id"]} - {None}
    if tenant["kind"] in SINGLE_CHOICE_KINDS:
        _at_most_one(storages, code, "storage")


def one_edition(tenant: sqlite3.Row, active: Iterable[sqlite3.Row], code: int) -> None:
    """A customer has one edition, that is billing mode, per service (TRAIN2)."""
    editions: dict[str, set[str]] = defaultdict(set)
    for item in active:
        editions[item["application_id"]] |= {item["edition"]} - {None}
    if tenant["kind"] in SINGLE_CHOICE_KINDS:
        _at_most_one(editions, code, "edition")


def one_location(tenant: sqlite3.Row, locations: Iterable[str]) -> None:
    """All storages of a customer are in one location (PYEX: "only 1 location"; 1031)."""
    if tenant["kind"] in SINGLE_CHOICE_KINDS and len(set(locations)) > 1:
        raise RefusedError(1031, "The storages are in different locations.", id=tenant["id"])


def dependencies(active: Iterable[sqlite3.Row]) -> None:
    """Some items need another one (the edges of WHMCS-META; 1023)."""
    names = {item["name"] for item in active}
    for name, needed in NEEDED_ITEMS.items():
        if name in names and needed not in names:
            raise RefusedError(1023, f"{name} needs {needed}.", name=name)


def packs_have_a_base(active: Iterable[sqlite3.Row]) -> None:
    """An advanced pack needs a base item of its edition (1023); nobody says so, hence a switch."""
    rows = list(active)
    based = {item["edition"] for item in rows if "_base_" in item["name"]}
    for item in rows:
        if "_pack_" in item["name"] and item["edition"] not in based:
            raise RefusedError(1023, f"{item['name']} needs a base item.", name=item["name"])


def locked_items_stay(turned_off: Iterable[sqlite3.Row], active: Iterable[sqlite3.Row]) -> None:
    """A locked item cannot be switched off separately from its service.

    So the vendor's product manager on storage and seats of File Sync & Share (FORUM-L); turning the
    whole edition off is turning the service off.
    """
    rows = list(active)
    names = {item["name"] for item in rows}
    editions = {(item["application_id"], item["edition"]) for item in rows}
    for item in turned_off:
        key = (item["application_id"], item["edition"])
        if item["name"] in LOCKED_ITEMS and item["name"] not in names and key in editions:
            raise RefusedError(1027, f"{item['name']} is locked to its service.", name=item["name"])


def a_storage_stays(turned_off: Iterable[sqlite3.Row], active: Iterable[sqlite3.Row]) -> None:
    """The last storage of an edition that stays on cannot be turned off (1017, by a switch)."""
    rows = list(active)
    editions = {(item["application_id"], item["edition"]) for item in rows}
    stored = {(item["application_id"], item["edition"]) for item in rows if item["infra_id"]}
    for item in turned_off:
        key = (item["application_id"], item["edition"])
        if item["infra_id"] and key in editions and key not in stored:
            raise RefusedError(1017, f"{item['name']} is the last storage.", name=item["name"])


def swapped_when_empty(
    tenant: sqlite3.Row,
    turned_off: Iterable[sqlite3.Row],
    active: Iterable[sqlite3.Row],
    usage: Mapping[int, int],
) -> None:
    """A customer's storage can be swapped for another only at 0 GB (UI; 1009)."""
    if tenant["kind"] not in SINGLE_CHOICE_KINDS:
        return
    stored = {item["application_id"] for item in active if item["infra_id"]}
    for item in turned_off:
        if item["infra_id"] and item["application_id"] in stored and usage.get(item["item"]):
            raise RefusedError(1009, f"{item['name']} has data in it.", id=item["infra_id"])


def unused(turned_off: Iterable[sqlite3.Row], usage: Mapping[int, int]) -> None:
    """With `check_usage`, items with usage are not turned off (OAS)."""
    used = [item for item in turned_off if usage.get(item["item"])]
    for item in used:
        code = 1009 if item["infra_id"] else 1027
        raise RefusedError(code, f"{item['name']} is in use.", name=item["name"])


def _at_most_one(chosen: Mapping[str, set[str]], code: int, what: str) -> None:
    for application_id, choices in chosen.items():
        if len(choices) > 1:
            listed = ", ".join(sorted(choices))
            raise RefusedError(code, f"Only one {what} is possible: {listed}.", id=application_id)
