"""A fleet as it should be: drift says so in two lines, reads what plan reads, writes nothing."""

import pytest

from tests.drift.conftest import QUIET
from tests.harness.manifests import INSTANCE

TOKEN = ("POST", "/api/2/idp/token")


def sent(result):
    """The requests of a command without the token's, in no order."""
    seen = [(one["method"], one["path"], str(one["query"])) for one in result.requests]
    return sorted(one for one in seen if one[:2] != TOKEN)


def test_a_clean_fleet_is_told_in_two_lines(told):
    assert told.text() == QUIET
    assert told.world.run("drift", "--detailed-exitcode").exit_code == 0
    assert told.json()["summary"] == {
        "changed": 0,
        "missing": 0,
        "unmanaged": 0,
        "orphaned": 0,
        "foreign": 0,
        "unknown": 0,
        "delegated": 0,
        "unapplied": 0,
        "ignored": 0,
        "drifted": 0,
    }


def test_one_change_in_the_portal_is_one_finding(told):
    told.world.portal.change_tenant("Fabrikam", enabled=False)

    plain = told.world.run("drift")
    detailed = told.world.run("drift", "--detailed-exitcode", "-o", "json")

    assert plain.exit_code == 0
    assert detailed.exit_code == 2
    assert [one["address"] for one in detailed.json["drift"]] == [f"{INSTANCE}/fabrikam/tenant"]


@pytest.mark.parametrize("broken", [False, True])
def test_drift_reads_what_plan_reads(told, broken):
    if broken:
        told.world.portal.give_roles("Contoso", "partner_admin")
        told.world.portal.change_tenant("Tailspin", enabled=False)

    assert sent(told.world.run("drift")) == sent(told.world.plan())


@pytest.mark.parametrize(
    "command", [["drift"], ["status"], ["status", "--target", "contoso"], ["explain"]]
)
def test_what_only_looks_sends_nothing_but_get_and_the_token_request(told, command):
    told.world.portal.give_roles("Contoso", "partner_admin")
    subject = [f"{INSTANCE}/contoso/access_policies"] if command == ["explain"] else []

    result = told.world.run(*command, *subject)

    others = {(one["method"], one["path"]) for one in result.requests if one["method"] != "GET"}
    assert result.exit_code == 0
    assert others == {TOKEN}
