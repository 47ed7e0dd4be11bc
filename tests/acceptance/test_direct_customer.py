"""Direct customers: nothing until the first subscription, then a production tenant at once."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

PROTECTION = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
FILE_SYNC_SHARE = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"


def test_r_28_a_direct_customer_has_the_same_options_and_one_commit_action(world):
    """R-28: Same entry path and options (R-01..R-06)."""

    world.declare(customer(), sold())

    validated = world.run("validate", "-o", "json")
    world.applied()

    assert validated.json["findings"] == []
    row = world.status().account("fabrikam")
    assert (row["instance"], row["role"], row["status"]) == (INSTANCE, "User", "synchronized")


def test_r_28_a_direct_customer_has_no_other_options_either(world):
    """R-28: Same entry path and options (R-01..R-06)."""

    world.declare(customer(sync={INSTANCE: {"password": "x"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-01"])


def test_r_29_a_direct_customers_parent_is_the_msp(world):
    """R-29: Parent is the MSP, so Parent Account stays empty."""

    world.declare(customer(), sold())

    world.applied()

    assert world.status().account("fabrikam")["parent"] is None
    assert world.api.tenant("Fabrikam")["parent_id"] == world.root


def test_r_29_a_direct_customer_with_a_parent_account_is_refused(world):
    """R-29: Parent is the MSP, so Parent Account stays empty."""

    world.declare(reseller(), customer(sync={INSTANCE: {"parent_account": "contoso"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, ["V-13"])
    assert result.finding("V-13")["path"] == f"accounts.fabrikam.sync.{INSTANCE}.parent_account"


@pytest.mark.parametrize("role", ["User", "user"])
def test_r_30_the_role_user_makes_a_customer(world, role):
    """R-30: Role is `User`."""

    world.declare(customer(sync={INSTANCE: {"role": role}}), sold())

    world.applied()

    assert world.api.tenant("Fabrikam")["kind"] == "customer"


@pytest.mark.parametrize(
    ("option", "value", "codes"),
    [
        ("username", "FABRIKAM-admin", ["V-31", "V-31"]),
        ("email", "IT@fabrikam.example", ["V-32", "V-32"]),
    ],
)
def test_r_31_username_and_email_are_unique(world, option, value, codes):
    """R-31: Username unique, suggested different from Email."""

    world.declare(customer(), customer("litware", sync={INSTANCE: {option: value}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, codes)


def test_r_31_a_username_equal_to_the_email_is_told(world):
    """R-31: Username unique, suggested different from Email."""

    world.declare(customer(sync={INSTANCE: {"username": "it@fabrikam.example"}}))

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.finding("V-33")["severity"]) == (0, "warning")


def test_r_31_the_email_is_the_contact_of_the_user(world):
    """R-31: Username unique, suggested different from Email."""

    world.declare(customer(), sold())

    world.applied()

    user = world.api.user("Fabrikam")
    assert (user["login"], user["contact"]["email"]) == ("fabrikam-admin", "it@fabrikam.example")


def test_r_32_saving_the_options_provisions_nothing(world):
    """R-32: Saving options provisions nothing."""

    world.declare(customer())

    applied = world.applied()

    assert applied.writes == []
    assert world.api.tenants() == []
    assert world.mails() == []


def test_r_33_a_customer_without_a_subscription_is_shown_as_synchronized(world):
    """R-33: It is nevertheless shown as synced in the BSS."""

    world.declare(customer())

    status, table = world.status(), world.run("status")
    planned = world.plan("--detailed-exitcode")

    assert status.account("fabrikam")["status"] == "synchronized_deferred"
    assert "Synchronized" in table.stdout
    assert "no tenant until the first subscription" in table.stdout
    assert (planned.exit_code, planned.actions) == (0, [])
    assert planned.json["deferred"] == [
        {
            "address": f"{INSTANCE}/fabrikam/tenant",
            "reason": "no tenant until the first subscription",
        }
    ]


def test_r_34_a_customer_without_a_subscription_has_no_tenant_in_its_status(world):
    """R-34: No tenant yet."""

    world.declare(customer())

    row = world.status().account("fabrikam")

    assert (row["tenant_id"], row["tenant_kind"], row["login"]) == (None, None, None)


def test_r_35_the_first_subscription_opens_the_tenant_with_all_that_is_in_it(world):
    """R-35: Provisioning happens only when an Acronis subscription is created for the account."""

    world.declare(customer())
    world.applied()
    world.declare(customer(), sold())

    applied = world.applied()

    assert set(applied.outcomes.values()) == {"done"}
    assert [one["name"] for one in world.api.tenants()] == ["Fabrikam"]
    assert world.api.user("Fabrikam")["login"] == "fabrikam-admin"
    assert {one["application_id"] for one in world.api.items("Fabrikam")} == {
        PROTECTION,
        FILE_SYNC_SHARE,
    }


def test_r_35_a_subscription_on_another_instance_opens_nothing_here(world, elsewhere):
    """R-35: Provisioning happens only when an Acronis subscription is created for the account."""

    other = {"role": "User", "username": "fabrikam-us", "email": "it@fabrikam.example"}
    product = {
        "instance": "acronis-us",
        "protection": "per_gigabyte",
        "file_sync_share": "none",
    }
    world.declare(
        elsewhere.instance,
        {"products": {"gigabytes-us": product}},
        customer(sync={"acronis-us": other}),
        sold(product="gigabytes-us"),
    )

    world.applied()

    assert world.api.tenants() == []
    assert [one["name"] for one in elsewhere.api.tenants()] == ["Fabrikam"]


@pytest.mark.parametrize(
    ("product", "editions"),
    [
        ("gigabytes", {"pck_per_gigabyte", "fss_per_gigabyte"}),
        ("workloads", {"pck_per_workload"}),
        ("sharing", {"fss_per_user"}),
    ],
)
def test_r_36_the_product_decides_what_is_opened(world, product, editions):
    """R-36: Reason to keep."""

    world.declare(customer(), sold(product=product))

    world.applied()

    assert {one["edition"] for one in world.api.items("Fabrikam")} - {None} == editions


def test_r_36_a_subscription_without_a_product_is_an_error(world):
    """R-36: Reason to keep."""

    world.declare(customer(), {"subscriptions": {"fabrikam-backup": {"account": "fabrikam"}}})

    result = world.run("validate", "-o", "json")

    found = result.finding("V-01")
    assert result.exit_code == 3
    assert "product" in found["path"] + found["message"]


def test_r_37_the_tenant_is_a_production_tenant(world):
    """R-37: The opened tenant is a production tenant."""

    world.declare(customer(), sold())

    world.applied()

    assert world.api.pricing_mode("Fabrikam") == "production"


def test_r_38_the_tenant_is_a_customer_under_the_msp(world):
    """R-38: Tenant kind Customer under the MSP."""

    world.declare(customer(), sold())

    world.applied()

    tenant = world.api.tenant("Fabrikam")
    assert (tenant["kind"], tenant["parent_id"]) == ("customer", world.root)


def test_r_39_production_is_the_mode_of_the_tenant_that_the_user_is_in(world):
    """R-39: Production mode is stated for the user account too."""

    world.declare(customer(), sold())

    world.applied()

    tenant = world.api.tenant("Fabrikam")
    assert world.api.user("Fabrikam")["tenant_id"] == tenant["id"]
    assert tenant["pricing_mode"] == "production"


def test_r_40_the_user_is_company_administrator_and_nothing_else(world):
    """R-40: The user has Company Administrator."""

    world.declare(customer(), sold())

    world.applied()

    assert world.api.roles("Fabrikam") == ["company_admin"]


def test_r_41_full_access_is_given_back_when_it_was_taken(world):
    """R-41: Full access in managing services."""

    world.declare(customer(), sold())
    world.applied()
    world.portal.give_roles("Fabrikam", "readonly_admin")

    planned = world.plan()
    world.applied()

    assert planned.actions == ["update fabrikam/access_policies"]
    assert world.api.roles("Fabrikam") == ["company_admin"]


def test_r_42_protection_and_file_sync_share_are_unlimited(world):
    """R-42: Unlimited resources for Protection and for File Sync & Share."""

    world.declare(customer(), sold())

    world.applied()

    countable = [one for one in world.api.items("Fabrikam") if one["type"] != "feature"]
    quotas = {(one["quota"]["value"], one["quota"]["overage"]) for one in countable}
    assert {one["application_id"] for one in countable} == {PROTECTION, FILE_SYNC_SHARE}
    assert quotas == {(None, None)}


def test_r_42_a_limit_that_somebody_set_on_a_direct_customer_is_lifted(world):
    """R-42: Unlimited resources for Protection and for File Sync & Share."""

    world.declare(customer(), sold())
    world.applied()
    (item,) = [x for x in world.api.items("Fabrikam") if x["name"] == "pg_base_workstations"]
    quota = {"value": 5, "overage": 0, "version": 0}
    world.portal.put_items(
        "Fabrikam",
        {"application_id": PROTECTION, "name": item["name"], "status": 1, "quota": quota},
    )

    planned = world.plan()
    world.applied()

    (item,) = [x for x in world.api.items("Fabrikam") if x["name"] == "pg_base_workstations"]
    assert planned.actions == ["update fabrikam/offering_items"]
    assert (item["quota"]["value"], item["quota"]["overage"]) == (None, None)


def test_r_43_a_customer_gets_one_activation_mail(world):
    """R-43: Activation e-mail for customers."""

    world.declare(customer(), sold())

    world.applied()
    once = world.mailed()
    world.applied()

    assert once == ["it@fabrikam.example"]
    assert world.mailed() == once


def test_r_43_the_mail_can_be_switched_off_for_an_account(world):
    """R-43: Activation e-mail for customers."""

    world.declare(customer(activation="none"), sold())

    world.applied()

    assert world.api.user("Fabrikam")["login"] == "fabrikam-admin"
    assert world.mails() == []
