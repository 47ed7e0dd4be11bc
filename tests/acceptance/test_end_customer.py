"""End customers of a reseller: below its tenant, after it, and then left to the two of them."""

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

PROTECTION = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
FILE_SYNC_SHARE = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"
TAILSPIN = customer("tailspin", bill_to="contoso")
CUSTOMER_FIRST = """
version: 1
accounts:
  tailspin:
    name: Tailspin
    bill_to: zeta
    sync:
      acronis-eu: {role: User, username: tailspin-admin, email: it@tailspin.example}
subscriptions:
  tailspin-backup: {account: tailspin, product: gigabytes}
"""


def test_r_44_the_reseller_is_applied_first_whatever_the_order_in_the_manifest(world):
    """R-44: Order."""

    world.declare(reseller("zeta"))
    world.write(CUSTOMER_FIRST, "manifests/a-customer.yaml")

    applied = world.applied()

    addresses = [one["address"] for one in applied.json["outcomes"]]
    tenants = [one for one in addresses if one.endswith("/tenant")]
    assert applied.writes[0] == "POST /tenants"
    assert tenants == [f"{INSTANCE}/zeta/tenant", f"{INSTANCE}/tailspin/tenant"]
    assert world.api.tenant("Tailspin")["parent_id"] == world.api.tenant("Zeta")["id"]


def test_r_45_the_parent_account_says_where_the_tenant_belongs(world):
    """R-45: Parent Account names the tenant parent."""

    parent = {INSTANCE: {"parent_account": "contoso"}}
    world.declare(
        reseller(), customer("tailspin", bill_to="contoso", sync=parent), sold("tailspin")
    )

    world.applied()

    assert world.status().account("tailspin")["parent"] == "contoso"
    assert world.api.tenant("Tailspin")["parent_id"] == world.api.tenant("Contoso")["id"]


def test_r_46_the_parent_is_by_default_the_account_that_is_billed(world):
    """R-46: It defaults to the bill-to account (the reseller)."""

    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    world.applied()

    assert world.status().account("tailspin")["parent"] == "contoso"
    assert world.api.tenant("Tailspin")["parent_id"] == world.api.tenant("Contoso")["id"]


def test_r_47_saying_the_default_changes_nothing(world):
    """R-47: "by default" implies it can be set explicitly."""

    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    by_default = world.plan()
    said = customer("tailspin", bill_to="contoso", sync={INSTANCE: {"parent_account": "contoso"}})
    world.declare(reseller(), said, sold("tailspin"))

    said_so = world.plan()

    assert said_so.json["resource_changes"] == by_default.json["resource_changes"]
    assert said_so.exit_code == by_default.exit_code == 0


def test_r_47_another_resellers_customer_needs_an_acknowledgement(world):
    """R-47: "by default" implies it can be set explicitly."""

    other = customer("tailspin", bill_to="contoso", sync={INSTANCE: {"parent_account": "adatum"}})
    world.declare(reseller(), reseller("adatum"), other, sold("tailspin"))

    refused = world.run("validate", "-o", "json")
    acknowledged = world.run("validate", "-o", "json", "--ack", "V-18")
    unapplied, applied = world.apply(), world.applied("--ack", "V-18")

    assert (refused.exit_code, refused.finding("V-18")["severity"]) == (3, "error")
    assert (acknowledged.exit_code, acknowledged.finding("V-18")["severity"]) == (0, "warning")
    assert (unapplied.exit_code, unapplied.writes) == (3, [])
    assert applied.outcomes["tailspin/tenant"] == "done"
    assert world.api.tenant("Tailspin")["parent_id"] == world.api.tenant("Adatum")["id"]


def test_r_48_a_reseller_that_is_not_synchronized_there_has_to_be_first(world):
    """R-48: The reseller "should be already synced"."""

    world.declare({"accounts": {"contoso": {"name": "Contoso"}}}, TAILSPIN)

    result = world.run("validate", "-o", "json")

    found = result.finding("V-16")
    assert result.exit_code == 3
    assert found["path"] == f"accounts.tailspin.sync.{INSTANCE}"
    assert '"contoso" is not synchronized with "acronis-eu"' in found["message"]
    assert f"accounts.contoso.sync.{INSTANCE}" in found["hint"]


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("username", "contoso-admin", "V-31"), ("email", "it@contoso.example", "V-32")],
)
def test_r_49_username_and_email_are_unique(world, option, value, code):
    """R-49: Role is `User`."""

    twin = customer("tailspin", bill_to="contoso", sync={INSTANCE: {option: value}})
    world.declare(reseller(), twin)

    result = world.run("validate", "-o", "json")

    assert (result.exit_code, result.codes) == (3, [code, code])


def test_r_49_the_role_is_user_and_the_username_may_be_the_email(world):
    """R-49: Role is `User`."""

    same = {INSTANCE: {"username": "it@tailspin.example"}}
    world.declare(reseller(), customer("tailspin", bill_to="contoso", sync=same), sold("tailspin"))

    validated = world.run("validate", "-o", "json")
    world.applied()

    assert validated.json["findings"] == []
    assert world.api.tenant("Tailspin")["kind"] == "customer"


