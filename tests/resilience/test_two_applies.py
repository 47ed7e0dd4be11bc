"""Two applies at the same moment: one set of tenants, one mail per user, no lie from either."""

import json
from collections import Counter

import pytest

from tests.harness.manifests import customer, merged, reseller, sold

WANTED = merged(
    reseller("contoso"),
    customer("tailspin", bill_to="contoso"),
    sold("tailspin"),
    customer("fabrikam"),
    sold("fabrikam", "workloads"),
)
APPLY = ("apply", "--auto-approve", "-o", "json", "--lock-timeout", "0")
USERS = ["contoso-admin", "fabrikam-admin", "tailspin-admin"]


@pytest.fixture
def empty(stage):
    """A stage with nothing in it, and the manifests."""
    stage.rewind("empty")
    stage.declare(WANTED)
    return stage


@pytest.mark.parametrize("delay", [0, 20, 60, 150])
def test_two_applies_from_two_machines_end_in_one_set_of_tenants(empty, delay):
    # The second is that much slower at first, so that it meets the first at another place.
    if delay:
        empty.fault("GET", "/tenants$", nth=2, delay_ms=delay)

    both = [empty.children.start(*APPLY, home=home) for home in ("here", "there")]
    ended = [child.json for child in both]
    plan = empty.plan("--detailed-exitcode")

    mails = Counter(one["login"] for one in empty.mails())
    assert [one["name"] for one in empty.api.tenants()] == ["Contoso", "Fabrikam", "Tailspin"]
    assert sorted(login for login, *_ in empty.state()["users"]) == USERS
    assert set(mails.values()) <= {1}
    assert all(login in mails or told_as_unknown(plan, login) for login in USERS)
    for document in ended:
        assert_true(document)
    if {document["exit_code"] for document in ended} == {0}:
        assert plan.exit_code == 0, plan.stdout


def test_a_login_that_the_other_run_has_just_taken_is_no_objection(empty):
    before = empty.api.get("/tenants", subtree_root_id=empty.root)["items"]
    empty.applied()
    empty.fault("GET", "/tenants$", nth=1, body=json.dumps({"items": before}))

    plan = empty.plan("--detailed-exitcode")

    assert plan.exit_code == 0, plan.stdout


def test_a_tenant_that_changes_while_its_pricing_is_set_is_looked_at_again(empty):
    empty.fault("PUT", "/pricing$", nth=1, code=1001)

    result = empty.applied()

    assert len([one for one in result.writes if one.endswith("/pricing")]) == 3


def assert_true(document):
    """The exit code says what the outcomes say, and what was kept out of the plan.

    That is an account whose login the other run has taken while this one was reading.
    """
    undone = any(one["status"] != "done" for one in document["outcomes"])
    assert document["exit_code"] == (7 if undone or document["blocked"] else 0)


def told_as_unknown(plan, login):
    found = [one for one in plan.json["findings"] if one["code"] == "D-14"]
    return any(login.removesuffix("-admin") in one["address"] for one in found)
