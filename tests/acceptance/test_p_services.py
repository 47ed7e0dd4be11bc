"""What plan and apply say to services that cannot be had as sold (V-45 to V-50)."""

import pytest

from tests.acceptance.findings import expected
from tests.acceptance.keeping_out import stays_out
from tests.harness.manifests import INSTANCE, customer, merged, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"
TAILSPINS = f"{INSTANCE}/tailspin/tenant"


def test_v_45_an_edition_that_the_msp_does_not_have(world):
    offer = world.api.offer("customer")
    world.offer_only(one for one in offer if one["edition"] != "pck_per_gigabyte")
    world.declare(customer(), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-45",
            "Protection as pck_per_gigabyte is not available to customers of the MSP; "
            "available: pck_per_workload.",
            "Choose another licensing in the product, or have the edition switched on above.",
            address=FABRIKAM,
            path="subscriptions.fabrikam-backup.product",
            line="product: gigabytes",
        )
    ]


def test_v_46_an_edition_that_the_reseller_cannot_pass_on(world):
    offer = world.api.offer("partner")
    for nth in (1, 2, 3, 4):  # the offer for partners is asked for first, that for customers next
        if nth % 2:
            world.offer_only(
                (one for one in offer if one["edition"] != "fss_per_gigabyte"), nth=nth, times=1
            )
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    planned = world.plan()

    assert planned.exit_code == 3
    assert planned.finding("V-46") == expected(
        world,
        "V-46",
        'File Sync & Share as fss_per_gigabyte is not available to customers of reseller "contoso"'
        "; available: fss_per_user.",
        "Choose another licensing in the product, or have the edition switched on above.",
        address=TAILSPINS,
        path="subscriptions.tailspin-backup.product",
        line="product: gigabytes",
    )
    assert {one["account"] for one in planned.json["resource_changes"]} == {"contoso"}


@pytest.mark.parametrize(
    ("storage", "said"),
    [("lab", 'storage "lab" does not settle'), (None, "nothing settles")],
)
def test_v_47_a_storage_has_to_be_chosen_where_there_are_several(world, storage, said):
    world.declare(customer(), sold())
    text = (world.folder / "manifests/all.yaml").read_text(encoding="utf-8")
    chosen = f"storage: {storage}" if storage else ""
    world.write(text.replace("storage: lab-1", chosen))

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-47",
            f"{said} which storage Protection uses (pg_base_storage); a customer has one. "
            "Candidates: lab-1, lab-2.",
            f"Name one of them as storage: on the product or on instances.{INSTANCE}.",
            address=FABRIKAM,
            path="subscriptions.fabrikam-backup.product",
            line="product: gigabytes",
        )
    ]


def test_v_47_the_products_storage_comes_before_the_instances(world):
    world.declare(customer(), sold(), {"products": {"gigabytes": {"storage": "lab-2"}}})

    world.applied()

    storages = {one.get("infra_id") for one in world.api.items("Fabrikam")} - {None}
    found = world.api.get("/infra", uuids=",".join(storages))["items"]
    assert [one["name"] for one in found] == ["lab-2"]


def test_v_48_another_licensing_needs_an_acknowledgement(world):
    product = {"instance": INSTANCE, "protection": "per_workload", "file_sync_share": "none"}
    before = merged(product, {"protection": "per_gigabyte"})
    world.declare(customer(), sold(product="p"), {"products": {"p": before}})
    world.applied()
    world.declare(customer(), sold(product="p"), {"products": {"p": product}})

    planned, refused = world.plan(), world.apply()
    world.applied("--ack", "V-48")

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-48",
            "the licensing changes from pck_per_gigabyte to pck_per_workload on lab-1; "
            "quotas are reset.",
            "Acknowledge with --ack V-48.",
            address=f"{INSTANCE}/fabrikam/offering_items",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
            ack_needed=True,
        )
    ]
    assert (refused.exit_code, refused.writes) == (5, [])
    assert {one["edition"] for one in world.api.items("Fabrikam")} - {None} == {"pck_per_workload"}
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_v_50_a_new_production_tenant_is_billed_for_the_whole_month(world):
    world.declare(customer(), sold())

    planned, _ = world.plan(), world.applied()

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-50",
            "a production tenant is reported and billed for the whole current month.",
            "Apply on the first of a month if that matters.",
            address=f"{INSTANCE}/fabrikam/pricing",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
            severity="warning",
        )
    ]
    assert "V-50" not in world.plan().codes
