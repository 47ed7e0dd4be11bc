"""Accounts and subscriptions that are suspended, resumed, cancelled or gone (D-06, D-10, D-11)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
STATES = [
    (customer(), sold(state="suspended")),
    (customer(), sold(state="cancelled")),
    (customer(state="suspended"), sold()),
]


@pytest.mark.parametrize("pieces", STATES)
def test_d_06_suspending_and_cancelling_disable_the_tenant_and_nothing_else(world, pieces):
    world.declare(customer(), sold())
    world.applied()
    before = world.api.tenant("Fabrikam")
    items = world.api.items("Fabrikam")
    world.declare(*pieces)

    applied, again = world.applied(), world.applied()

    after = world.api.tenant("Fabrikam")
    assert applied.writes == [f"PUT /tenants/{before['id']}"]
    assert again.writes == []
    assert (after["id"], after["enabled"]) == (before["id"], False)
    assert world.api.items("Fabrikam") == items
    assert world.plan("--detailed-exitcode").exit_code == 0


@pytest.mark.parametrize("state", ["suspended", "cancelled"])
def test_d_06_the_status_tells_suspended_from_cancelled(world, state):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(), sold(state=state))
    world.applied()

    row = world.status().account("fabrikam")

    assert (row["status"], row["subscription_state"]) == ("suspended", state)
    assert row["reason"] == f"subscription fabrikam-backup is {state}"


@pytest.mark.parametrize("pieces", STATES)
def test_d_06_resuming_enables_the_tenant_again(world, pieces):
    world.declare(customer(), sold())
    world.applied()
    world.declare(*pieces)
    world.applied()
    world.declare(customer(), sold())

    planned, applied = world.plan(), world.applied()

    assert planned.actions == ["update fabrikam/tenant"]
    assert len(applied.writes) == 1
    assert world.api.tenant("Fabrikam")["enabled"] is True
    assert world.status().account("fabrikam")["status"] == "synchronized"
    assert world.mailed() == ["it@fabrikam.example"]


def test_d_06_while_suspended_all_but_name_and_state_waits(world):
    world.declare(customer(), sold())
    world.applied()
    changed = customer(name="Fabrikam Two", language="de")
    world.declare(changed, sold(state="suspended"))

    planned = world.plan("--detailed-exitcode")
    world.applied()
    waiting = world.plan("--detailed-exitcode")

    assert planned.exit_code == 2
    assert planned.actions == ["update fabrikam/tenant"]
    assert waiting.exit_code == 0
    assert waiting.json["waiting"] == [
        {"address": f"{INSTANCE}/fabrikam/user", "reason": "the tenant is suspended"}
    ]
    assert waiting.json["summary"]["waiting"] == 1
    tenant = world.api.tenant("Fabrikam Two")
    assert (tenant["enabled"], tenant["language"]) == (False, "en")


def test_d_06_on_resume_enabling_comes_first(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(language="de"), sold(state="suspended"))
    world.applied()
    world.declare(customer(language="de"), sold())

    applied = world.applied()

    tenant = world.api.tenant("Fabrikam")
    assert applied.writes[0] == f"PUT /tenants/{tenant['id']}"
    assert (tenant["enabled"], tenant["language"]) == (True, "de")
    assert world.api.user("Fabrikam")["language"] == "de"
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_d_06_users_work_again_after_a_resume(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(), sold(state="suspended"))
    user = world.api.user("Fabrikam")
    body = {"enabled": False, "version": user["version"]}
    world.portal.done("PUT", f"/users/{user['id']}", body)
    world.applied()
    world.declare(customer(), sold())

    world.applied()

    assert world.api.user("Fabrikam")["enabled"] is True


@pytest.mark.parametrize("pieces", STATES)
def test_d_06_what_ended_before_its_tenant_existed_creates_nothing(world, pieces):
    world.declare(*pieces)

    planned, applied = world.plan("--detailed-exitcode"), world.applied()

    row = world.status().account("fabrikam")
    assert (planned.exit_code, planned.actions) == (0, [])
    assert len(planned.json["deferred"]) == 1
    assert applied.writes == []
    assert (row["status"], row["tenant_id"]) == ("synchronized_deferred", None)


def test_d_06_a_suspended_resellers_customers_wait(world):
    world.declare(reseller())
    world.applied()
    world.declare(reseller(state="suspended"), TAILSPIN, sold("tailspin"))

    applied = world.applied()
    planned = world.plan("--detailed-exitcode")
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    resumed = world.applied()

    assert applied.outcomes == {"contoso/tenant": "done"}
    assert (planned.exit_code, planned.actions) == (0, [])
    assert {one["address"].split("/")[1] for one in planned.json["waiting"]} == {"tailspin"}
    assert set(resumed.outcomes.values()) == {"done"}
    assert world.api.tenant("Tailspin")["parent_id"] == world.api.tenant("Contoso")["id"]


def test_d_06_a_customer_is_disabled_together_with_its_reseller(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(reseller(state="suspended"), TAILSPIN, sold("tailspin", state="suspended"))
    digest = world.plan().json["digest"]

    world.applied("--ack", f"V-62:{digest}")
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()

    assert [one["enabled"] for one in world.api.tenants()] == [True, True]
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_d_10_an_account_that_leaves_the_manifests_is_left_alone(world):
    world.declare(reseller(), customer(), sold())
    world.applied()
    before = world.api.tenant("Fabrikam")
    world.declare(reseller())

    planned, applied = world.plan("--detailed-exitcode"), world.applied()

    assert (planned.exit_code, planned.actions) == (0, [])
    assert applied.writes == []
    assert world.api.tenant("Fabrikam") == before
    assert [one["account"] for one in world.status().json["accounts"]] == ["contoso"]


def test_d_10_a_customer_whose_last_subscription_leaves_keeps_its_tenant(world):
    world.declare(customer(), sold())
    world.applied()
    before = world.api.tenant("Fabrikam")
    world.declare(customer())

    planned, applied = world.plan("--detailed-exitcode"), world.applied()

    row = world.status().account("fabrikam")
    assert (planned.exit_code, planned.actions) == (0, [])
    assert applied.writes == []
    assert world.api.tenant("Fabrikam") == before
    assert (row["status"], row["tenant_id"]) == ("synchronized", before["id"])
    assert "the last subscription has left the manifests" in row["reason"]


def test_d_10_an_account_that_comes_back_finds_its_tenant(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(reseller())
    world.applied()
    world.declare(reseller(), customer(), sold())

    planned = world.plan("--detailed-exitcode")

    assert (planned.exit_code, planned.actions) == (0, [])


def test_d_11_a_deferred_account_is_nothing_to_do(world):
    world.declare(customer(), customer("litware"))

    planned, applied = world.plan("--detailed-exitcode"), world.apply("--detailed-exitcode")

    text = world.run("plan").stdout
    assert (planned.exit_code, applied.exit_code) == (0, 0)
    assert planned.json["summary"]["deferred"] == 2
    assert [line for line in text.splitlines() if "fabrikam" in line and "litware" in line] != []
    assert text.endswith("No changes. Acronis matches the manifests.\n")
