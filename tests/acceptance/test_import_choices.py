"""What `import` writes of tenants that are not as the page has them, and whom it leaves out."""

import pytest
import yaml

from reconciler.manifest.load import check
from tests.harness.manifests import INSTANCE, customer, reseller, sold


@pytest.fixture
def settled(world):
    """A reseller with a customer and a direct customer, as they should be but without stamps."""
    world.declare(
        reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"), customer(), sold()
    )
    world.applied()
    for name in ("Contoso", "Tailspin", "Fabrikam"):
        world.portal.change_tenant(name, internal_tag=None)
    world.declare()
    return world


def taken_in(world, *options):
    result = world.run(
        "import", "--instance", INSTANCE, "--out", "imported", "-o", "json", *options
    )
    assert result.exit_code == 0, result.stderr
    assert check([world.folder / "manifests", *imported(world)]).manifest
    return result


def imported(world):
    return [one for one in [world.folder / "imported"] if one.exists()]


def account(world, key, file="customers.yaml"):
    text = (world.folder / "imported" / file).read_text(encoding="utf-8")
    return yaml.safe_load(text)["accounts"][key]


def reasons(result):
    """Why tenants are left out, by name, without the personal ones."""
    rows = [one for one in result.json["left_out"] if "login" not in one]
    return {one["name"]: one["reason"] for one in rows}


def changes(result):
    return [
        f"{one['actions'][0]} {one['account']}/{one['type']}"
        for one in result.json["proof"]["changes"]
    ]


def limit(world, tenant, name, value):
    """Give a quota to an item of a customer."""
    (item,) = [one for one in world.portal.items(tenant) if one["name"] == name]
    keys = {key: item[key] for key in ("application_id", "name", "infra_id") if key in item}
    version = item["quota"]["version"]
    quota = {"value": value, "overage": None, "version": version}
    world.portal.put_items(tenant, {**keys, "status": 1, "quota": quota})


def test_roles_beyond_the_roles_are_told_by_the_proof_and_not_taken_over(settled):
    settled.portal.give_roles("Contoso", "partner_admin")

    result = taken_in(settled)

    assert not result.json["proof"]["empty"]
    assert changes(result) == ["update contoso/tenant", "update contoso/access_policies"]
    assert result.json["proof"]["summary"]["update"] == 2
    assert result.json["proof"]["changes"][1]["fields"] == [
        {
            "field": "roles",
            "before": ["partner_admin"],
            "after": ["protection_ro_admin", "readonly_admin", "sync_share_ro_admin"],
        }
    ]


def test_what_differs_is_left_for_the_next_apply_when_stamps_are_written(settled):
    settled.portal.give_roles("Fabrikam", "company_admin", "protection_admin")

    taken_in(settled, "--adopt", "--auto-approve")
    applied = settled.run("apply", "manifests", "imported", "--auto-approve", "-o", "json")

    assert applied.outcomes == {"fabrikam/access_policies": "done", "fabrikam/tenant": "done"}
    assert settled.api.roles("Fabrikam") == ["company_admin"]


@pytest.mark.parametrize("name", ["Fabrikam", "Tailspin"])
def test_quotas_and_items_of_customers_stay_as_they_are(settled, name):
    limit(settled, name, "pg_base_workstations", 5)
    settled.portal.switch(name, "pg_base_vms", on=False)
    before = settled.portal.items(name)

    result = taken_in(settled, "--adopt", "--auto-approve")
    applied = settled.run("apply", "manifests", "imported", "--auto-approve", "-o", "json")

    assert result.json["proof"]["empty"]
    assert applied.writes == []
    assert settled.portal.items(name) == before
    alone = [one["account"] for one in result.json["accounts"] if one["services_left_alone"]]
    assert alone == (["fabrikam"] if name == "Fabrikam" else [])


def test_services_that_differ_are_left_to_a_direct_customer_in_its_manifest(settled):
    limit(settled, "Fabrikam", "pg_base_workstations", 5)

    taken_in(settled)

    text = (settled.folder / "imported/customers.yaml").read_text(encoding="utf-8")
    assert "services: provision_once # they differ from the product's, and are left as they" in text


def test_a_tenant_in_trial_gets_no_subscription_and_stays_in_trial(world):
    world.declare()
    world.portal.create_tenant("Adatum")
    world.portal.create_user("Adatum", "adatum-admin", "it@adatum.example")
    world.portal.give_roles("Adatum", "company_admin")
    items = [
        one for one in world.portal.offer("customer") if one.get("edition") == "pck_per_workload"
    ]
    keys = ("application_id", "name")
    plain = [{key: one[key] for key in keys} for one in items if not one.get("infra_id")]
    world.portal.put_items("Adatum", *({**one, "status": 1} for one in plain))

    result = taken_in(world, "--adopt", "--auto-approve")
    drift = world.run("drift", "manifests", "imported", "--detailed-exitcode")

    (one,) = result.json["accounts"]
    assert one["note"] == "in trial mode; a subscription would put it into production"
    assert (one["product"], one["subscription"]) == (None, None)
    assert result.json["proof"]["empty"]
    assert drift.exit_code == 0
    assert world.api.pricing_mode("Adatum") == "trial"
    assert world.api.tenant("Adatum")["internal_tag"].startswith("reconciler/1 ")


