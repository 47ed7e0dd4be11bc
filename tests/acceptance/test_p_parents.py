"""What plan and apply say where a parent is in the way (V-17 to V-20)."""

from tests.acceptance.findings import expected
from tests.acceptance.keeping_out import stays_out
from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
CONTOSO = f"{INSTANCE}/contoso/tenant"
TAILSPINS = f"{INSTANCE}/tailspin/tenant"


def test_v_17_customers_of_a_reseller_that_cannot_be_made_are_blocked(world):
    world.portal.create_tenant("Contoso")
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    planned = stays_out(world, "tailspin")

    assert planned.finding("V-17") == expected(
        world,
        "V-17",
        'reseller "contoso" has no tenant, for it cannot be made.',
        "Settle what is said of accounts.contoso first.",
        address=TAILSPINS,
        path=f"accounts.tailspin.sync.{INSTANCE}",
        line=f"{INSTANCE}:\n        email: it@tailspin.example",
    )
    (row,) = [one for one in planned.json["blocked"] if one["address"] == TAILSPINS]
    assert row["needs"] == [CONTOSO]


def test_v_19_a_parent_that_another_tenant_has_locked(world):
    world.declare(reseller())
    world.applied()
    owner = world.api.tenant("Contoso")["id"]
    world.tell_of_tenants(Contoso={"update_lock": {"enabled": True, "owner_id": owner}})
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    planned = stays_out(world, "tailspin")

    assert planned.finding("V-19") == expected(
        world,
        "V-19",
        'the parent tenant "Contoso" is locked by another tenant (code 1012).',
        "Have its owner unlock it.",
        address=TAILSPINS,
        path=f"accounts.tailspin.sync.{INSTANCE}",
        line=f"{INSTANCE}:\n        email: it@tailspin.example",
    )


def test_v_19_a_parent_that_was_disabled_meanwhile_fails_the_account_with_code_1003(world):
    world.declare(reseller())
    world.applied()
    world.fault("POST", "/tenants$", times=1, code=1003)
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    result = world.apply()

    (failed,) = [one for one in result.json["outcomes"] if one["status"] == "failed"]
    assert result.exit_code == 7
    assert failed["address"] == TAILSPINS
    assert failed["error"] == {
        "code": 1003,
        "message": "POST /tenants: 400 Parent tenant is disabled (1003)",
        "http_status": 400,
        "hint": "Enable the parent tenant first.",
    }


def test_v_20_an_msp_that_may_not_have_partners_is_told_once(world):
    world.tell_of_tenants(MSP={"kind": "customer"})
    world.declare(reseller(), reseller("adatum"))

    planned, applied = world.plan(), world.apply()

    assert planned.exit_code == 3
    assert planned.json["findings"] == [
        expected(
            world,
            "V-20",
            "our own tenant is a customer, which may not create partner tenants.",
            "Use an API client of a partner tenant.",
            address=f"{INSTANCE}/@{world.root}/tenant",
            path=f"instances.{INSTANCE}",
            line=f"  {INSTANCE}:\n    client_id",
        )
    ]
    assert len(planned.json["blocked"]) == 2
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_20_customers_of_such_an_msp_go_on(world):
    world.tell_of_tenants(MSP={"kind": "customer"})
    world.declare(reseller(), customer(), sold())

    planned, applied = world.plan(), world.apply()

    world.mend()
    assert (planned.exit_code, applied.exit_code) == (3, 7)
    assert [one["name"] for one in world.api.tenants()] == ["Fabrikam"]
