"""What only a person can settle keeps an account, and those that need it, out of the plan."""

from dataclasses import replace

import pytest

from reconciler.acronis.wire import Tenant, UpdateLock
from reconciler.planner import make_plan
from reconciler.resources import desired
from tests.builders import CATALOGUE, ROOT, customer, manifest, offer, reseller, sold
from tests.planner.conftest import edited
from tests.world import World, codes, lines


def blocked(plan):
    return [row.address.account for row in plan.blocked]


def namesake(name="fabrikam", parent_id=ROOT, **fields):
    return Tenant(
        id="f9", version=1, kind="customer", enabled=True, name=name, parent_id=parent_id, **fields
    )


def test_a_login_that_is_taken_keeps_the_account_and_its_customers_out_and_others_in():
    world = World(edited(), logins={"contoso-admin": "taken"})

    plan = world.plan()

    assert blocked(plan) == ["contoso", "tailspin"]
    assert {line.split()[1].split("/")[0] for line in lines(plan)} == {"fabrikam"}
    assert {code for code in codes(plan) if code != "V-50"} == {"V-34", "V-17"}
    assert plan.errored


def test_a_customer_of_a_blocked_reseller_says_whom_it_needs():
    plan = World(edited(), logins={"contoso-admin": "taken"}).plan()

    (row,) = [row for row in plan.blocked if row.address.account == "tailspin"]
    assert [str(one) for one in row.needs] == ["eu/contoso/tenant"]
    assert row.reason.endswith("[V-17]")


def test_a_name_that_is_taken_below_the_same_parent_is_refused_whatever_its_case():
    world = World(manifest(customer(), sold())).holding(namesake("FABRIKAM"))

    plan = world.plan()

    assert lines(plan) == []
    assert codes(plan) == ["V-35"]
    assert "accounts.fabrikam.adopt.eu: f9" in plan.findings[0].hint


@pytest.mark.parametrize(
    "other",
    [
        namesake(parent_id="elsewhere"),
        namesake(deleted_at="2026-01-01T00:00:00Z"),
        namesake(owner_id="somebody"),
        namesake("Fabrikam II"),
    ],
)
def test_a_name_below_another_parent_or_of_a_deleted_or_personal_tenant_is_free(other):
    world = World(manifest(customer(), sold())).holding(other)

    plan = world.plan()

    assert blocked(plan) == []


def test_a_tenant_does_not_stand_in_its_own_way(settled):
    plan = settled.wanting(edited(customer(name="fabrikam"))).plan()

    assert lines(plan) == ["update fabrikam/tenant"]


def test_a_role_that_no_application_offers_is_named_before_any_write():
    world = World(edited(), offer=offer(roles=frozenset({"readonly_admin", "company_admin"})))

    plan = world.plan()

    assert blocked(plan) == ["contoso", "tailspin"]
    (finding,) = [one for one in plan.findings if one.code == "D-01"]
    assert "protection_ro_admin, sync_share_ro_admin" in finding.message


def test_roles_are_not_judged_where_the_server_does_not_tell_them():
    plan = World(edited(), offer=offer(roles=None)).plan()

    assert blocked(plan) == []


def test_an_edition_that_is_not_on_offer_is_refused_and_what_there_is_is_named():
    without = tuple(one for one in CATALOGUE if one.edition != "pck_per_gigabyte")

    plan = World(edited(), offer=offer(customer_items=without)).plan()

    assert blocked(plan) == ["fabrikam", "tailspin"]
    assert [code for code in codes(plan) if code != "V-50"] == ["V-45", "V-46"]
    assert all("pck_per_workload" in one.message for one in plan.findings)


def test_a_storage_that_is_not_settled_is_refused_and_the_candidates_are_named():
    plan = World(edited({"instances": {"eu": {"storage": None}}})).plan()

    assert blocked(plan) == ["fabrikam", "tailspin"]
    assert {code for code in codes(plan) if code != "V-50"} == {"V-47"}
    assert all("lab-1, lab-2" in one.message for one in plan.findings)


def test_a_login_is_not_renamed(settled):
    plan = settled.wanting(edited(customer(sync={"username": "somebody"}))).plan()

    assert blocked(plan) == ["fabrikam"]
    assert codes(plan) == ["V-36"]
    assert lines(plan) == []


def test_a_customer_does_not_become_a_reseller(settled):
    world = settled.wanting(manifest(reseller("fabrikam")))

    plan = world.plan()

    assert blocked(plan) == ["fabrikam"]
    assert codes(plan) == ["V-64"]


def test_a_tenant_is_not_moved_by_the_manifest(settled):
    plan = settled.wanting(edited(customer(bill_to="contoso"))).plan()

    assert blocked(plan) == ["fabrikam"]
    assert codes(plan) == ["V-64"]


def test_a_tenant_that_somebody_has_moved_is_told_apart(settled):
    plan = settled.with_tenant("fabrikam", parent_id=settled.tenant("contoso").id).plan()

    assert blocked(plan) == ["fabrikam"]
    assert codes(plan) == ["V-69"]


def test_below_a_tenant_that_others_have_locked_nothing_is_written(settled):
    locked = UpdateLock(enabled=True, owner_id="somebody")
    world = settled.with_tenant("contoso", update_lock=locked)

    plan = world.wanting(edited(customer("tailspin", name="T", bill_to="contoso"))).plan()

    assert blocked(plan) == ["tailspin"]
    assert codes(plan) == ["V-19"]


def test_a_tenant_that_was_switched_to_self_service_leaves_the_plan_incomplete(settled):
    plan = settled.with_tenant("tailspin", ancestral_access=False).plan()

    assert codes(plan) == ["V-65"]
    assert not plan.complete
    assert lines(plan) == []


def test_an_msp_that_is_no_partner_gets_no_resellers():
    own = Tenant(id=ROOT, version=1, kind="customer", enabled=True, name="MSP")
    world = World(edited(), tenants={ROOT: own})

    plan = world.plan()

    assert blocked(plan) == ["contoso", "tailspin"]
    assert {code for code in codes(plan) if code != "V-50"} == {"V-20", "V-17"}


def test_two_instances_of_one_partner_tenant_are_an_error_of_the_whole_plan(settled):
    both = edited({"instances": {"us": {"gateway_url": "sandbox://us"}}})
    us = replace(settled.offer, instance="us")
    wanted, live = settled.wanting(both).side
    other = replace(live, snapshot=replace(live.snapshot, offer=us), sites={})

    plan = make_plan(both, {"eu": (wanted, live), "us": (desired(both, us), other)})

    assert codes(plan) == ["V-06"]
    assert plan.errored


def test_resellers_are_told_that_the_msp_has_lost_a_billing_mode():
    one_mode = tuple(one for one in CATALOGUE if one.edition != "pck_per_workload")

    plan = World(manifest(reseller()), offer=offer(partner_items=one_mode)).plan()

    assert codes(plan) == ["V-70"]
    assert not plan.errored


def test_namesakes_are_told_in_one_order_however_they_were_read():
    two = tuple(namesake().model_copy(update={"id": id_}) for id_ in ("f1", "f2"))
    world = World(manifest(customer(), sold()))

    one, other = (world.holding(*tenants).plan() for tenants in (two, reversed(two)))

    assert one == other
