"""What plan shows and apply does where the live side is in the way (V-17 to V-50)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, merged, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
CONTOSO = f"{INSTANCE}/contoso/tenant"
FABRIKAM = f"{INSTANCE}/fabrikam/tenant"
TAILSPINS = f"{INSTANCE}/tailspin/tenant"


def expected(world, code, message, hint, *, address, path, line, **more):
    """A whole finding, by default an error; `line` may be words to look for."""
    return {
        "code": code,
        "severity": "error",
        "message": message,
        "hint": hint,
        "address": address,
        "path": path,
        "file": "manifests/all.yaml",
        "line": world.line_of(line),
        "ack_needed": False,
        **more,
    }


def stays_out(world, account, *, others=0):
    """Plan blocks the account and exits 3; apply leaves it alone, does the rest and exits 7."""
    planned, applied = world.plan(), world.apply()
    address = f"{INSTANCE}/{account}/tenant"
    assert planned.exit_code == 3
    assert planned.json["errored"] is True
    assert address in [one["address"] for one in planned.json["blocked"]]
    assert account not in {one["account"] for one in planned.json["resource_changes"]}
    assert applied.exit_code == 7
    assert address in [one["address"] for one in applied.json["blocked"]]
    assert len(applied.writes) == others
    assert world.status().account(account)["status"] == "blocked"
    return planned


def test_v_17_customers_of_a_reseller_that_cannot_be_made_are_blocked(world):
    world.portal.create_tenant("Contoso")
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    planned = stays_out(world, "tailspin")

    assert planned.finding("V-17") == expected(
        world,
        "V-17",
        'reseller "contoso" has no tenant, for it cannot be made.',
        "Settle what is said of accounts.contoso first.",
        address=TAILSPINS,
        path=f"accounts.tailspin.sync.{INSTANCE}",
        line=f"{INSTANCE}:\n        email: it@tailspin.example",
    )
    (row,) = [one for one in planned.json["blocked"] if one["address"] == TAILSPINS]
    assert row["needs"] == [CONTOSO]


def test_v_19_a_parent_that_another_tenant_has_locked(world):
    world.declare(reseller())
    world.applied()
    owner = world.api.tenant("Contoso")["id"]
    world.tell_of_tenants(Contoso={"update_lock": {"enabled": True, "owner_id": owner}})
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    planned = stays_out(world, "tailspin")

    assert planned.finding("V-19") == expected(
        world,
        "V-19",
        'the parent tenant "Contoso" is locked by another tenant (code 1012).',
        "Have its owner unlock it.",
        address=TAILSPINS,
        path=f"accounts.tailspin.sync.{INSTANCE}",
        line=f"{INSTANCE}:\n        email: it@tailspin.example",
    )


def test_v_19_a_parent_that_was_disabled_meanwhile_fails_the_account_with_code_1003(world):
    world.declare(reseller())
    world.applied()
    world.fault("POST", "/tenants$", times=1, code=1003)
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    result = world.apply()

    (failed,) = [one for one in result.json["outcomes"] if one["status"] == "failed"]
    assert result.exit_code == 7
    assert failed["address"] == TAILSPINS
    assert failed["error"] == {
        "code": 1003,
        "message": "POST /tenants: 400 Parent tenant is disabled (1003)",
        "http_status": 400,
        "hint": "Enable the parent tenant first.",
    }


def test_v_20_an_msp_that_may_not_have_partners_is_told_once(world):
    world.tell_of_tenants(MSP={"kind": "customer"})
    world.declare(reseller(), reseller("adatum"))

    planned, applied = world.plan(), world.apply()

    assert planned.exit_code == 3
    assert planned.json["findings"] == [
        expected(
            world,
            "V-20",
            "our own tenant is a customer, which may not create partner tenants.",
            "Use an API client of a partner tenant.",
            address=f"{INSTANCE}/@{world.root}/tenant",
            path=f"instances.{INSTANCE}",
            line=f"  {INSTANCE}:\n    client_id",
        )
    ]
    assert len(planned.json["blocked"]) == 2
    assert (applied.exit_code, applied.writes) == (7, [])


def test_v_20_customers_of_such_an_msp_go_on(world):
    world.tell_of_tenants(MSP={"kind": "customer"})
    world.declare(reseller(), customer(), sold())

    planned, applied = world.plan(), world.apply()

    world.mend()
    assert (planned.exit_code, applied.exit_code) == (3, 7)
    assert [one["name"] for one in world.api.tenants()] == ["Fabrikam"]


def test_v_34_a_login_that_somebody_else_has(world):
    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "fabrikam-admin")
    world.declare(customer(), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-34",
            'the username "fabrikam-admin" is taken by a user that is not managed here.',
            "Choose another username; logins are unique over the whole platform.",
            address=FABRIKAM,
            path=f"accounts.fabrikam.sync.{INSTANCE}.username",
            line="username:",
        )
    ]


def test_v_34_a_user_in_the_tenant_that_we_manage_is_adopted(world):
    tenant = world.portal.create_tenant("Fabrikam")
    user = world.portal.create_user("Fabrikam", "Fabrikam-Admin", "it@fabrikam.example")
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    planned = world.plan()
    world.applied("--ack", "V-35")

    assert "V-34" not in planned.codes
    assert world.api.user("Fabrikam")["id"] == user["id"]
    assert world.api.roles("Fabrikam") == ["company_admin"]
    assert world.mails() == []


def test_v_35_a_name_that_another_tenant_has(world):
    other = world.portal.create_tenant("FABRIKAM")
    world.declare(customer(), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-35",
            f'a tenant "Fabrikam" ({other["id"]}) already exists below the MSP, and is not ours.',
            f"Adopt it with accounts.fabrikam.adopt.{INSTANCE}: {other['id']}, "
            "or choose another tenant_name.",
            address=FABRIKAM,
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
        )
    ]


def test_v_35_the_same_name_below_another_parent_is_free(world):
    world.portal.create_tenant("Tailspin")
    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    world.applied()

    assert len(world.api.tenants("Tailspin")) == 2


def test_v_35_an_adopted_tenant_gets_our_stamp_only_when_acknowledged(world):
    tenant = world.portal.create_tenant("Fabrikam")
    world.declare(customer(adopt={INSTANCE: tenant["id"]}), sold())

    planned, refused = world.plan(), world.apply()
    world.applied("--ack", "V-35")

    assert planned.exit_code == 0
    assert planned.finding("V-35") == expected(
        world,
        "V-35",
        "the tenant was not made by us; this change puts our stamp on it.",
        "Acknowledge with --ack V-35, or leave the tenant alone.",
        address=FABRIKAM,
        path=f"accounts.fabrikam.adopt.{INSTANCE}",
        line=tenant["id"],
        ack_needed=True,
    )
    assert (refused.exit_code, refused.writes) == (5, [])
    assert world.api.tenant("Fabrikam")["id"] == tenant["id"]
    assert world.api.tenant("Fabrikam")["internal_tag"].startswith("reconciler/1 ")


def test_v_36_a_username_is_not_changed_silently(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(sync={INSTANCE: {"username": "other-admin"}}), sold())

    planned = stays_out(world, "fabrikam")

    assert planned.json["findings"] == [
        expected(
            world,
            "V-36",
            'the user is "fabrikam-admin" in Acronis and "other-admin" in the manifest; '
            "logins are not renamed.",
            'Write "fabrikam-admin", or delete that user in the portal to have '
            '"other-admin" created.',
            address=f"{INSTANCE}/fabrikam/user",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
        )
    ]
    assert world.api.user("Fabrikam")["login"] == "fabrikam-admin"


def test_v_36_a_username_in_other_letters_is_the_same(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(sync={INSTANCE: {"username": "Fabrikam-Admin"}}), sold())

    planned, applied = world.plan(), world.applied()

    assert (planned.codes, planned.actions) == ([], ["update fabrikam/tenant"])
    assert len(applied.writes) == 1  # the stamp notes what the manifest says now
    assert world.api.user("Fabrikam")["login"] == "fabrikam-admin"


def test_v_37_a_new_email_changes_the_contact_and_sends_no_mail(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(sync={INSTANCE: {"email": "new@fabrikam.example"}}), sold())

    planned, _ = world.plan(), world.applied()

    assert planned.exit_code == 0
    assert planned.json["findings"] == [
        expected(
            world,
            "V-37",
            'the e-mail changes from "it@fabrikam.example" to "new@fabrikam.example"; '
            "the activation mail is not sent again.",
            "If the user has never activated it, run: reconciler resend ACCOUNT",
            address=f"{INSTANCE}/fabrikam/user",
            path=f"accounts.fabrikam.sync.{INSTANCE}",
            line=f"{INSTANCE}:",
            severity="warning",
        )
    ]
    assert world.api.user("Fabrikam")["contact"]["email"] == "new@fabrikam.example"
    assert world.mailed() == ["it@fabrikam.example"]


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
