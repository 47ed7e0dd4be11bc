"""Entry, addressing and status: what holds for every account (R-01 to R-06)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

FABRIKAM = """
version: 1
workspace: northwind-msp
instances:
  acronis-eu:
    gateway_url: GATEWAY
    client_id: {env: ACRONIS_CLIENT_ID}
    client_secret: {env: ACRONIS_CLIENT_SECRET}
accounts:
  fabrikam:
    name: Fabrikam
    sync:
      acronis-eu: {%s}
"""


def test_r_01_an_account_without_sync_options_is_left_alone(world):
    """R-01: Any BSS account can be put under management by declaring sync options for it."""

    world.declare({"accounts": {"contoso": {"name": "Contoso"}}})

    applied = world.applied()
    row = world.status().account("contoso")

    assert applied.writes == []
    assert world.api.tenants() == []
    assert (row["status"], row["role"], row["tenant_id"]) == ("not_synchronized", None, None)


def test_r_02_status_has_one_row_for_each_account_and_instance(world, elsewhere):
    """R-02: Sync status is a property of (account, provisioning system), shown on the account."""

    world.declare(elsewhere.instance, reseller(), customer())
    world.applied("--instance", INSTANCE)

    status = world.status()

    rows = [(one["account"], one["instance"], one["status"]) for one in status.json["accounts"]]
    assert rows == [
        ("contoso", INSTANCE, "synchronized"),
        ("contoso", "acronis-us", "not_synchronized"),
        ("fabrikam", INSTANCE, "synchronized_deferred"),
        ("fabrikam", "acronis-us", "not_synchronized"),
    ]
    assert status.json["accounts"][0]["tenant_id"] == world.api.tenant("Contoso")["id"]


def test_r_03_only_the_instance_that_was_picked_changes(world, elsewhere):
    """R-03: Several provisioning systems can be offered for one account."""

    picked = {"role": "Reseller", "username": "contoso-us", "email": "us@contoso.example"}
    world.declare(
        elsewhere.instance,
        {"accounts": {"contoso": {"name": "Contoso", "sync": {"acronis-us": picked}}}},
    )

    world.applied()

    assert world.api.tenants() == []
    assert [one["name"] for one in elsewhere.api.tenants()] == ["Contoso"]


def test_r_03_an_account_on_two_instances_has_a_tenant_on_each(world, elsewhere):
    """R-03: Several provisioning systems can be offered for one account."""

    other = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    world.declare(elsewhere.instance, reseller(sync={"acronis-us": other}))

    world.applied("--instance", "acronis-us")
    only_there = (len(world.api.tenants()), len(elsewhere.api.tenants()))
    world.applied()

    assert only_there == (0, 1)
    assert world.api.user("Contoso")["login"] == "contoso-admin"
    assert elsewhere.api.user("Contoso")["login"] == "contoso-us"


def test_r_04_an_instance_that_is_not_declared_is_an_error_that_names_it(world):
    """R-04: An Acronis provisioning system is a named service-manager INSTANCE."""

    options = {"role": "User", "username": "fabrikam-admin", "email": "it@fabrikam.example"}
    world.declare({"accounts": {"fabrikam": {"name": "Fabrikam", "sync": {"acronis-ue": options}}}})

    result = world.run("validate", "-o", "json")

    found = result.finding("V-03")
    assert result.exit_code == 3
    assert found["path"] == "accounts.fabrikam.sync.acronis-ue"
    assert "acronis-ue" in found["message"]
    assert INSTANCE in found["hint"]


@pytest.mark.parametrize("missing", ["role", "username", "email"])
def test_r_05_role_username_and_email_are_required(world, missing):
    """R-05: The option set is exactly Parent Account, Role, Username, Email."""

    options = {"role": "User", "username": "fabrikam-admin", "email": "it@fabrikam.example"}
    given = ", ".join(f"{key}: {value}" for key, value in options.items() if key != missing)
    world.write(FABRIKAM % given)

    result = world.run("validate", "-o", "json")

    (found,) = result.json["findings"]
    assert result.exit_code == 3
    assert (found["code"], found["severity"]) == ("V-01", "error")
    assert f"accounts.fabrikam.sync.{INSTANCE}" in found["path"]
    assert missing in found["path"] + found["message"]
    assert (found["file"], found["line"]) == ("manifests/all.yaml", 13)


def test_r_05_there_is_no_other_sync_option(world):
    """R-05: The option set is exactly Parent Account, Role, Username, Email."""

    options = {"role": "User", "username": "fabrikam-admin", "email": "it@fabrikam.example"}
    given = ", ".join(f"{key}: {value}" for key, value in {**options, "usernam": "x"}.items())
    world.write(FABRIKAM % given)

    result = world.run("validate", "-o", "json")

    found = result.finding("V-01")
    assert result.exit_code == 3
    assert "usernam" in found["path"]
    assert "username" in found["message"] + found["hint"]


def test_r_05_the_fourth_option_is_the_parent_account(world):
    """R-05: The option set is exactly Parent Account, Role, Username, Email."""

    world.declare(reseller(), customer("tailspin", bill_to="contoso", sync=_parent("contoso")))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.json["findings"]) == (0, [])


def test_r_06_one_apply_saves_and_synchronizes(world):
    """R-06: There is one commit action."""

    world.declare(reseller(), customer(), sold(), customer("litware"))

    world.applied()

    statuses = {one["account"]: one["status"] for one in world.status().json["accounts"]}
    assert statuses == {
        "contoso": "synchronized",
        "fabrikam": "synchronized",
        "litware": "synchronized_deferred",
    }
    assert [one["name"] for one in world.api.tenants()] == ["Contoso", "Fabrikam"]


def _parent(account):
    return {INSTANCE: {"parent_account": account}}
