"""A fleet: what a refresh costs in requests, whatever the number of accounts."""

from collections import Counter
from math import ceil

import pytest

from tests.harness.manifests import INSTANCE, customer, merged, reseller, sold
from tests.harness.served import serving

ACCOUNTS = 200
SOLD = 15
LISTS = {"/tenants": 5000, "/tenants/offering_items": 5000, "/users": 2000}
"""The three lists, and how long the API makes their pages."""
BESIDE = 6
"""So many requests more: token, own client, two offers, roles, storages."""


@pytest.fixture(scope="session")
def served_fleet():
    with serving(9, "--fleet", "300") as sandbox:  # so many that their items take several pages
        yield sandbox


@pytest.fixture
def fleet(worlds, served_fleet):
    with worlds(served_fleet) as world:
        yield world


def _adopted(tenants):
    """An account for each tenant, whose user is still to be made."""
    for number, tenant in enumerate(tenants):
        key = f"fleet-{number:03d}"
        named = {"name": tenant["name"], "adopt": {INSTANCE: tenant["id"]}}
        yield merged(customer(key, **named), sold(key))


def _costs(result):
    """How many requests of each path there were."""
    return Counter(one["path"].removeprefix("/api/2") for one in result.requests)


def _pages(world):
    """How many requests the three lists take, for as many objects as there are."""
    roots = {"/tenants": "subtree_root_id"}
    pages = {}
    for path, size in LISTS.items():
        query = {roots.get(path, "subtree_root_tenant_id"): world.root, "limit": 100_000}
        pages[path] = max(1, ceil(len(world.api.get(path, **query)["items"]) / size))
    return pages


def test_a_refresh_is_three_lists_and_one_question_for_each_new_login(fleet):
    fleet.declare(*_adopted(fleet.api.tenants()[:ACCOUNTS]))

    planned = fleet.plan()

    costs, pages = _costs(planned), _pages(fleet)
    asked = costs.pop("/users/check_login")
    assert pages["/tenants/offering_items"] > 1
    assert {path: costs.pop(path) for path in LISTS} == pages
    assert asked == ACCOUNTS
    assert costs.total() <= BESIDE
    assert planned.json["requests"]["read"] == len(planned.requests)


def test_once_applied_200_accounts_cost_three_lists_and_six_requests(fleet):
    deferred = [customer(f"later-{number:03d}") for number in range(ACCOUNTS - SOLD - 1)]
    active = [
        merged(customer(f"now-{number:03d}", bill_to="contoso"), sold(f"now-{number:03d}"))
        for number in range(SOLD)
    ]
    fleet.declare(reseller(), *deferred, *active)
    fleet.applied()

    planned, status = fleet.plan("--detailed-exitcode"), fleet.status()
    drift = fleet.run("drift", "-o", "json")

    pages = _pages(fleet)
    for result in (planned, status, drift):
        costs = _costs(result)
        assert {path: costs.pop(path) for path in LISTS} == pages
        assert costs.total() <= BESIDE
    assert planned.exit_code == 0
    assert len(status.json["accounts"]) == ACCOUNTS
    assert {one["verdict"] for one in drift.json["drift"]} == {"unmanaged"}
