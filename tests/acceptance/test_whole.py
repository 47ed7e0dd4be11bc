"""What the page implies as a whole: idempotence, uniqueness, two levels (R-56 to R-58)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

ALL = (
    reseller(),
    customer("tailspin", bill_to="contoso"),
    sold("tailspin", "workloads"),
    customer(),
    sold(),
    customer("litware"),
)


def test_r_56_applying_twice_makes_no_second_change(world):
    """R-56: Idempotence."""

    world.declare(*ALL)

    first, second = world.applied(), world.applied()

    assert len(first.writes) > 10
    assert second.writes == []
    assert second.json["outcomes"] == []
    assert world.plan("--detailed-exitcode").exit_code == 0
    assert world.run("plan").stdout.endswith("No changes. Acronis matches the manifests.\n")


@pytest.mark.parametrize("command", ["validate", "plan", "status"])
def test_r_56_looking_writes_nothing(world, command):
    """R-56: Idempotence."""

    world.declare(*ALL)

    result = world.run(command)

    written = [one for one in result.requests if one["method"] != "GET"]
    assert {one["path"] for one in written} <= {"/api/2/idp/token"}
    assert world.api.tenants() == []


@pytest.mark.parametrize("option", ["username", "email"])
def test_r_57_usernames_and_emails_are_unique_across_roles(world, option):
    """R-57: Uniqueness is across accounts AND across roles (three sections each demand it) …"""

    value = {"username": "contoso-admin", "email": "it@contoso.example"}[option]
    world.declare(reseller(), customer(sync={INSTANCE: {option: value}}))

    result = world.run("validate", "-o", "json")

    paths = [one["path"] for one in result.json["findings"]]
    assert result.exit_code == 3
    assert paths == [
        f"accounts.contoso.sync.{INSTANCE}.{option}",
        f"accounts.fabrikam.sync.{INSTANCE}.{option}",
    ]


def test_r_57_acronis_is_asked_whether_a_login_is_free(world):
    """R-57: Uniqueness is across accounts AND across roles (three sections each demand it) …"""

    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "Fabrikam-Admin")
    world.declare(customer(), sold())

    planned = world.plan()

    checks = [one for one in planned.requests if one["path"].endswith("/users/check_login")]
    assert [one["status"] for one in checks] == [409]
    assert (planned.exit_code, planned.codes) == (3, ["V-34"])


def test_r_58_there_are_no_resellers_of_resellers(world):
    """R-58: Two-level hierarchy only."""

    world.declare(reseller(), reseller("adatum", bill_to="contoso"))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-12"])
    assert result.finding("V-12")["path"] == "accounts.adatum.bill_to"