def test_disabled_resellers_and_customers_are_suspended(settled):
    settled.portal.change_tenant("Fabrikam", enabled=False)
    settled.portal.change_tenant("Contoso", enabled=False)

    result = taken_in(settled, "--adopt", "--auto-approve")

    assert result.json["proof"]["empty"]
    assert {one["status"] for one in result.json["adopted"]["outcomes"]} == {"done"}
    assert account(settled, "contoso", "resellers/contoso.yaml")["state"] == "suspended"
    text = (settled.folder / "imported/customers.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["subscriptions"]["fabrikam-services"]["state"] == "suspended"


def test_somebody_elses_tag_is_not_taken_over(settled):
    settled.portal.change_tenant("Contoso", internal_tag="crm:4711")

    result = taken_in(settled, "--adopt", "--auto-approve")

    assert reasons(result) == {
        "Contoso": 'it carries somebody else\'s tag, "crm:4711" [V-69]',
        "Tailspin": 'what is above it is left out: "Contoso"',
    }
    assert settled.api.tenant("Contoso")["internal_tag"] == "crm:4711"
    assert len(result.writes) == 1


def test_whoever_cannot_be_an_account_is_told_with_the_reason(world):
    world.declare()
    for name, kind in (("Nobody", "customer"), ("Many", "customer"), ("Files", "folder")):
        world.portal.create_tenant(name, kind)
    world.portal.create_tenant("Inside", parent="Files")
    world.portal.create_tenant("Team", "unit", parent="Nobody")
    for login in ("many-one", "many-two"):
        world.portal.create_user("Many", login, f"{login}@many.example")
    for name in ("Own way", "Clash"):
        world.portal.create_tenant(name)
        world.portal.create_user(name, f"{name[:3].lower()}-admin", "it@same.example")
    world.portal.create_tenant("Closed", ancestral_access=False)

    result = taken_in(world)

    assert reasons(result) == {
        "Nobody": "it has no user",
        "Many": "none of its 2 users administers it",
        "Files": "a folder: manifests have none",
        "Inside": 'what is above it is left out: "Files"',
        "Team": 'what is above it is left out: "Nobody"',
        "Closed": "it was switched to self-service: what is in it cannot be seen [D-09]",
        "Own way": 'the e-mail "it@same.example" of user "own-admin" is also that of "Clash" '
        "[V-32]",
    }
    assert [one["account"] for one in result.json["accounts"]] == ["clash"]


def test_the_user_is_whoever_has_the_roles_else_the_first_active_administrator(settled):
    settled.portal.create_user("Fabrikam", "aaa-backup", "b@fabrikam.example")

    result = taken_in(settled)

    rows = {one["account"]: one for one in result.json["accounts"]}
    assert rows["fabrikam"]["login"] == "fabrikam-admin"
    assert rows["fabrikam"]["chosen"] == "holds just what the role grants"


def test_names_that_clash_or_say_nothing_become_keys(world):
    world.declare(customer("alpha-beta", name="Deferred"))
    for number, name in enumerate(["Alpha & Beta", "Älpha-Beta", "株式会社", "123", "no"]):
        world.portal.create_tenant(name)
        world.portal.create_user(name, f"user-{number}", f"{number}@else.example")

    result = taken_in(world)

    odd = world.portal.tenant("株式会社")["id"][:8]
    assert [one["account"] for one in result.json["accounts"]] == sorted(
        ["123", "alpha-beta-2", "alpha-beta-3", "no", f"tenant-{odd}"]
    )


@pytest.mark.parametrize("name", ['a: {b} # "c"', "- x", "‮evil", "null", "2026-01-01", "é, ü]"])
def test_names_are_written_as_they_are_whatever_yaml_thinks_of_them(world, name):
    world.declare()
    world.portal.create_tenant(name, customer_id="0123")
    world.portal.create_user(name, "some-user", "some@else.example")

    result = taken_in(world)

    (one,) = result.json["accounts"]
    said = account(world, one["account"])
    assert (said["name"], said["external_id"]) == (name, "0123")
    assert "‮" not in (world.folder / "imported/customers.yaml").read_text(encoding="utf-8")


def test_lost_manifests_are_written_again_under_the_keys_of_the_stamps(world):
    world.declare(reseller("old-key", name="Contoso"))
    world.applied()
    world.declare()

    result = taken_in(world)

    assert [one["account"] for one in result.json["accounts"]] == ["old-key"]
    assert result.json["proof"]["empty"]


def test_the_text_tells_what_was_written_left_out_and_would_change(settled):
    settled.portal.give_roles("Contoso", "partner_admin")
    settled.portal.create_tenant("Nobody")

    told = settled.run("import", "--instance", INSTANCE, "--out", "imported")

    assert told.exit_code == 0
    assert "+ imported/resellers/contoso.yaml  2 accounts" in told.stdout
    assert "it has no user: Nobody (" in told.stdout
    assert f"An apply would still change on {INSTANCE}" in told.stdout
    assert (
        "3 accounts written to imported, 3 left out, 0 managed before. "
        "An apply would still change 1 account." in told.stdout
    )
    assert "--out DIR --adopt" in told.stdout


def test_personal_data_is_masked_for_others(settled):
    told = settled.run(
        "import", "--instance", INSTANCE, "--out", "imported", "--pii", "mask", "-o", "json"
    )

    assert "admin" not in told.stdout.replace("partner_admin", "")
    assert "@" not in told.stdout.replace("/@", "")
