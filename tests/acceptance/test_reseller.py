"""Resellers: a partner tenant at once, a user who can only read, all that the MSP has."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

ROLES = ["protection_ro_admin", "readonly_admin", "sync_share_ro_admin"]
PROTECTION = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
REFUSED = {"status": 400, "code": 1027, "times": 1}
LATER_STEPS = [
    ("PUT", "/tenants/[^/]+/offering_items$"),
    ("POST", "/users$"),
    ("PUT", "/users/[^/]+/access_policies$"),
    ("PUT", "/tenants/[^/]+$"),
    ("POST", "/send-activation-email$"),
]


def keys(items):
    """What makes two offering items the same: R-23's four fields, and that they are on."""
    names = ("application_id", "name", "edition", "infra_id", "status")
    return {tuple(item.get(name) for name in names) for item in items}


def test_r_07_a_reseller_with_a_parent_account_is_refused(world):
    world.declare(reseller(), reseller("adatum", sync={INSTANCE: {"parent_account": "contoso"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-11"])
    assert result.finding("V-11")["path"] == f"accounts.adatum.sync.{INSTANCE}.parent_account"


def test_r_07_a_resellers_parent_is_the_msp(world):
    world.declare(reseller())

    world.applied()

    assert world.api.tenant("Contoso")["parent_id"] == world.root


@pytest.mark.parametrize("role", ["Reseller", "reseller", "RESELLER"])
def test_r_08_the_role_reseller_makes_a_partner(world, role):
    world.declare(reseller(sync={INSTANCE: {"role": role}}))

    world.applied()

    assert world.api.tenant("Contoso")["kind"] == "partner"
    assert world.status().account("contoso")["role"] == "Reseller"


def test_r_09_a_username_that_two_resellers_have_is_refused(world):
    world.declare(reseller(), reseller("adatum", sync={INSTANCE: {"username": "Contoso-Admin"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-31", "V-31"])


def test_r_09_a_username_that_is_taken_in_acronis_is_refused_before_any_write(world):
    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "contoso-admin")
    world.declare(reseller())

    planned, applied = world.plan(), world.apply()

    assert (planned.exit_code, planned.codes) == (3, ["V-34"])
    assert (applied.exit_code, applied.writes) == (7, [])


@pytest.mark.parametrize(
    ("options", "severity", "code"), [((), "warning", 0), (("--strict",), "error", 3)]
)
def test_r_10_a_username_equal_to_the_email_is_told(world, options, severity, code):
    world.declare(reseller(sync={INSTANCE: {"username": "it@contoso.example"}}))

    result = world.run("validate", "-o", "json", *options)

    found = result.finding("V-33")
    assert (result.exit_code, found["severity"]) == (code, severity)
    assert found["path"] == f"accounts.contoso.sync.{INSTANCE}.username"


def test_r_10_an_email_address_will_do_as_username(world):
    world.declare(reseller(sync={INSTANCE: {"username": "portal@contoso.example"}}))

    world.applied()

    assert world.api.user("Contoso")["login"] == "portal@contoso.example"


def test_r_11_an_email_that_two_resellers_have_is_refused(world):
    world.declare(reseller(), reseller("adatum", sync={INSTANCE: {"email": "IT@contoso.example"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-32", "V-32"])


def test_r_12_the_email_is_the_users_contact_and_gets_the_mail(world):
    world.declare(reseller())

    world.applied()

    user = world.api.user("Contoso")
    assert (user["login"], user["contact"]["email"]) == ("contoso-admin", "it@contoso.example")
    assert [(one["user_id"], one["email"]) for one in world.mails()] == [
        (user["id"], "it@contoso.example")
    ]


def test_r_13_a_reseller_is_provisioned_without_any_subscription(world):
    world.declare(reseller())

    applied = world.applied()

    assert applied.writes.count("POST /tenants") == 1
    assert world.status().account("contoso")["subscription"] is None


def test_r_14_a_reseller_becomes_one_new_tenant_and_none_the_second_time(world):
    world.declare(reseller())

    first, second = world.applied(), world.applied()

    assert first.writes.count("POST /tenants") == 1
    assert second.writes == []
    assert [one["name"] for one in world.api.tenants()] == ["Contoso"]


def test_r_15_the_reseller_gets_one_activation_mail_and_none_the_second_time(world):
    world.declare(reseller())

    world.applied()
    once = world.mailed()
    world.applied()

    assert once == ["it@contoso.example"]
    assert world.mailed() == once


def test_r_16_the_tenant_is_a_partner_under_the_msp(world):
    world.declare(reseller())

    world.applied()

    tenant = world.api.tenant("Contoso")
    assert (tenant["kind"], tenant["parent_id"]) == ("partner", world.root)


@pytest.mark.parametrize(("method", "path"), LATER_STEPS)
def test_r_17_a_reseller_is_not_synchronized_until_every_step_has_succeeded(world, method, path):
    world.declare(reseller())
    world.fault(method, path, **REFUSED)

    failed = world.apply()
    between = world.status().account("contoso")["status"]
    world.applied()

    assert failed.exit_code == 7
    assert between == "failed"
    assert world.status().account("contoso")["status"] == "synchronized"
    assert len(world.api.tenants()) == 1
    assert world.api.roles("Contoso") == ROLES
    assert world.mailed() == ["it@contoso.example"]


def test_r_18_one_user_is_created_in_the_resellers_tenant(world):
    world.declare(reseller())

    world.applied()

    (user,) = world.api.users("Contoso")
    assert user["tenant_id"] == world.api.tenant("Contoso")["id"]
    assert user["enabled"] is True


def test_r_19_the_resellers_roles_can_only_read(world):
    world.declare(reseller())

    world.applied()

    roles = world.api.roles("Contoso")
    assert all(role == "readonly_admin" or role.endswith("_ro_admin") for role in roles)
    assert {"protection_ro_admin", "sync_share_ro_admin"} <= set(roles)


def test_r_20_there_are_exactly_three_roles(world):
    world.declare(reseller())

    world.applied()

    assert world.api.roles("Contoso") == ROLES


def test_r_20_the_ids_of_the_roles_can_be_set(world):
    chosen = ["accounts_ro_admin", "protection_ro_admin", "sync_share_ro_admin"]
    world.declare({"roles": {"Reseller": {"access_policies": chosen}}}, reseller())

    world.applied()

    assert world.api.roles("Contoso") == chosen


@pytest.mark.parametrize("role", ["partner_admin", "protection_admin", "sync_share_admin"])
def test_r_21_a_role_that_can_write_is_not_accepted_for_resellers(world, role):
    roles = ["readonly_admin", "protection_ro_admin", role]
    world.declare({"roles": {"Reseller": {"access_policies": roles}}}, reseller())

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-21"])
    assert f'"{role}"' in result.finding("V-21")["message"]


def test_r_21_a_reseller_who_was_made_an_administrator_is_shown_and_put_back(world):
    world.declare(reseller())
    world.applied()
    world.portal.give_roles("Contoso", "partner_admin")

    planned = world.plan()
    status = world.status().account("contoso")["status"]
    world.applied()

    (drift,) = planned.json["resource_drift"]
    assert planned.actions == ["update contoso/access_policies"]
    assert drift["change"]["before"] == {"roles": ROLES}
    assert drift["change"]["after"] == {"roles": ["partner_admin"]}
    assert status == "drifted"
    assert world.api.roles("Contoso") == ROLES


def test_r_22_a_reseller_gets_whatever_the_msp_has_available(world):
    world.declare(reseller())

    world.applied()

    assert keys(world.api.items("Contoso")) == keys(world.api.offer("partner"))
    services = {one["application_id"] for one in world.api.items("Contoso")}
    assert len(services) == 4  # Protection, File Sync & Share, Notary, Physical Data Shipping


def test_r_22_a_customer_gets_the_products_services_only(world):
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
    world.declare(reseller())
    world.applied()
    world.portal.switch("Contoso", "pg_pack_adv_security", "notarizations", on=False)

    planned = world.plan()
    world.applied()

    assert planned.actions == ["update contoso/offering_items"]
    assert keys(world.api.items("Contoso")) == keys(world.api.offer("partner"))


def test_r_24_both_billing_modes_are_on(world):
    world.declare(reseller())

    world.applied()

    protection = [one for one in world.api.items("Contoso") if one["application_id"] == PROTECTION]
    assert {one["edition"] for one in protection} - {None} == {
        "pck_per_gigabyte",
        "pck_per_workload",
    }


def test_r_24_of_an_msp_with_one_billing_mode_the_reseller_gets_that_one(world):
    offer = [one for one in world.api.offer("partner") if one["edition"] != "pck_per_workload"]
    world.offer_only(offer)
    world.declare(reseller())

    applied = world.applied()

    found = applied.finding("V-70")
    assert (found["severity"], "pck_per_gigabyte" in found["message"]) == ("info", True)
    assert keys(world.api.items("Contoso")) == keys(offer)


def test_r_25_what_a_reseller_changes_for_its_customer_is_not_overwritten(world):
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


def test_r_26_a_reseller_cannot_become_a_customer(world):
    world.declare(reseller())
    world.applied()
    world.declare(
        customer("contoso", sync={INSTANCE: {"username": "contoso-admin"}}), sold("contoso")
    )

    planned, applied = world.plan(), world.apply()

    found = planned.finding("V-64")
    assert planned.exit_code == 3
    assert "the kind of a tenant cannot change" in found["message"]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_r_27_a_role_that_the_msp_does_not_offer_is_named_before_any_write(world):
    roles = ["readonly_admin", "protection_ro_admin", "sync_share_readonly_ro_admin"]
    world.declare({"roles": {"Reseller": {"access_policies": roles}}}, reseller())

    planned, applied = world.plan(), world.apply()

    found = planned.finding("D-01")
    assert planned.exit_code == 3
    assert found["path"] == "roles.Reseller.access_policies"
    assert "sync_share_readonly_ro_admin" in found["message"]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_r_27_an_msp_that_does_not_tell_its_roles_is_believed(world):
    world.fault("GET", "/applications/roles$", status=404)
    world.declare(reseller())

    world.applied()

    assert world.api.roles("Contoso") == ROLES
