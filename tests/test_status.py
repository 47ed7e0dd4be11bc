"""What the BSS shows of every account."""

import pytest

from reconciler.acronis.wire import Tenant
from reconciler.plan import Address
from reconciler.status import WORDS, AccountStatus, statuses
from tests.builders import INSTANCE, customer, manifest, reseller, sold
from tests.world import World

PIECES = (reseller(), customer(bill_to="contoso"), sold())


def rows(world, failures=None):
    sides = {INSTANCE: world.side}
    found = statuses(world.manifest, sides, world.plan(), failures or {})
    return {row.account: row for row in found}


def status(world, account="fabrikam", failures=None):
    row = rows(world, failures)[account]
    return row.status, row.reason


@pytest.fixture(scope="module")
def settled():
    return World(manifest(*PIECES)).applied()


def test_a_row_says_all_there_is_to_know(settled):
    tenant = settled.tenant("fabrikam")

    row = rows(settled)["fabrikam"]

    assert row == AccountStatus(
        account="fabrikam",
        instance="eu",
        role="User",
        parent="contoso",
        status="synchronized",
        tenant_id=tenant.id,
        tenant_kind="customer",
        subscription="fabrikam-sub",
        subscription_state="active",
        login="fabrikam-admin",
        reason="",
    )


def test_an_account_without_sync_options_is_not_synchronized():
    world = World(manifest(*PIECES, {"accounts": {"idle": {"name": "Idle"}}}))

    row = rows(world)["idle"]

    assert (row.status, row.reason) == ("not_synchronized", "no sync options for this instance")
    assert (row.role, row.tenant_id) == (None, None)


def test_there_is_one_row_for_every_account_and_instance(settled):
    both = manifest(*PIECES, {"instances": {"us": {"gateway_url": "sandbox://us"}}})
    world = settled.wanting(both)

    found = list(statuses(both, {"us": world.side, "eu": world.side}, world.plan(), {}))

    assert [(row.account, row.instance) for row in found] == [
        ("contoso", "eu"),
        ("contoso", "us"),
        ("fabrikam", "eu"),
        ("fabrikam", "us"),
    ]


def test_a_deferred_customer_counts_as_synchronized():
    world = World(manifest(customer()))

    assert status(world) == ("synchronized_deferred", "no tenant until the first subscription")


def test_what_is_planned_is_pending(settled):
    world = settled.wanting(manifest(*PIECES, customer(name="F")))

    assert status(world) == ("pending", "to be applied: tenant")


def test_what_was_changed_outside_has_drifted(settled):
    world = settled.with_tenant("fabrikam", name="Other")

    assert status(world) == ("drifted", "changed outside: tenant")


def test_what_the_last_run_failed_at_has_failed_while_it_is_still_to_be_done(settled):
    failures = {Address("eu", "fabrikam", "tenant"): "user: no"}
    pending = settled.wanting(manifest(*PIECES, customer(name="F")))

    assert status(pending, failures=failures) == ("failed", "user: no")
    assert status(settled, failures=failures) == ("synchronized", "")


def test_what_is_kept_out_of_the_plan_is_blocked():
    world = World(manifest(*PIECES), logins={"contoso-admin": "taken"})

    assert rows(world)["contoso"].status == "blocked"
    assert status(world)[0] == "blocked"
    assert status(world)[1].endswith("[V-17]")


@pytest.mark.parametrize("state", ["suspended", "cancelled"])
def test_a_subscription_that_is_not_active_leaves_its_account_suspended(settled, state):
    world = settled.wanting(manifest(*PIECES, sold(state=state))).applied()

    assert status(world) == ("suspended", f"subscription fabrikam-sub is {state}")
    assert rows(world)["fabrikam"].subscription_state == state


def test_a_suspended_account_says_so(settled):
    world = settled.wanting(manifest(*PIECES, reseller(state="suspended"))).applied()

    assert status(world, "contoso") == ("suspended", "the account is suspended")


def test_an_absent_account_without_a_tenant_is_not_synchronized(settled):
    wanted = manifest(*PIECES, customer(bill_to="contoso", state="absent"))
    never = World(wanted)
    deleted = settled.wanting(wanted).applied()

    assert status(never) == ("not_synchronized", "the account is absent; it has no tenant")
    assert status(deleted) == ("not_synchronized", "the account is absent; its tenant is deleted")
    assert status(settled.wanting(wanted))[0] == "pending"


def test_a_tenant_that_was_deleted_outside_is_missing(settled):
    deleted = Tenant.model_validate(
        {**settled.tenant("fabrikam").model_dump(), "deleted_at": "2026-05-01T10:00:00"}
    )

    assert status(settled.holding(deleted))[0] == "missing"


def test_a_customer_without_subscriptions_any_more_says_why_nothing_changes(settled):
    world = settled.wanting(manifest(reseller(), customer(bill_to="contoso")))

    found, reason = status(world)

    assert found == "synchronized"
    assert "the last subscription" in reason


def test_every_status_has_words():
    assert set(WORDS) == {
        "synchronized",
        "synchronized_deferred",
        "not_synchronized",
        "pending",
        "failed",
        "blocked",
        "drifted",
        "suspended",
        "missing",
    }