def test_r_50_saving_the_options_of_an_end_customer_provisions_nothing(world):
    """R-50: Save = no provisioning, shown as synced, no tenant yet."""

    world.declare(reseller(), TAILSPIN)

    world.applied()

    row = world.status().account("tailspin")
    assert (row["status"], row["tenant_id"]) == ("synchronized_deferred", None)
    assert [one["name"] for one in world.api.tenants()] == ["Contoso"]
    assert world.mailed() == ["it@contoso.example"]


def test_r_51_the_first_subscription_opens_the_tenant_and_the_second_none(world):
    """R-51: Tenant is created underneath the reseller's tenant at the FIRST subscription."""

    world.declare(reseller(), TAILSPIN)
    world.applied()
    first = sold("tailspin")
    world.declare(reseller(), TAILSPIN, first)
    opened = world.applied()
    before = world.api.tenant("Tailspin")
    ended = sold("tailspin", state="cancelled")
    second = {"subscriptions": {"tailspin-more": {"account": "tailspin", "product": "gigabytes"}}}
    world.declare(reseller(), TAILSPIN, ended, second)

    again = world.applied()

    assert opened.writes.count("POST /tenants") == 1
    assert again.writes.count("POST /tenants") == 0
    assert world.api.tenant("Tailspin")["id"] == before["id"]
    assert world.api.tenant("Tailspin")["enabled"] is True


def test_r_52_the_tenant_is_a_customer_under_the_resellers_partner_tenant(world):
    """R-52: Kind Customer under the reseller's Partner tenant."""

    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    world.applied()

    tenant, above = world.api.tenant("Tailspin"), world.api.tenant("Contoso")
    assert (tenant["kind"], tenant["parent_id"]) == ("customer", above["id"])
    assert above["kind"] == "partner"


def test_r_53_production_mode_and_company_administrator(world):
    """R-53: Production mode."""

    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    world.applied()

    assert world.api.pricing_mode("Tailspin") == "production"
    assert world.api.roles("Tailspin") == ["company_admin"]


def test_r_54_protection_and_file_sync_share_are_unlimited(world):
    """R-54: Unlimited Protection and File Sync & Share."""

    world.declare(reseller(), TAILSPIN, sold("tailspin"))

    world.applied()

    countable = [one for one in world.api.items("Tailspin") if one["type"] != "feature"]
    quotas = {(one["quota"]["value"], one["quota"]["overage"]) for one in countable}
    assert {one["application_id"] for one in countable} == {PROTECTION, FILE_SYNC_SHARE}
    assert quotas == {(None, None)}


def test_r_54_what_the_end_customer_configures_is_not_undone(world):
    """R-54: Unlimited Protection and File Sync & Share."""

    world.declare(reseller(), TAILSPIN, sold("tailspin"))
    world.applied()
    quota = {"value": 5, "overage": 0, "version": 0}
    limited = {"application_id": PROTECTION, "name": "pg_base_vms", "status": 1, "quota": quota}
    world.portal.put_items("Tailspin", limited)
    world.portal.switch("Tailspin", "pg_base_mobiles", on=False)

    planned, applied = world.plan("--detailed-exitcode"), world.applied()

    assert (planned.exit_code, planned.json["resource_drift"]) == (0, [])
    assert applied.writes == []
    assert world.status().account("tailspin")["status"] == "synchronized"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/tenants$"),
        ("PUT", "/tenants/[^/]+/offering_items$"),
        ("POST", "/users$"),
        ("PUT", "/users/[^/]+/access_policies$"),
    ],
)
def test_r_55_a_resellers_failure_blocks_its_customers_and_nobody_else(world, method, path):
    """R-55: If the reseller failed to provision, its end customers are blocked, others …"""

    world.declare(customer(), sold())
    world.applied()
    world.fault(method, path, nth=1, status=400, code=1027)
    world.declare(customer(), sold(state="suspended"), reseller(), TAILSPIN, sold("tailspin"))

    result = world.apply("--parallelism", "1")

    statuses = {
        account: {
            status for address, status in result.outcomes.items() if address.startswith(account)
        }
        for account in ("contoso", "tailspin", "fabrikam")
    }
    assert result.exit_code == 7
    assert "failed" in statuses["contoso"]
    assert statuses["tailspin"] == {"blocked"}
    assert statuses["fabrikam"] == {"done"}
    assert world.api.tenants("Tailspin") == []
    assert world.api.tenant("Fabrikam")["enabled"] is False
    world.applied()
    assert world.api.tenant("Tailspin")["parent_id"] == world.api.tenant("Contoso")["id"]


def test_r_55_the_customers_of_a_reseller_that_is_kept_out_are_blocked(world):
    """R-55: If the reseller failed to provision, its end customers are blocked, others …"""

    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "contoso-admin")
    world.declare(reseller(), TAILSPIN, sold("tailspin"), customer(), sold())

    planned, applied = world.plan(), world.apply()

    blocked = [one["address"] for one in planned.json["blocked"]]
    assert (planned.exit_code, applied.exit_code) == (3, 7)
    assert blocked == [f"{INSTANCE}/contoso/tenant", f"{INSTANCE}/tailspin/tenant"]
    assert {one["account"] for one in planned.json["resource_changes"]} == {"fabrikam"}
    assert [one["name"] for one in world.api.tenants()] == ["Fabrikam", "Somebody"]
    assert world.status().account("tailspin")["status"] == "blocked"
