"""Which change waits for which."""

from tests.builders import customer, manifest, reseller, sold
from tests.planner.conftest import edited
from tests.world import World, change, lines


def needs(plan, name):
    return [f"{one.account}/{one.kind}" for one in change(plan, name).needs]


def before(plan, first, second):
    order = [line.split()[1] for line in lines(plan)]
    return order.index(first) < order.index(second)


def test_a_reseller_comes_before_its_customers_wherever_it_stands_in_the_manifest():
    plan = World(manifest(customer("aaa", bill_to="zzz"), sold("aaa"), reseller("zzz"))).plan()

    assert before(plan, "zzz/tenant", "aaa/tenant")
    assert before(plan, "zzz/offering_items", "aaa/offering_items")
    assert "zzz/tenant" in needs(plan, "aaa/tenant")
    assert "zzz/offering_items" in needs(plan, "aaa/offering_items")


def test_the_kinds_of_an_account_come_in_the_order_of_their_references():
    plan = World(manifest(customer(), sold())).plan()

    assert needs(plan, "fabrikam/tenant") == []
    assert needs(plan, "fabrikam/offering_items") == ["fabrikam/tenant"]
    assert needs(plan, "fabrikam/user") == ["fabrikam/tenant"]
    assert needs(plan, "fabrikam/pricing") == ["fabrikam/offering_items", "fabrikam/tenant"]
    assert needs(plan, "fabrikam/activation") == [
        "fabrikam/access_policies",
        "fabrikam/offering_items",
        "fabrikam/pricing",
        "fabrikam/tenant",
        "fabrikam/user",
    ]


def test_accounts_that_have_nothing_to_do_with_each_other_do_not_wait_for_each_other():
    plan = World(manifest(reseller(), customer(), sold())).plan()

    for one in plan.changes:
        assert {need.account for need in one.needs} <= {one.address.account}


def test_only_what_changes_is_waited_for(settled):
    plan = settled.with_user("tailspin", language="de").plan()

    assert needs(plan, "tailspin/user") == []


def test_children_are_deleted_before_their_parents(settled):
    gone = edited(reseller(state="absent"), customer("tailspin", state="absent", bill_to="contoso"))

    plan = settled.wanting(gone).plan()

    assert lines(plan) == ["delete tailspin/tenant", "delete contoso/tenant"]
    assert needs(plan, "contoso/tenant") == ["tailspin/tenant"]


def test_children_are_disabled_before_their_parents(settled):
    gone = edited(
        reseller(state="suspended"), customer("tailspin", state="suspended", bill_to="contoso")
    )

    plan = settled.wanting(gone).plan()

    assert lines(plan) == ["update tailspin/tenant", "update contoso/tenant"]


def test_parents_are_enabled_before_their_children(settled):
    closed = edited(
        reseller(state="suspended"), customer("tailspin", state="suspended", bill_to="contoso")
    )

    plan = settled.wanting(closed).applied().wanting(edited()).plan()

    assert lines(plan) == ["update contoso/tenant", "update tailspin/tenant"]


def test_the_same_situation_gives_the_same_order_however_it_is_written():
    pieces = [reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin")]

    one = World(manifest(*pieces)).plan()
    other = World(manifest(*reversed(pieces))).plan()

    assert one == other
