"""What plan and apply say to closing, moving, losing and changing many tenants (V-60 to V-72)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
CONTOSO = f"{INSTANCE}/contoso/tenant"
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"


def expected(world, code, severity, message, hint, *, path, address="", ack_needed=False, near=""):
    """A whole finding; its line is that of the first line with the words `near`."""
    return {
        "code": code,
        "severity": severity,
        "message": message,
        "hint": hint,
        "address": address,
        "path": path,
        "file": "manifests/all.yaml",
        "line": world.line_of(near),
        "ack_needed": ack_needed,
    }


def refused_then_done(world, *codes):
    """Apply without the acknowledgements: nothing written, 5. Then with them."""
    refused = world.apply()
    digest = world.plan().json["digest"]
    acks = [part for code in codes for part in ("--ack", f"{code}:{digest}")]
    assert (refused.exit_code, refused.writes) == (5, [])
    assert all(f"[{code}]" in refused.json["error"]["message"] for code in codes)
    return world.applied(*acks)


@pytest.mark.parametrize("gone", [{"state": "absent"}])
def test_v_60_deleting_a_tenant_needs_an_acknowledgement_of_this_very_plan(world, gone):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(**gone), sold())

    planned, blanket = world.plan(), world.apply("--ack", "V-60")
    done = refused_then_done(world, "V-60")

    assert planned.exit_code == 0
    assert planned.actions == ["delete fabrikam/tenant"]
    assert planned.json["findings"] == [
        expected(
            world,
            "V-60",
            "error",
            "the tenant is deleted, and nothing is below it; backups are deleted.",
            "Acknowledge with --ack V-60.",
            address=FABRIKAM,
            path="accounts.fabrikam.state",
            near="state: absent",
            ack_needed=True,
        )
    ]
    assert (blanket.exit_code, blanket.writes) == (5, [])
    assert [one.partition(" ")[0] for one in done.writes] == ["PUT", "DELETE"]
    assert world.api.tenants() == []
    assert world.plan("--detailed-exitcode").exit_code == 0


def test_v_60_and_v_62_deleting_a_reseller_names_the_customers_that_go_with_it(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(reseller(state="absent"), customer("tailspin", bill_to="contoso", state="absent"))

    planned = world.plan()
    done = refused_then_done(world, "V-60", "V-62")

    (effect,) = next(
        one["effects"] for one in planned.json["resource_changes"] if one["account"] == "contoso"
    )
    found = [one for one in planned.json["findings"] if one["address"] == CONTOSO]
    assert planned.actions == ["delete contoso/tenant", "delete tailspin/tenant"]
    assert "1 customer tenant below it" in effect
    assert [(one["code"], one["message"]) for one in found] == [
        ("V-60", 'the tenant is deleted, and with it "Tailspin"; backups are deleted.'),
        ("V-62", "this stops 1 active customer of the reseller."),
    ]
    assert list(done.outcomes) == ["tailspin/tenant", "contoso/tenant"]
    assert world.api.tenants() == []


@pytest.mark.parametrize("state", ["suspended", "cancelled"])
def test_v_61_a_suspended_tenant_is_disabled_and_goes_on_being_billed(world, state):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(), sold(state=state))

    planned, applied = world.plan(), world.applied()

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-61",
            "warning",
            "the tenant is disabled; Acronis goes on billing what it stores.",
            "Delete it (state: absent) if it is not to be billed any more.",
            address=FABRIKAM,
            path="subscriptions.fabrikam-backup.state",
            near=f"state: {state}",
        )
    ]
    assert len(applied.writes) == 1
    assert world.api.tenant("Fabrikam")["enabled"] is False


def test_v_62_suspending_a_reseller_with_active_customers_needs_an_acknowledgement(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(reseller(state="suspended"), TAILSPIN, sold("tailspin"))

    planned = world.plan()
    refused_then_done(world, "V-62")

    place = {"address": CONTOSO, "path": "accounts.contoso.state", "near": "state: suspended"}
    assert planned.json["findings"] == [
        expected(
            world,
            "V-62",
            "error",
            "this stops 1 active customer of the reseller.",
            "Acknowledge with --ack V-62.",
            **place,
            ack_needed=True,
        ),
        expected(
            world,
            "V-61",
            "warning",
            "the tenant is disabled; Acronis goes on billing what it stores.",
            "Delete it (state: absent) if it is not to be billed any more.",
            **place,
        ),
    ]
    assert world.api.tenant("Contoso")["enabled"] is False
    assert world.api.tenant("Tailspin")["enabled"] is True


def test_v_62_a_reseller_whose_customers_are_suspended_needs_none(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin", state="suspended"))
    world.applied()
    world.declare(reseller(state="suspended"), TAILSPIN, sold("tailspin", state="suspended"))

    planned = world.plan()
    world.applied()

    assert planned.codes == ["V-61"]
    assert world.api.tenant("Contoso")["enabled"] is False


def test_v_64_the_kind_of_a_tenant_does_not_change(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(reseller("fabrikam"))

    planned, applied = world.plan(), world.apply()

    assert planned.exit_code == 3
    assert planned.json["findings"] == [
        expected(
            world,
            "V-64",
            "error",
            "the live tenant is a customer and the role asks for a partner; "
            "the kind of a tenant cannot change.",
            "Change the role back, or declare a new account for the new role.",
            address=FABRIKAM,
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            near=f"{INSTANCE}:",
        )
    ]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_64_a_customer_does_not_move_to_another_reseller(world):
    resellers = (reseller(), reseller("adatum"))
    world.declare(*resellers, TAILSPIN, sold("tailspin"))
    world.applied()
    world.declare(*resellers, customer("tailspin", bill_to="adatum"), sold("tailspin"))

    planned, applied = world.plan(), world.apply()

    found = planned.finding("V-64")
    assert planned.exit_code == 3
    assert found["message"] == (
        f"the live tenant is below {CONTOSO} and is wanted below "
        f"{INSTANCE}/adatum/tenant; tenants are not moved."
    )
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_64_an_account_does_not_move_to_another_instance(world, elsewhere):
    world.declare(elsewhere.instance, reseller())
    world.applied()
    options = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    moved = {"accounts": {"contoso": {"name": "Contoso", "sync": {"acronis-us": options}}}}
    world.declare(elsewhere.instance, moved)

    planned, applied = world.plan(), world.apply()

    tenant = world.api.tenant("Contoso")
    assert planned.exit_code == 3
    assert planned.json["findings"] == [
        expected(
            world,
            "V-64",
            "error",
            f'the account has its tenant on instance "{INSTANCE}" ({tenant["id"]}); '
            "tenants are not moved to another instance.",
            f"Declare accounts.contoso.sync.{INSTANCE} again, or a new account for acronis-us.",
            address="acronis-us/contoso/tenant",
            path="accounts.contoso.sync.acronis-us",
            near="acronis-us:",
        )
    ]
    assert applied.exit_code == 7
    assert elsewhere.api.tenants() == []


def test_v_64_leaving_one_of_two_instances_is_no_move(world, elsewhere):
    options = {"role": "Reseller", "username": "contoso-us", "email": "it@contoso.example"}
    world.declare(elsewhere.instance, reseller(sync={"acronis-us": options}))
    world.applied()
    left = {"accounts": {"contoso": {"name": "Contoso", "sync": {"acronis-us": options}}}}
    world.declare(elsewhere.instance, left)

    planned = world.plan("--detailed-exitcode")

    assert (planned.exit_code, planned.actions, planned.codes) == (0, [], [])


def test_v_65_nothing_is_destroyed_where_a_tenant_hides_what_is_in_it(world):
    world.declare(customer(), sold(), reseller())
    world.applied()
    world.portal.change_tenant("Fabrikam", ancestral_access=False)
    world.declare(customer(state="absent"), sold(), reseller())

    planned = world.plan()
    acks = ("--ack", f"V-60:{planned.json['digest']}")
    applied = world.apply(*acks)

    assert (planned.exit_code, planned.json["complete"]) == (8, False)
    assert "V-65" in planned.codes
    assert (applied.exit_code, applied.writes) == (8, [])
    assert world.api.tenant("Fabrikam")["enabled"] is True


def test_v_65_nothing_is_destroyed_above_a_tenant_that_hides_what_is_in_it(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.portal.change_tenant("Tailspin", ancestral_access=False)
    world.declare(reseller(state="absent"))

    planned = world.plan()
    digest = planned.json["digest"]
    applied = world.apply("--ack", f"V-60:{digest}", "--ack", f"V-62:{digest}")

    assert (planned.exit_code, planned.codes) == (8, ["V-65"])
    assert '"Tailspin"' in planned.finding("V-65")["message"]
    assert (applied.exit_code, applied.writes) == (8, [])


@pytest.mark.parametrize("status", [400, 409])
def test_v_67_a_failure_stays_with_its_account(world, status):
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
            "error",
            f"{INSTANCE}: 12 of 12 managed tenants would be changed, disabled or deleted at once.",
            "Look for a mistake in the manifests; acknowledge with --ack V-68.",
            path=f"instances.{INSTANCE}",
            near=f"  {INSTANCE}:\n    client_id",
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


def test_v_69_a_foreign_tag_is_not_overwritten_unasked(world):
    tenant = world.portal.create_tenant("Fabrikam", internal_tag="psa:4711")
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    planned, wrong = world.plan(), world.apply("--ack", "V-35")
    untouched = world.api.tenant("Fabrikam")["internal_tag"]
    refused_then_done(world, "V-69")

    assert planned.exit_code == 0
    assert planned.finding("V-69") == expected(
        world,
        "V-69",
        "error",
        'the tenant carries somebody else\'s tag, "psa:4711", which would be overwritten.',
        "Acknowledge with --ack V-69, or leave the tenant alone.",
        address=FABRIKAM,
        path=f"accounts.fabrikam.adopt.{INSTANCE}",
        near=tenant["id"],
        ack_needed=True,
    )
    assert (wrong.exit_code, wrong.writes, untouched) == (5, [], "psa:4711")
    assert world.api.tenant("Fabrikam")["internal_tag"].startswith("reconciler/1 ")


def test_v_69_our_tenant_with_a_foreign_tag_is_left_as_it_is(world):
    world.declare(customer(), sold())
    world.applied()
    world.portal.change_tenant("Fabrikam", internal_tag="psa:4711")

    planned, applied = world.plan(), world.apply()

    assert planned.exit_code == 3
    assert 'carries the tag "psa:4711"' in planned.finding("V-35")["message"]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_69_a_tenant_that_somebody_moved_is_not_moved_back(world):
    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    world.tell_of_tenants(Tailspin={"parent_id": world.root})

    planned, applied = world.plan(), world.apply()

    found = planned.finding("V-69")
    assert planned.exit_code == 3
    assert found["message"] == (
        f"the live tenant is below {INSTANCE}/@{world.root}/tenant and is wanted below "
        f"{CONTOSO}; somebody has moved it."
    )
    assert (applied.exit_code, applied.writes) == (7, [])


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
            "info",
            f"{INSTANCE}: the MSP has Protection in one billing mode only, pck_per_gigabyte; "
            "resellers get that one.",
            "",
            path=f"instances.{INSTANCE}",
            near=f"  {INSTANCE}:\n    client_id",
        )
    ]
    assert set(applied.outcomes.values()) == {"done"}


def test_v_70_a_reseller_follows_when_the_msp_loses_a_billing_mode(world):
    world.declare(reseller())
    world.applied()
    offer = [one for one in world.api.offer("partner") if one["edition"] != "pck_per_workload"]
    world.offer_only(offer)

    planned = world.plan()
    refused_then_done(world, "V-72")

    editions = {one["edition"] for one in world.api.items("Contoso")}
    assert sorted(planned.codes) == ["V-70", "V-72"]
    assert "pck_per_workload" not in editions


def test_v_71_a_tenant_that_was_deleted_outside_is_not_made_again_unasked(world):
    world.declare(customer(), sold())
    world.applied()
    lost = world.api.tenant("Fabrikam")
    world.portal.delete_tenant("Fabrikam")

    planned, blanket = world.plan(), world.apply("--ack", "V-71")
    status = world.status().account("fabrikam")
    refused_then_done(world, "V-71")

    (gone,) = [one for one in world.api.tenants(deleted=True) if one["deleted_at"]]
    message = (
        f'the tenant "Fabrikam" ({lost["id"]}) was deleted outside on {gone["deleted_at"][:10]}; '
        "a second one would be made."
    )
    assert planned.exit_code == 0
    assert planned.finding("V-71") == expected(
        world,
        "V-71",
        "error",
        message,
        f"reconciler restore {FABRIKAM} brings it back; "
        "acknowledge with --ack V-71 to make a new one.",
        address=FABRIKAM,
        path=f"accounts.fabrikam.sync.{INSTANCE}",
        near=f"{INSTANCE}:",
        ack_needed=True,
    )
    assert (blanket.exit_code, blanket.writes) == (5, [])
    assert (status["status"], status["tenant_id"]) == ("missing", None)
    assert world.api.tenant("Fabrikam")["id"] != lost["id"]


def _less(world):
    """A product without File Sync & Share, instead of one with it."""
    world.declare(customer(), sold())
    world.applied()
    product = {"instance": INSTANCE, "protection": "per_gigabyte", "file_sync_share": "none"}
    world.declare(customer(), sold(product="less"), {"products": {"less": product}})


def test_v_72_switching_a_service_off_needs_an_acknowledgement(world):
    _less(world)
    (storage,) = {one.get("infra_id") for one in world.api.items("Fabrikam")} - {None}

    planned = world.plan()
    done = refused_then_done(world, "V-72")

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-72",
            "error",
            "switching off File Sync & Share/pg_base_fc_seats, "
            f"File Sync & Share/pg_base_fc_storage@{storage} "
            "deletes the data behind it at Acronis.",
            "Acknowledge with --ack V-72.",
            address=f"{INSTANCE}/fabrikam/offering_items",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            near=f"{INSTANCE}:",
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
    refused_then_done(world, "V-72")

    after = {one.get("infra_id") for one in world.api.items("Fabrikam")} - {None}
    assert planned.codes == ["V-72"]
    assert (len(before), len(after), before & after) == (1, 1, set())
