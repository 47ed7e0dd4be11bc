"""While a tenant is closed only it itself is written, and the rest waits."""

from dataclasses import replace

from reconciler.stamp import read
from tests.builders import customer, offer, reseller
from tests.planner.conftest import edited
from tests.world import change, codes, lines

SUSPENDED = {"subscriptions": {"fabrikam-sub": {"state": "suspended"}}}
NEW_PRODUCT = {"subscriptions": {"fabrikam-sub": {"product": "workloads"}}}


def waiting(plan):
    return [(f"{row.address.account}/{row.address.kind}", row.reason) for row in plan.waiting]


def test_a_suspended_subscription_disables_the_tenant_and_warns_of_the_bill(settled):
    plan = settled.wanting(edited(SUSPENDED)).plan()

    assert lines(plan) == ["update fabrikam/tenant"]
    assert change(plan, "fabrikam/tenant").after["enabled"] is False
    assert codes(plan) == ["V-61"]


def test_suspending_does_not_need_services_that_are_no_longer_on_offer(settled):
    poorer = replace(settled, offer=offer(customer_items=()))  # V-46 is of Tailspin, which stays

    plan = poorer.wanting(edited(SUSPENDED)).plan()

    assert codes(poorer.plan()) == ["V-45", "V-46"]
    assert (lines(plan), codes(plan)) == (["update fabrikam/tenant"], ["V-46", "V-61"])


def test_suspending_is_done_once(settled):
    world = settled.wanting(edited(SUSPENDED)).applied()

    plan = world.plan()

    assert (plan.changes, plan.findings, plan.waiting) == ((), (), ())


def test_what_a_suspended_tenant_lacks_waits_and_is_no_change(settled):
    suspended = settled.wanting(edited(SUSPENDED)).applied()

    plan = suspended.wanting(edited(SUSPENDED, NEW_PRODUCT)).plan()

    assert lines(plan) == []
    assert waiting(plan) == [("fabrikam/offering_items", "the tenant is suspended")]


def test_a_suspended_tenant_is_still_renamed(settled):
    suspended = settled.wanting(edited(SUSPENDED)).applied()

    plan = suspended.wanting(edited(SUSPENDED, customer(name="F", language="de"))).plan()

    update = change(plan, "fabrikam/tenant")
    assert lines(plan) == ["update fabrikam/tenant"]
    assert (update.after["name"], update.after["language"]) == ("F", "en")


def test_what_has_waited_is_done_on_resume_and_enabling_comes_first(settled):
    suspended = settled.wanting(edited(SUSPENDED)).applied()

    plan = suspended.wanting(edited(NEW_PRODUCT)).plan()

    assert lines(plan) == ["update fabrikam/tenant", "update fabrikam/offering_items"]
    assert change(plan, "fabrikam/tenant").after["enabled"] is True
    assert [str(one) for one in change(plan, "fabrikam/offering_items").needs] == [
        "eu/fabrikam/tenant"
    ]


def test_customers_of_a_suspended_reseller_wait(settled):
    closed = settled.wanting(edited(reseller(state="suspended"))).applied()

    plan = closed.wanting(
        edited(
            reseller(state="suspended"),
            {"subscriptions": {"tailspin-sub": {"product": "workloads"}}},
        )
    ).plan()

    assert lines(plan) == []
    assert waiting(plan) == [("tailspin/offering_items", 'reseller "contoso" is suspended')]


def test_a_new_customer_of_a_suspended_reseller_waits_as_a_whole(settled):
    closed = settled.wanting(edited(reseller(state="suspended"))).applied()
    more = customer("wingtip", bill_to="contoso")
    sale = {"subscriptions": {"wingtip-sub": {"account": "wingtip", "product": "gigabytes"}}}

    plan = closed.wanting(edited(reseller(state="suspended"), more, sale)).plan()

    assert lines(plan) == []
    assert {name for name, _ in waiting(plan)} == {
        f"wingtip/{kind}"
        for kind in (
            "tenant",
            "offering_items",
            "user",
            "pricing",
            "access_policies",
            "activation",
        )
    }


def test_a_reseller_that_was_disabled_outside_is_enabled_before_its_customers_are_written(settled):
    world = settled.with_tenant("contoso", enabled=False).with_user("tailspin", language="de")

    plan = world.plan()

    assert lines(plan) == ["update contoso/tenant", "update tailspin/user"]
    assert change(plan, "contoso/tenant").drifted


def test_a_tenant_somewhere_above_that_is_disabled_by_others_keeps_all_below_waiting(settled):
    folder = settled.tenants[settled.tenant("fabrikam").id].model_copy(
        update={
            "id": "f0",
            "name": "Folder",
            "kind": "folder",
            "enabled": False,
            "internal_tag": "",
        }
    )
    world = settled.holding(folder).with_tenant("contoso", parent_id="f0")

    plan = world.wanting(edited(reseller(contact={"phone": "1"}))).plan()

    assert not any(line.startswith("update contoso/user") for line in lines(plan))


def test_the_mail_of_a_half_made_account_is_still_owed_after_a_suspension(settled):
    tag = settled.tenant("contoso").internal_tag
    half_made = settled.with_tenant("contoso", internal_tag=str(_unsealed(tag)))

    suspended = half_made.wanting(edited(reseller(state="suspended")))
    resumed = suspended.applied().wanting(edited()).plan()

    assert lines(suspended.plan()) == ["update contoso/tenant"]
    assert "create contoso/activation" in lines(resumed)


def _unsealed(tag):
    return replace(read(tag), tenant="", prints={}, user="", mail=None)
