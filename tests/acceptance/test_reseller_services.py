"""Services of resellers: all that the MSP has, and their customers' own (R-22 to R-25)."""

from tests.harness.manifests import customer, reseller, sold

PROTECTION = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"


def keys(items):
    """What makes two offering items the same: R-23's four fields, and that they are on."""
    names = ("application_id", "name", "edition", "infra_id", "status")
    return {tuple(item.get(name) for name in names) for item in items}


def test_r_22_a_reseller_gets_whatever_the_msp_has_available(world):
    """R-22: Services copied to the reseller follow what the MSP has available."""

    world.declare(reseller())

    world.applied()

    assert keys(world.api.items("Contoso")) == keys(world.api.offer("partner"))
    services = {one["application_id"] for one in world.api.items("Contoso")}
    assert len(services) == 4  # Protection, File Sync & Share, Notary, Physical Data Shipping


def test_r_22_a_customer_gets_the_products_services_only(world):
    """R-22: Services copied to the reseller follow what the MSP has available."""

    world.declare(customer(), sold(product="workloads"))

    world.applied()

    items = world.api.items("Fabrikam")
    storage = {one.get("infra_id") for one in items} - {None}
    assert {one["application_id"] for one in items} == {PROTECTION}
    assert len(storage) == 1
    assert keys(items) == {
        key
        for key in keys(world.api.offer("customer"))
        if key[0] == PROTECTION
        and key[2] in ("pck_per_workload", None)
        and key[3] in (storage | {None})
    }


def test_r_23_services_and_items_are_exactly_those_of_the_msp_also_after_a_change(world):
    """R-23: Same services AND same offering items per service."""

    world.declare(reseller())
    world.applied()
    world.portal.switch("Contoso", "pg_pack_adv_security", "notarizations", on=False)

    planned = world.plan()
    world.applied()

    assert planned.actions == ["update contoso/offering_items"]
    assert keys(world.api.items("Contoso")) == keys(world.api.offer("partner"))


def test_r_24_both_billing_modes_are_on(world):
    """R-24: Both billing modes."""

    world.declare(reseller())

    world.applied()

    protection = [one for one in world.api.items("Contoso") if one["application_id"] == PROTECTION]
    assert {one["edition"] for one in protection} - {None} == {
        "pck_per_gigabyte",
        "pck_per_workload",
    }


def test_r_24_of_an_msp_with_one_billing_mode_the_reseller_gets_that_one(world):
    """R-24: Both billing modes."""

    offer = [one for one in world.api.offer("partner") if one["edition"] != "pck_per_workload"]
    world.offer_only(offer)
    world.declare(reseller())

    applied = world.applied()

    found = applied.finding("V-70")
    assert (found["severity"], "pck_per_gigabyte" in found["message"]) == ("info", True)
    assert keys(world.api.items("Contoso")) == keys(offer)


def test_r_25_what_a_reseller_changes_for_its_customer_is_not_overwritten(world):
    """R-25: Resellers may manage their end customers' services."""

    world.declare(reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"))
    world.applied()
    world.portal.switch("Tailspin", "pg_pack_adv_security", on=False)
    world.portal.switch("Tailspin", "notarizations", on=True)
    chosen = keys(world.api.items("Tailspin"))

    planned, applied = world.plan("--detailed-exitcode"), world.applied()

    assert (planned.exit_code, planned.actions) == (0, [])
    assert applied.writes == []
    assert keys(world.api.items("Tailspin")) == chosen


def test_r_25_another_subscription_of_the_resellers_customer_is_provisioned(world):
    """R-25: Resellers may manage their end customers' services."""

    customers = (reseller(), customer("tailspin", bill_to="contoso"))
    world.declare(*customers, sold("tailspin"))
    world.applied()
    world.portal.switch("Tailspin", "notarizations", on=True)
    world.declare(*customers, sold("tailspin", "workloads"))

    world.applied("--ack", "V-48", "--ack", "V-72")

    items = world.api.items("Tailspin")
    assert {one["edition"] for one in items if one["edition"]} == {"pck_per_workload"}
    assert {one["name"] for one in items if one["application_id"] != PROTECTION} == {
        "notarizations"
    }
