"""`restore`: a tenant that was deleted comes back (D-15)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

FABRIKAM = f"{INSTANCE}/fabrikam/tenant"


def lost(world, *pieces, name="Fabrikam"):
    """Apply, then delete in the portal; the tenant as it was."""
    world.declare(*pieces)
    world.applied()
    tenant = world.portal.tenant(name)
    world.portal.delete_tenant(name)
    return tenant


def restore(world, *options, address=FABRIKAM):
    return world.run("restore", address, "--auto-approve", "-o", "json", *options)


def test_d_15_a_tenant_comes_back_with_its_id_and_the_next_apply_enables_it(world):
    tenant = lost(world, customer(), sold())

    restored = restore(world)
    back = world.portal.tenant("Fabrikam")
    planned, applied = world.plan(), world.applied()

    assert restored.exit_code == 0
    assert restored.writes == [f"POST /tenants/{tenant['id']}/restore"]
    assert (back["id"], back["enabled"]) == (tenant["id"], False)
    assert planned.actions == ["update fabrikam/tenant"]
    assert applied.outcomes == {"fabrikam/tenant": "done"}
    assert world.plan("--detailed-exitcode").exit_code == 0
    assert len(world.mails()) == 1


def test_the_plan_is_shown_and_asked_for(world):
    lost(world, customer(), sold())

    asked = world.run("restore", FABRIKAM)

    assert asked.exit_code == 5
    assert asked.writes == []
    assert 'customer tenant "Fabrikam" below the MSP' in asked.stderr
    assert "deleted: true -> false" in asked.stderr
    assert "The tenant comes back disabled, with all that was deleted with it." in asked.stderr
    assert "Nobody is there to approve the plan" in asked.stderr


def test_a_suspended_account_is_quiet_after_it(world):
    pieces = (customer(), sold(state="suspended"))
    world.declare(customer(), sold())
    world.applied()
    lost(world, *pieces)

    missing = world.status().account("fabrikam")
    restored = restore(world)

    assert missing["status"] == "missing"
    assert missing["reason"].startswith('the tenant "Fabrikam" was deleted on ')
    assert restored.exit_code == 0
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_a_reseller_comes_back_with_its_customers(world):
    pieces = (reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"))
    lost(world, *pieces, name="Contoso")

    refused = restore(world, address=f"{INSTANCE}/tailspin/tenant")
    restored = restore(world, address=f"{INSTANCE}/contoso/tenant")
    world.applied()

    assert (refused.exit_code, refused.writes) == (5, [])
    assert 'The tenant above, "Contoso", was deleted as well.' in refused.stderr
    assert restored.exit_code == 0
    assert [one["name"] for one in world.portal.tenants()] == ["Contoso", "Tailspin"]
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_a_name_that_is_taken_meanwhile_is_refused(world):
    lost(world, customer(), sold())
    other = world.portal.create_tenant("Fabrikam")

    result = restore(world)

    assert (result.exit_code, result.writes) == (5, [])
    assert f'The name "Fabrikam" is taken by {other["id"]} meanwhile.' in result.stderr


def test_what_the_manifests_want_deleted_is_not_restored(world):
    lost(world, customer(), sold())
    world.declare(customer(state="absent"), sold())

    result = restore(world)

    assert (result.exit_code, result.writes) == (5, [])
    assert 'The manifests want the tenant "Fabrikam" deleted.' in result.stderr


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        (FABRIKAM, 5, f"No tenant was deleted at {FABRIKAM}."),
        ("fabrikam", 64, "is not of the form INSTANCE/ACCOUNT/KIND"),
        (f"{INSTANCE}/fabrikam/user", 64, "is no tenant."),
        ("acronis-us/fabrikam/tenant", 64, '"acronis-us" is no instance of the manifests.'),
    ],
)
def test_what_cannot_be_restored(world, address, code, said):
    world.declare(customer(), sold())
    world.applied()

    result = restore(world, address=address)

    assert (result.exit_code, result.writes) == (code, [])
    assert said in result.stderr
