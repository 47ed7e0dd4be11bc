"""What plan and apply say to tenants that are elsewhere, lost, or marked by others."""

from tests.acceptance.findings import acknowledged, expected
from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
CONTOSO = f"{INSTANCE}/contoso/tenant"
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"


def test_v_64_the_kind_of_a_tenant_does_not_change(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(reseller("fabrikam"))

    planned, applied = world.plan(), world.apply()

    assert planned.exit_code == 3
    assert planned.json["findings"] == [
        expected(
            world,
            "V-64",
            "the live tenant is a customer and the role asks for a partner; "
            "the kind of a tenant cannot change.",
            "Change the role back, or declare a new account for the new role.",
            address=FABRIKAM,
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
        )
    ]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_64_a_customer_does_not_move_to_another_reseller(world):
    resellers = (reseller(), reseller("adatum"))
    world.declare(*resellers, TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(*resellers, customer("tailspin", bill_to="adatum"), sold("tailspin"))

    planned, applied = world.plan(), world.apply()

    found = planned.finding("V-64")
    assert planned.exit_code == 3
    assert found["message"] == (
        f"the live tenant is below {CONTOSO} and is wanted below "
        f"{INSTANCE}/adatum/tenant; tenants are not moved."
    )
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_64_an_account_does_not_move_to_another_instance(world, elsewhere):
    world.declare(elsewhere.instance, reseller())
    world.applied()
    options = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    moved = {"accounts": {"contoso": {"name": "Contoso", "sync": {"acronis-us": options}}}}
    world.declare(elsewhere.instance, moved)

    planned, applied = world.plan(), world.apply()

    tenant = world.api.tenant("Contoso")
    assert planned.exit_code == 3
    assert planned.json["findings"] == [
        expected(
            world,
            "V-64",
            f'the account has its tenant on instance "{INSTANCE}" ({tenant["id"]}); '
            "tenants are not moved to another instance.",
            f"Declare accounts.contoso.sync.{INSTANCE} again, or a new account for acronis-us.",
            address="acronis-us/contoso/tenant",
            path="accounts.contoso.sync.acronis-us",
            line="acronis-us:",
        )
    ]
    assert applied.exit_code == 7
    assert elsewhere.api.tenants() == []


def moved_to_us(world, elsewhere):
    """Contoso was made in acronis-eu, and the manifests ask for it in acronis-us by now."""
    world.declare(elsewhere.instance, reseller())
    world.applied()
    options = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    moved = {"accounts": {"contoso": {"name": "Contoso", "sync": {"acronis-us": options}}}}
    world.declare(elsewhere.instance, moved)


def test_v_64_the_instance_that_an_account_has_left_is_looked_at_also_if_not_picked(
    world, elsewhere
):
    moved_to_us(world, elsewhere)

    planned = world.plan("--instance", "acronis-us")
    applied = world.apply("--instance", "acronis-us")

    assert planned.exit_code == 3
    assert f'has its tenant on instance "{INSTANCE}"' in planned.finding("V-64")["message"]
    assert list(planned.json["instances"]) == ["acronis-us"]
    assert (applied.exit_code, elsewhere.api.tenants()) == (7, [])


def test_v_64_no_tenant_is_made_while_the_instance_it_may_be_on_cannot_be_looked_at(
    world, elsewhere, monkeypatch
):
    moved_to_us(world, elsewhere)
    monkeypatch.delenv("ACRONIS_CLIENT_SECRET")

    planned = world.plan("--instance", "acronis-us")
    applied = world.apply("--instance", "acronis-us")

    assert planned.exit_code == 3
    assert planned.finding("V-64")["message"] == (
        f'the account may have its tenant on instance "{INSTANCE}", which could not be looked '
        "at; it would get a second one."
    )
    assert (applied.exit_code, elsewhere.api.tenants()) == (7, [])


def test_v_64_leaving_one_of_two_instances_is_no_move(world, elsewhere):
    options = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    world.declare(elsewhere.instance, reseller(sync={"acronis-us": options}))
    world.applied()
    left = {"accounts": {"contoso": {"name": "Contoso", "sync": {"acronis-us": options}}}}
    world.declare(elsewhere.instance, left)

    planned = world.plan("--detailed-exitcode")

    assert (planned.exit_code, planned.actions, planned.codes) == (0, [], [])


def test_v_69_a_foreign_tag_is_never_overwritten_and_the_rest_only_if_acknowledged(world):
    tenant = world.portal.create_tenant("Fabrikam", internal_tag="psa:4711")
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    planned, wrong = world.plan(), world.apply("--ack", "V-35")
    untouched = world.api.tenant("Fabrikam")["internal_tag"]
    acknowledged(world, "V-69")

    assert planned.exit_code == 0
    assert planned.finding("V-69") == expected(
        world,
        "V-69",
        'the tenant carries somebody else\'s tag, "psa:4711", which stays; so nothing is noted '
        "of what is applied, and no activation mail is sent.",
        "Acknowledge with --ack V-69, or leave the tenant alone.",
        address=FABRIKAM,
        path=f"accounts.fabrikam.adopt.{INSTANCE}",
        line=tenant["id"],
        ack_needed=True,
    )
    assert (wrong.exit_code, wrong.writes, untouched) == (5, [], "psa:4711")
    assert world.api.tenant("Fabrikam")["internal_tag"] == "psa:4711"
    assert world.api.roles("Fabrikam") == ["company_admin"]
    assert world.mailed() == []
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_v_69_our_tenant_with_a_foreign_tag_is_left_as_it_is(world):
    world.declare(customer(), sold())
    world.applied()
    world.portal.change_tenant("Fabrikam", internal_tag="psa:4711")

    planned, applied = world.plan(), world.apply()

    assert planned.exit_code == 3
    assert 'carries the tag "psa:4711"' in planned.finding("V-35")["message"]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_69_a_tenant_that_somebody_moved_is_not_moved_back(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.tell_of_tenants(Tailspin={"parent_id": world.root})

    planned, applied = world.plan(), world.apply()

    found = planned.finding("V-69")
    assert planned.exit_code == 3
    assert found["message"] == (
        f"the live tenant is below {INSTANCE}/@{world.root}/tenant and is wanted below "
        f"{CONTOSO}; somebody has moved it."
    )
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_71_a_tenant_that_was_deleted_outside_is_not_made_again_unasked(world):
    world.declare(customer(), sold())
    world.applied()
    lost = world.api.tenant("Fabrikam")
    world.portal.delete_tenant("Fabrikam")

    planned, blanket = world.plan(), world.apply("--ack", "V-71")
    status = world.status().account("fabrikam")
    acknowledged(world, "V-71")

    (gone,) = [one for one in world.api.tenants(deleted=True) if one["deleted_at"]]
    message = (
        f'the tenant "Fabrikam" ({lost["id"]}) was deleted on {gone["deleted_at"][:10]}; '
        "a second one would be made."
    )
    assert planned.exit_code == 0
    assert planned.finding("V-71") == expected(
        world,
        "V-71",
        message,
        f"reconciler restore {FABRIKAM} brings it back; "
        "acknowledge with --ack V-71:DIGEST to make a new one.",
        address=FABRIKAM,
        path=f"accounts.fabrikam.sync.{INSTANCE}",
        line=f"{INSTANCE}:",
        ack_needed=True,
    )
    assert (blanket.exit_code, blanket.writes) == (5, [])
    assert (status["status"], status["tenant_id"]) == ("missing", None)
    assert world.api.tenant("Fabrikam")["id"] != lost["id"]
