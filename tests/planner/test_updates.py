"""Both sides are there and differ: by the manifest, or by somebody outside."""

import pytest

from reconciler.acronis.wire import AccessPolicy, Contact, Quota
from reconciler.resources.offer import PROTECTION
from tests.builders import CATALOGUE, NOTARY, customer, item, offer, reseller
from tests.planner.conftest import edited
from tests.world import change, codes, lines


def limited(items):
    """A quota on the servers."""
    return tuple(
        one.model_copy(update={"quota": Quota(value=5, version=1)})
        if one.name == "pg_base_servers"
        else one
        for one in items
    )


def with_notary(items):
    return (*items, item(NOTARY, "notarizations"))


def without_servers(items):
    return tuple(one for one in items if one.name != "pg_base_servers")


def test_a_new_name_is_an_update_of_the_tenant_alone(settled):
    plan = settled.wanting(edited(customer(name="Fabrikam Inc"))).plan()

    assert lines(plan) == ["update fabrikam/tenant"]
    update = change(plan, "fabrikam/tenant")
    assert (update.before["name"], update.after["name"]) == ("Fabrikam", "Fabrikam Inc")
    assert (update.reason, update.drifted) == ("the manifest has changed", False)


def test_an_update_is_pinned_to_what_was_seen(settled):
    plan = settled.with_tenant("fabrikam", version=7).wanting(edited(customer(name="F"))).plan()

    pins = change(plan, "fabrikam/tenant").pins
    assert (pins.id, pins.version) == (settled.tenant("fabrikam").id, 7)


def test_what_the_stamp_says_is_brought_up_to_date_with_any_other_change(settled):
    world = settled.wanting(edited(customer(contact={"phone": "1"})))

    plan = world.plan()

    assert lines(plan) == ["update fabrikam/tenant", "update fabrikam/user"]
    noted = change(plan, "fabrikam/tenant")
    assert noted.reason == "what has been applied is noted in the stamp"
    assert noted.needs == ()
    assert not world.applied().plan().changes


def test_a_name_that_was_changed_outside_is_put_back_and_counts_as_drift(settled):
    plan = settled.with_tenant("fabrikam", name="Hacked").plan()

    assert lines(plan) == ["update fabrikam/tenant"]
    update = change(plan, "fabrikam/tenant")
    assert (update.reason, update.drifted) == ("changed outside", True)


def test_a_user_that_was_deleted_outside_is_made_again_and_invited(settled):
    plan = settled.without_user("fabrikam").plan()

    assert lines(plan) == [
        "create fabrikam/user",
        "create fabrikam/access_policies",
        "create fabrikam/activation",
    ]
    assert change(plan, "fabrikam/user").reason == "removed outside"


def test_a_role_that_was_added_outside_is_taken_away(settled):
    tenant = settled.tenant("contoso")
    admin = AccessPolicy(tenant_id=tenant.id, role_id="partner_admin")

    plan = settled.with_user("contoso", access_policies=(admin,)).plan()

    assert lines(plan) == ["update contoso/access_policies"]
    update = change(plan, "contoso/access_policies")
    assert update.effects == ("The user loses: partner_admin.",)
    assert update.drifted


def test_a_role_on_another_tenant_is_not_mistaken_for_one_on_its_own(settled):
    elsewhere = AccessPolicy(tenant_id=settled.tenant("contoso").id, role_id="company_admin")

    plan = settled.with_user("fabrikam", access_policies=(elsewhere,)).plan()

    assert lines(plan) == ["update fabrikam/access_policies"]


def test_the_case_of_a_login_is_no_difference(settled):
    plan = settled.with_user("fabrikam", login="Fabrikam-Admin").plan()

    assert lines(plan) == []


def test_a_new_email_is_written_without_a_second_mail_and_that_is_said(settled):
    plan = settled.wanting(edited(customer(sync={"email": "new@fabrikam.example"}))).plan()

    assert lines(plan) == ["update fabrikam/tenant", "update fabrikam/user"]
    assert codes(plan) == ["V-37"]


def test_names_that_the_manifest_does_not_give_are_not_managed(settled):
    contact = Contact(email="it@fabrikam.example", firstname="Ann", phone="1")

    plan = settled.with_user("fabrikam", contact=contact).plan()

    assert lines(plan) == []


@pytest.mark.parametrize("edit", [limited, without_servers])
def test_services_of_a_direct_customer_are_enforced(settled, edit):
    plan = settled.with_items("fabrikam", edit).plan()

    assert lines(plan) == ["update fabrikam/offering_items"]
    assert change(plan, "fabrikam/offering_items").drifted


@pytest.mark.parametrize("edit", [limited, without_servers, with_notary])
def test_services_of_an_end_customer_are_its_resellers_once_provisioned(settled, edit):
    plan = settled.with_items("tailspin", edit).plan()

    assert lines(plan) == []


@pytest.mark.parametrize("edit", [limited, without_servers])
def test_an_end_customers_services_are_enforced_where_the_account_says_so(settled, edit):
    enforcing = edited(customer("tailspin", services="enforce", bill_to="contoso"))

    plan = settled.wanting(enforcing).with_items("tailspin", edit).plan()

    assert lines(plan) == ["update tailspin/offering_items"]


def test_further_services_that_a_direct_customer_switched_on_are_its_own(settled):
    plan = settled.with_items("fabrikam", with_notary).plan()

    assert lines(plan) == []


def test_a_reseller_mirrors_whatever_the_msp_has_now(settled):
    more = item(PROTECTION, "pg_base_nas", "pck_per_gigabyte")
    both = offer(partner_items=(*CATALOGUE, more), customer_items=CATALOGUE)

    plan = type(settled)(**{**_fields(settled), "offer": both}).plan()

    assert lines(plan) == ["update contoso/offering_items"]
    assert codes(plan) == []


def test_a_new_product_is_applied_to_everybody_and_the_change_of_licences_acknowledged(settled):
    sale = {"subscriptions": {"tailspin-sub": {"product": "workloads"}}}

    plan = settled.wanting(edited(sale)).plan()

    assert lines(plan) == ["update tailspin/tenant", "update tailspin/offering_items"]
    assert sorted(codes(plan)) == ["V-48", "V-72"]
    assert all(finding.ack_needed for finding in plan.findings)
    assert change(plan, "tailspin/offering_items").irreversible


def test_an_empty_external_id_is_not_managed(settled):
    plan = settled.with_tenant("fabrikam", customer_id="99").plan()

    assert lines(plan) == []


def test_several_accounts_are_changed_side_by_side(settled):
    plan = settled.wanting(edited(customer(name="F"), reseller(name="C"))).plan()

    assert lines(plan) == ["update contoso/tenant", "update fabrikam/tenant"]


def _fields(world):
    return {name: getattr(world, name) for name in world.__dataclass_fields__}
