"""What reaches beyond one account has to be acknowledged."""

import pytest

from tests.builders import customer, fleet, manifest, reseller, sold
from tests.planner.conftest import edited
from tests.world import World, change, codes, lines


def acks(plan):
    return sorted(finding.code for finding in plan.findings if finding.ack_needed)


def test_deleting_a_customer_says_what_is_lost_and_needs_an_acknowledgement(settled):
    plan = settled.wanting(edited(customer(state="absent"))).plan()

    deletion = change(plan, "fabrikam/tenant")
    assert lines(plan) == ["delete fabrikam/tenant"]
    assert acks(plan) == ["V-60"]
    assert deletion.irreversible
    assert deletion.after is None
    assert deletion.effects == (
        "The tenant is deleted; its backups are deleted and it cannot be undone.",
    )


def test_deleting_a_reseller_counts_and_names_whom_it_takes_along(settled):
    plan = settled.wanting(manifest(reseller(state="absent"))).plan()

    assert acks(plan) == ["V-60", "V-62"]
    assert 'with it "Tailspin"' in plan.findings[0].message
    assert "1 customer tenant below it" in change(plan, "contoso/tenant").effects[0]


def test_customers_of_a_reseller_that_is_deleted_are_blocked_unless_they_go_as_well(settled):
    plan = settled.wanting(edited(reseller(state="absent"))).plan()

    assert [row.address.account for row in plan.blocked] == ["tailspin"]
    assert "V-17" in codes(plan)


def test_suspending_a_reseller_counts_the_customers_that_stop(settled):
    plan = settled.wanting(edited(reseller(state="suspended"))).plan()

    assert sorted(codes(plan)) == ["V-61", "V-62"]
    assert "It stops 1 customer." in change(plan, "contoso/tenant").effects


def test_suspending_a_reseller_without_active_customers_is_only_warned_of(settled):
    alone = World(manifest(reseller())).applied()

    plan = alone.wanting(manifest(reseller(state="suspended"))).plan()

    assert codes(plan) == ["V-61"]


def test_a_service_that_is_switched_off_loses_its_data(settled):
    less = {"products": {"gigabytes": {"file_sync_share": "none"}}}

    plan = settled.wanting(edited(less)).plan()

    assert set(acks(plan)) == {"V-72"}
    assert all("File Sync & Share" in one.message for one in plan.findings)


@pytest.mark.parametrize(("changed", "expected"), [(10, []), (11, ["V-68"])])
def test_more_than_ten_accounts_and_a_third_of_all_at_once_is_a_mass_change(changed, expected):
    world = World(fleet(30)).applied()
    accounts = {f"fleet-{number:05d}": {"name": f"New {number}"} for number in range(changed)}

    plan = world.wanting(_renamed(30, accounts)).plan()

    assert len(plan.changes) == changed
    assert acks(plan) == expected


def test_a_mass_change_of_less_than_a_third_is_none():
    world = World(fleet(40)).applied()
    accounts = {f"fleet-{number:05d}": {"name": f"New {number}"} for number in range(12)}

    plan = world.wanting(_renamed(40, accounts)).plan()

    assert (len(plan.changes), acks(plan)) == (12, [])


def test_any_number_of_new_accounts_is_no_mass_change():
    plan = World(fleet(30)).plan()

    assert acks(plan) == []


def test_a_subscription_that_is_cancelled_deletes_nothing(settled):
    plan = settled.wanting(
        edited({"subscriptions": {"fabrikam-sub": {"state": "cancelled"}}})
    ).plan()

    assert lines(plan) == ["update fabrikam/tenant"]
    assert acks(plan) == []


def _renamed(size, accounts):
    pieces = [customer(f"fleet-{number:05d}") for number in range(size)]
    sales = [sold(f"fleet-{number:05d}") for number in range(size)]
    return manifest(*pieces, *sales, {"accounts": accounts})
