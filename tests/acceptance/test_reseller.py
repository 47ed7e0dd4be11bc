"""Resellers: a partner tenant at once, a user who can only read (R-07 to R-21, R-26, R-27)."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

ROLES = ["protection_ro_admin", "readonly_admin", "sync_share_ro_admin"]
REFUSED = {"status": 400, "code": 1027, "times": 1}
LATER_STEPS = [
    ("PUT", "/tenants/[^/]+/offering_items$"),
    ("POST", "/users$"),
    ("PUT", "/users/[^/]+/access_policies$"),
    ("PUT", "/tenants/[^/]+$"),
    ("POST", "/send-activation-email$"),
]


def test_r_07_a_reseller_with_a_parent_account_is_refused(world):
    """R-07: Reseller's Parent Account must be empty."""

    world.declare(reseller(), reseller("adatum", sync={INSTANCE: {"parent_account": "contoso"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-11"])
    assert result.finding("V-11")["path"] == f"accounts.adatum.sync.{INSTANCE}.parent_account"


def test_r_07_a_resellers_parent_is_the_msp(world):
    """R-07: Reseller's Parent Account must be empty."""

    world.declare(reseller())

    world.applied()

    assert world.api.tenant("Contoso")["parent_id"] == world.root


@pytest.mark.parametrize("role", ["Reseller", "reseller", "RESELLER"])
def test_r_08_the_role_reseller_makes_a_partner(world, role):
    """R-08: Reseller's Role value is `Reseller`."""

    world.declare(reseller(sync={INSTANCE: {"role": role}}))

    world.applied()

    assert world.api.tenant("Contoso")["kind"] == "partner"
    assert world.status().account("contoso")["role"] == "Reseller"


def test_r_09_a_username_that_two_resellers_have_is_refused(world):
    """R-09: Reseller's Username is unique."""

    world.declare(reseller(), reseller("adatum", sync={INSTANCE: {"username": "Contoso-Admin"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-31", "V-31"])


def test_r_09_a_username_that_is_taken_in_acronis_is_refused_before_any_write(world):
    """R-09: Reseller's Username is unique."""

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
    """R-10: Username should be a unique name or an e-mail address but differ from the …"""

    world.declare(reseller(sync={INSTANCE: {"username": "it@contoso.example"}}))

    result = world.run("validate", "-o", "json", *options)

    found = result.finding("V-33")
    assert (result.exit_code, found["severity"]) == (code, severity)
    assert found["path"] == f"accounts.contoso.sync.{INSTANCE}.username"


def test_r_10_an_email_address_will_do_as_username(world):
    """R-10: Username should be a unique name or an e-mail address but differ from the …"""

    world.declare(reseller(sync={INSTANCE: {"username": "portal@contoso.example"}}))

    world.applied()

    assert world.api.user("Contoso")["login"] == "portal@contoso.example"


def test_r_11_an_email_that_two_resellers_have_is_refused(world):
    """R-11: Reseller's Email is unique."""

    world.declare(reseller(), reseller("adatum", sync={INSTANCE: {"email": "IT@contoso.example"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-32", "V-32"])


def test_r_12_the_email_is_the_users_contact_and_gets_the_mail(world):
    """R-12: Email is the login e-mail for the portal."""

    world.declare(reseller())

    world.applied()

    user = world.api.user("Contoso")
    assert (user["login"], user["contact"]["email"]) == ("contoso-admin", "it@contoso.example")
    assert [(one["user_id"], one["email"]) for one in world.mails()] == [
        (user["id"], "it@contoso.example")
    ]


def test_r_13_a_reseller_is_provisioned_without_any_subscription(world):
    """R-13: For a reseller, applying the sync options provisions at once."""

    world.declare(reseller())

    applied = world.applied()

    assert applied.writes.count("POST /tenants") == 1
    assert world.status().account("contoso")["subscription"] is None


def test_r_14_a_reseller_becomes_one_new_tenant_and_none_the_second_time(world):
    """R-14: The reseller becomes a new tenant."""

    world.declare(reseller())

    first, second = world.applied(), world.applied()

    assert first.writes.count("POST /tenants") == 1
    assert second.writes == []
    assert [one["name"] for one in world.api.tenants()] == ["Contoso"]


def test_r_15_the_reseller_gets_one_activation_mail_and_none_the_second_time(world):
    """R-15: The reseller gets an activation e-mail from Acronis."""

    world.declare(reseller())

    world.applied()
    once = world.mailed()
    world.applied()

    assert once == ["it@contoso.example"]
    assert world.mailed() == once


def test_r_16_the_tenant_is_a_partner_under_the_msp(world):
    """R-16: Tenant kind is Partner, under the MSP partner tenant."""

    world.declare(reseller())

    world.applied()

    tenant = world.api.tenant("Contoso")
    assert (tenant["kind"], tenant["parent_id"]) == ("partner", world.root)


@pytest.mark.parametrize(("method", "path"), LATER_STEPS)
def test_r_17_a_reseller_is_not_synchronized_until_every_step_has_succeeded(world, method, path):
    """R-17: The partner tenant is tied to a SUCCESSFUL sync."""

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
    """R-18: A user account is created in the reseller tenant."""

    world.declare(reseller())

    world.applied()

    (user,) = world.api.users("Contoso")
    assert user["tenant_id"] == world.api.tenant("Contoso")["id"]
    assert user["enabled"] is True


def test_r_19_the_resellers_roles_can_only_read(world):
    """R-19: That user's roles are read-only administrator roles for Protection and File …"""

    world.declare(reseller())

    world.applied()

    roles = world.api.roles("Contoso")
    assert all(role == "readonly_admin" or role.endswith("_ro_admin") for role in roles)
    assert {"protection_ro_admin", "sync_share_ro_admin"} <= set(roles)


def test_r_20_there_are_exactly_three_roles(world):
    """R-20: There are exactly three such roles."""

    world.declare(reseller())

    world.applied()

    assert world.api.roles("Contoso") == ROLES


def test_r_20_the_ids_of_the_roles_can_be_set(world):
    """R-20: There are exactly three such roles."""

    chosen = ["accounts_ro_admin", "protection_ro_admin", "sync_share_ro_admin"]
    world.declare({"roles": {"Reseller": {"access_policies": chosen}}}, reseller())

    world.applied()

    assert world.api.roles("Contoso") == chosen


@pytest.mark.parametrize("role", ["partner_admin", "protection_admin", "sync_share_admin"])
def test_r_21_a_role_that_can_write_is_not_accepted_for_resellers(world, role):
    """R-21: The reseller cannot add tenants or switch items in the portal."""

    roles = ["readonly_admin", "protection_ro_admin", role]
    world.declare({"roles": {"Reseller": {"access_policies": roles}}}, reseller())

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-21"])
    assert f'"{role}"' in result.finding("V-21")["message"]


def test_r_21_a_reseller_who_was_made_an_administrator_is_shown_and_put_back(world):
    """R-21: The reseller cannot add tenants or switch items in the portal."""

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


def test_r_26_a_reseller_cannot_become_a_customer(world):
    """R-26: A reseller is never promoted or made a customer."""

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
    """R-27: The role ids are those that the MSP offers."""

    roles = ["readonly_admin", "protection_ro_admin", "sync_share_readonly_ro_admin"]
    world.declare({"roles": {"Reseller": {"access_policies": roles}}}, reseller())

    planned, applied = world.plan(), world.apply()

    found = planned.finding("D-01")
    assert planned.exit_code == 3
    assert found["path"] == "roles.Reseller.access_policies"
    assert "sync_share_readonly_ro_admin" in found["message"]
    assert (applied.exit_code, applied.writes) == (7, [])


def test_r_27_an_msp_that_does_not_tell_its_roles_is_believed(world):
    """R-27: The role ids are those that the MSP offers."""

    world.fault("GET", "/applications/roles$", status=404)
    world.declare(reseller())

    world.applied()

    assert world.api.roles("Contoso") == ROLES
