"""A fleet: what a refresh costs in requests, whatever the number of accounts."""

from collections import Counter
from math import ceil

import pytest

from tests.harness.manifests import INSTANCE, customer, merged, sold
from tests.harness.served import serving

ACCOUNTS = 200
LISTS = {"/tenants": 5000, "/tenants/offering_items": 5000, "/users": 2000}
"""The three lists, and how long the API makes their pages."""
BESIDE = 6
"""So many requests more: token, own client, two offers, roles, storages."""


@pytest.fixture(scope="session")
def served_fleet():
    with serving(9, "--fleet", "300") as sandbox:  # so many that their items take two pages
        yield sandbox


@pytest.fixture
def fleet(worlds, served_fleet):
    """200 accounts for as many of the 300 tenants; their users are still to be made."""
    with worlds(served_fleet) as world:
        world.declare(*_adopted(world.api.tenants()[:ACCOUNTS]))
        yield world


def _adopted(tenants):
    for number, tenant in enumerate(tenants):
        key = f"fleet-{number:03d}"
        named = {"name": tenant["name"], "adopt": {INSTANCE: tenant["id"]}}
        yield merged(customer(key, **named), sold(key))


def _costs(result):
    """How many requests of each path there were."""
    return Counter(one["path"].removeprefix("/api/2") for one in result.requests)


def _pages(world):
    """How many requests the three lists take, for as many objects as there are."""
    there = {
        "/tenants": world.api.get("/tenants", subtree_root_id=world.root, limit=100_000),
        "/tenants/offering_items": world.api.get(
            "/tenants/offering_items", subtree_root_tenant_id=world.root, limit=100_000
        ),
        "/users": world.api.get("/users", subtree_root_tenant_id=world.root, limit=100_000),
    }
    return {
        path: max(1, ceil(len(answer["items"]) / LISTS[path])) for path, answer in there.items()
    }


def test_a_refresh_is_three_lists_and_one_question_for_each_new_login(fleet):
    planned = fleet.plan()

    costs, pages = _costs(planned), _pages(fleet)
    asked = costs.pop("/users/check_login")
    assert pages == {"/tenants": 1, "/tenants/offering_items": 2, "/users": 1}
    assert {path: costs.pop(path) for path in LISTS} == pages
    assert asked == ACCOUNTS
    assert costs.total() <= BESIDE
    assert planned.json["summary"]["create"] == 3 * ACCOUNTS  # users, policies, mails
    assert planned.json["requests"]["read"] == len(planned.requests)


def test_once_applied_the_fleet_costs_three_lists_and_six_requests(fleet):
    fleet.applied("--ack", "V-35")

    planned = fleet.plan("--detailed-exitcode")

    costs = _costs(planned)
    assert {path: costs.pop(path) for path in LISTS} == _pages(fleet)
    assert costs.total() <= BESIDE
    assert (planned.exit_code, planned.actions) == (0, [])
    assert len(set(fleet.mailed())) == len(fleet.mails()) == ACCOUNTS


def test_looking_at_one_account_costs_no_more_than_looking_at_all(fleet):
    result = fleet.status("--target", "fleet-007")

    costs = _costs(result)
    assert [one["account"] for one in result.json["accounts"]] == ["fleet-007"]
    assert {path: costs.pop(path) for path in LISTS} == _pages(fleet)
    assert costs.pop("/users/check_login") <= ACCOUNTS
    assert costs.total() <= BESIDE
