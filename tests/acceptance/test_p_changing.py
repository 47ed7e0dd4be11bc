"""What plan and apply say to failures, to many changes, and to switching services off."""

import pytest

from tests.acceptance.findings import acknowledged, expected
from tests.harness.manifests import INSTANCE, customer, reseller, sold


@pytest.mark.parametrize("status", [400, 409])
def test_v_67_a_failure_stays_with_its_account(world, status):
    """V-67: other accounts go on, and the status says what failed in the API's words."""

    world.declare(reseller())
    world.fault("POST", "/users$", times=1, status=status, code=1027)
    world.declare(reseller(), customer(), sold())

    result = world.apply("--parallelism", "1")

    statuses = result.json["outcomes"]
    failed = [one for one in statuses if one["status"] == "failed"]
    accounts = {one["address"].split("/")[1] for one in statuses if one["status"] != "done"}
    assert result.exit_code == 7
    assert len(failed) == 1
    assert (failed[0]["error"]["code"], failed[0]["error"]["http_status"]) == (1027, status)
    assert failed[0]["error"]["message"] == (
        f"POST /users: {status} Business rules are violated (1027)"
    )
    assert len(accounts) == 1
    (account,) = accounts
    row = world.status().account(account)
    assert row["status"] == "failed"
    assert "Business rules are violated (1027)" in row["reason"]


def _twelve(**fields):
    for number in range(12):
        yield customer(f"c{number:02}", **fields)
        yield sold(f"c{number:02}")


def test_v_68_changing_very_many_at_once_needs_an_acknowledgement(world):
    world.declare(*_twelve())
    created = world.applied()
    world.declare(*_twelve(language="de"))

    planned, refused = world.plan(), world.apply()
    done = world.applied("--ack", "V-68")

    assert "V-68" not in created.codes  # creates never count
    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-68",
            f"{INSTANCE}: 12 of 12 managed tenants would be changed, disabled or deleted at once.",
            "Look for a mistake in the manifests; acknowledge with --ack V-68.",
            path=f"instances.{INSTANCE}",
            line=f"  {INSTANCE}:\n    client_id",
            ack_needed=True,
        )
    ]
    assert (refused.exit_code, refused.writes) == (5, [])
    assert set(done.outcomes.values()) == {"done"}
    assert {one["language"] for one in world.api.tenants()} == {"de"}


def test_v_68_ten_are_not_very_many(world):
    world.declare(*list(_twelve())[:20])
    world.applied()
    world.declare(*list(_twelve(language="de"))[:20])

    planned = world.plan()

    assert "V-68" not in planned.codes


def test_v_70_an_msp_with_one_billing_mode_is_told_once(world):
    offer = [one for one in world.api.offer("partner") if one["edition"] != "pck_per_workload"]
    world.offer_only(offer)
    world.declare(reseller(), reseller("adatum"))

    planned, applied = world.plan(), world.applied()

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-70",
            f"{INSTANCE}: the MSP has Protection in one billing mode only, pck_per_gigabyte; "
            "resellers get that one.",
            "",
            severity="info",
            path=f"instances.{INSTANCE}",
            line=f"  {INSTANCE}:\n    client_id",
        )
    ]
    assert set(applied.outcomes.values()) == {"done"}


def test_v_70_a_reseller_follows_when_the_msp_loses_a_billing_mode(world):
    world.declare(reseller())
    world.applied()
    offer = [one for one in world.api.offer("partner") if one["edition"] != "pck_per_workload"]
    world.offer_only(offer)

    planned = world.plan()
    acknowledged(world, "V-72")

    editions = {one["edition"] for one in world.api.items("Contoso")}
    assert sorted(planned.codes) == ["V-70", "V-72"]
    assert "pck_per_workload" not in editions


def _less(world):
    """A product without File Sync & Share, instead of one with it."""
    world.declare(customer(), sold())
    world.applied()
    product = {"instance": INSTANCE, "protection": "per_gigabyte", "file_sync_share": "none"}
    world.declare(customer(), sold(product="less"), {"products": {"less": product}})


def test_v_72_switching_a_service_off_needs_an_acknowledgement(world):
    _less(world)

    planned = world.plan()
    done = acknowledged(world, "V-72")

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-72",
            "switching off File Sync & Share/pg_base_fc_seats, "
            "File Sync & Share/pg_base_fc_storage on lab-1 "
            "deletes the data behind it at Acronis.",
            "Acknowledge with --ack V-72.",
            address=f"{INSTANCE}/fabrikam/offering_items",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
            ack_needed=True,
        )
    ]
    assert len(done.writes) == 2
    assert {one["edition"] for one in world.api.items("Fabrikam")} - {None} == {"pck_per_gigabyte"}


def test_v_72_another_storage_needs_an_acknowledgement(world):
    world.declare(customer(), sold())
    world.applied()
    before = {one.get("infra_id") for one in world.api.items("Fabrikam")} - {None}
    world.declare(customer(), sold(), {"instances": {INSTANCE: {"storage": "lab-2"}}})

    planned = world.plan()
    acknowledged(world, "V-72")

    after = {one.get("infra_id") for one in world.api.items("Fabrikam")} - {None}
    assert planned.codes == ["V-72"]
    assert (len(before), len(after), before & after) == (1, 1, set())
