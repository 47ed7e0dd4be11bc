"""What plan and apply say to suspending and deleting tenants (V-60 to V-63, V-65)."""

import pytest

from tests.acceptance.findings import acknowledged, expected
from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
CONTOSO = f"{INSTANCE}/contoso/tenant"
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"


def test_v_60_deleting_a_tenant_needs_an_acknowledgement_of_this_very_plan(world):
    """V-60, and V-63: it is disabled first, for a tenant that is enabled is not deleted (1006)."""

    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(state="absent"))

    planned, blanket = world.plan(), world.apply("--ack", "V-60")
    done = acknowledged(world, "V-60")

    assert planned.exit_code == 0
    assert planned.actions == ["delete fabrikam/tenant"]
    assert planned.json["findings"] == [
        expected(
            world,
            "V-60",
            "the tenant is deleted, and nothing is below it; backups are deleted.",
            "Acknowledge with --ack V-60:DIGEST.",
            address=FABRIKAM,
            path="accounts.fabrikam.state",
            line="state: absent",
            ack_needed=True,
        )
    ]
    assert (blanket.exit_code, blanket.writes) == (5, [])
    assert [one.partition(" ")[0] for one in done.writes] == ["PUT", "DELETE"]
    assert world.api.tenants() == []
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_v_60_and_v_62_deleting_a_reseller_names_the_customers_that_go_with_it(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(reseller(state="absent"), customer("tailspin", bill_to="contoso", state="absent"))

    planned = world.plan()
    done = acknowledged(world, "V-60", "V-62")

    (effect,) = next(
        one["effects"] for one in planned.json["resource_changes"] if one["account"] == "contoso"
    )
    found = [one for one in planned.json["findings"] if one["address"] == CONTOSO]
    assert planned.actions == ["delete contoso/tenant", "delete tailspin/tenant"]
    assert "1 customer tenant below it" in effect
    assert [(one["code"], one["message"]) for one in found] == [
        ("V-60", 'the tenant is deleted, and with it "Tailspin"; backups are deleted.'),
        ("V-62", "this stops 1 active customer of the reseller."),
    ]
    assert list(done.outcomes) == ["tailspin/tenant", "contoso/tenant"]
    assert world.api.tenants() == []


@pytest.mark.parametrize("state", ["suspended", "cancelled"])
def test_v_61_a_suspended_tenant_is_disabled_and_goes_on_being_billed(world, state):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(), sold(state=state))

    planned, applied = world.plan(), world.applied()

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-61",
            "the tenant is disabled; Acronis goes on billing what it stores.",
            "Delete it (accounts.fabrikam.state: absent) if it is not to be billed any more.",
            severity="warning",
            address=FABRIKAM,
            path="subscriptions.fabrikam-backup.state",
            line=f"state: {state}",
        )
    ]
    assert len(applied.writes) == 1
    assert world.api.tenant("Fabrikam")["enabled"] is False


def test_v_62_suspending_a_reseller_with_active_customers_needs_an_acknowledgement(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(reseller(state="suspended"), TAILSPIN, sold("tailspin"))

    planned = world.plan()
    acknowledged(world, "V-62")

    place = {"address": CONTOSO, "path": "accounts.contoso.state", "line": "state: suspended"}
    assert planned.json["findings"] == [
        expected(
            world,
            "V-62",
            "this stops 1 active customer of the reseller.",
            "Acknowledge with --ack V-62:DIGEST.",
            **place,
            ack_needed=True,
        ),
        expected(
            world,
            "V-61",
            "the tenant is disabled; Acronis goes on billing what it stores.",
            "Delete it (accounts.contoso.state: absent) if it is not to be billed any more.",
            severity="warning",
            **place,
        ),
    ]
    assert world.api.tenant("Contoso")["enabled"] is False
    assert world.api.tenant("Tailspin")["enabled"] is True


def test_v_62_a_reseller_whose_customers_are_suspended_needs_none(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin", state="suspended"))
    world.applied()
    world.declare(reseller(state="suspended"), TAILSPIN, sold("tailspin", state="suspended"))

    planned = world.plan()
    world.applied()

    assert planned.codes == ["V-61"]
    assert world.api.tenant("Contoso")["enabled"] is False


def test_v_65_nothing_is_destroyed_where_a_tenant_hides_what_is_in_it(world):
    world.declare(customer(), sold(), reseller())
    world.applied()
    world.portal.change_tenant("Fabrikam", ancestral_access=False)
    world.declare(customer(state="absent"), sold(), reseller())

    planned = world.plan()
    acks = ("--ack", f"V-60:{planned.json['digest']}")
    applied = world.apply(*acks)

    assert (planned.exit_code, planned.json["complete"]) == (8, False)
    assert "V-65" in planned.codes
    assert (applied.exit_code, applied.writes) == (8, [])
    assert world.api.tenant("Fabrikam")["enabled"] is True


def test_v_65_nothing_is_destroyed_above_a_tenant_that_hides_what_is_in_it(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.portal.change_tenant("Tailspin", ancestral_access=False)
    world.declare(reseller(state="absent"))

    planned = world.plan()
    digest = planned.json["digest"]
    applied = world.apply("--ack", f"V-60:{digest}", "--ack", f"V-62:{digest}")

    assert (planned.exit_code, planned.codes) == (8, ["V-65"])
    assert '"Tailspin"' in planned.finding("V-65")["message"]
    assert (applied.exit_code, applied.writes) == (8, [])
