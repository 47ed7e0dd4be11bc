"""Accounts that have no tenant yet."""

from reconciler.plan import Action, Address, Row
from tests.builders import ROOT, customer, manifest, reseller, sold
from tests.planner.conftest import edited
from tests.world import World, change, codes, lines


def test_a_reseller_gets_its_tenant_at_once_with_services_user_roles_and_mail():
    plan = World(manifest(reseller())).plan()

    assert lines(plan) == [
        "create contoso/tenant",
        "create contoso/offering_items",
        "create contoso/user",
        "create contoso/access_policies",
        "create contoso/activation",
    ]


def test_a_customer_also_gets_production_mode_when_something_is_sold_to_it():
    plan = World(manifest(customer(), sold())).plan()

    assert lines(plan) == [
        "create fabrikam/tenant",
        "create fabrikam/offering_items",
        "create fabrikam/user",
        "create fabrikam/pricing",
        "create fabrikam/access_policies",
        "create fabrikam/activation",
    ]
    assert codes(plan) == ["V-50"]


def test_a_customer_without_a_subscription_is_deferred_and_that_is_no_change():
    plan = World(manifest(customer())).plan()

    address = Address("eu", "fabrikam", "tenant")
    assert lines(plan) == []
    assert plan.deferred == (Row(address=address, reason="no tenant until the first subscription"),)
    assert not plan.errored


def test_a_subscription_that_was_suspended_before_it_opened_a_tenant_opens_none():
    plan = World(manifest(customer(), sold(state="suspended"))).plan()

    assert lines(plan) == []
    assert [row.reason for row in plan.deferred] == [
        "subscription fabrikam-sub was suspended before it opened a tenant"
    ]


def test_an_account_that_was_suspended_before_it_had_a_tenant_gets_none():
    plan = World(manifest(reseller(state="suspended"))).plan()

    assert lines(plan) == []
    assert [row.reason for row in plan.deferred] == [
        "the account was suspended before it had a tenant"
    ]


def test_an_absent_account_that_was_never_there_is_nothing_to_do():
    plan = World(manifest(reseller(state="absent"))).plan()

    assert (plan.changes, plan.deferred, plan.findings) == ((), (), ())


def test_a_create_says_what_is_wanted_and_why():
    made = change(World(manifest(customer(external_id="77"), sold())).plan(), "fabrikam/tenant")

    assert made.action is Action.CREATE
    assert made.before is None
    assert made.reason == "subscription fabrikam-sub"
    assert {**made.after, "internal_tag": ""} == {
        "name": "Fabrikam",
        "tenant_kind": "customer",
        "parent": f"eu/@{ROOT}/tenant",
        "enabled": True,
        "language": "en",
        "customer_id": "77",
        "contact": {"email": "it@fabrikam.example"},
        "internal_tag": "",
    }


def test_a_perfect_run_leaves_nothing_to_do(settled):
    plan = settled.plan()

    assert (plan.changes, plan.findings) == ((), ())
    assert plan.no_op == 5 + 6 + 6


def test_a_second_subscription_makes_no_second_tenant(settled):
    more = {"second": {"account": "fabrikam", "product": "gigabytes", "state": "cancelled"}}

    plan = settled.wanting(edited({"subscriptions": more})).plan()

    assert lines(plan) == []


def test_an_account_that_leaves_the_manifests_is_left_alone(settled):
    plan = settled.wanting(manifest(reseller())).plan()

    assert (plan.changes, plan.findings) == ((), ())


def test_a_customer_whose_last_subscription_leaves_is_left_alone_and_that_is_said(settled):
    plan = settled.wanting(manifest(reseller(), customer())).plan()

    assert (plan.changes, plan.deferred) == ((), ())
    assert codes(plan) == ["D-10"]
