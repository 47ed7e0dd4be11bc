"""What somebody in the portal can do inside tenants, and the sentence that drift has for it."""

import json

import pytest

from tests.drift.conftest import QUIET, WHEN, entry, lines, no_drift, outside
from tests.harness.manifests import INSTANCE

RESELLER_ROLES = ["protection_ro_admin", "readonly_admin", "sync_share_ro_admin"]
ON = {"edition": "pck_per_gigabyte", "quota": None, "overage": None}
SERVERS = "Protection/pg_base_servers"


def item(world, tenant, name):
    (found,) = [one for one in world.portal.items(tenant) if one["name"] == name]
    return found


def grant(world, tenant, login, *roles):
    user = world.portal.create_user(tenant, login)
    items = [
        {"trustee_id": user["id"], "tenant_id": user["tenant_id"], "role_id": one} for one in roles
    ]
    world.portal.done("PUT", f"/users/{user['id']}/access_policies", {"items": items})


def test_roles_above_what_the_manifest_grants(told):
    told.world.portal.give_roles("Contoso", *RESELLER_ROLES, "partner_admin")

    assert told.text() == lines(
        outside(
            f"! changed  {INSTANCE}/contoso/access_policies: "
            "The user holds partner_admin beyond what the manifests grant.",
            WHEN,
        ),
        drift="1 changed",
    )
    assert told.entries() == [
        entry(
            "contoso/access_policies",
            "changed",
            "roles",
            desired=RESELLER_ROLES,
            live=sorted([*RESELLER_ROLES, "partner_admin"]),
        )
    ]


def test_roles_that_are_lacking(told):
    told.world.portal.give_roles("Contoso", *RESELLER_ROLES[1:])

    assert told.text() == lines(
        outside(
            f"~ changed  {INSTANCE}/contoso/access_policies: The user lacks protection_ro_admin.",
            WHEN,
        ),
        drift="1 changed",
    )


def test_a_user_nobody_declared(told):
    told.world.portal.create_user("Contoso", "eve")

    assert told.text() == lines(
        outside(f"~ unmanaged  {INSTANCE}/contoso/user: Nobody has declared the user eve.", WHEN),
        drift="1 unmanaged",
    )
    assert told.entries() == [
        entry("contoso/user", "unmanaged", "eve", live={"login": "eve", "roles": []})
    ]


@pytest.mark.parametrize(
    ("tenant", "account", "role"),
    [("Contoso", "contoso", "partner_admin"), ("Fabrikam", "fabrikam", "company_admin")],
)
def test_an_undeclared_administrator(told, tenant, account, role):
    grant(told.world, tenant, "eve", role)

    assert told.text() == lines(
        outside(
            f"! unmanaged  {INSTANCE}/{account}/user: "
            f"Nobody has declared the user eve, who holds {role}.",
            WHEN,
        ),
        drift="1 unmanaged",
    )


def test_a_customers_own_user_is_its_own_business(told):
    told.world.portal.create_user("Fabrikam", "frank")

    assert told.text() == (
        no_drift(
            f"~ delegated  {INSTANCE}/fabrikam/user: Nobody has declared the user frank.", WHEN
        )
        + "\n"
        + QUIET
    )


def test_a_user_that_was_deleted(told):
    user = told.world.portal.user("Fabrikam")
    path = f"/users/{user['id']}"
    off = told.world.portal.done("PUT", path, {"enabled": False, "version": user["version"]})
    told.world.portal.done("DELETE", path, version=off["version"])

    assert told.text() == lines(
        outside(
            f"~ missing  {INSTANCE}/fabrikam/user: "
            "The user (fabrikam-admin <it@fabrikam.example>) is gone."
        ),
        drift="1 missing",
    )


def test_a_disabled_user(told):
    user = told.world.portal.user("Fabrikam")
    body = {"enabled": False, "version": user["version"]}
    told.world.portal.done("PUT", f"/users/{user['id']}", body)

    assert told.text() == lines(
        outside(f"~ changed  {INSTANCE}/fabrikam/user: The user fabrikam-admin is disabled.", WHEN),
        drift="1 changed",
    )
    assert told.entries() == [entry("fabrikam/user", "changed", "enabled", True, False)]


def test_another_email(told):
    user = told.world.portal.user("Fabrikam")
    body = {"contact": {"email": "eve@else.example"}, "version": user["version"]}
    told.world.portal.done("PUT", f"/users/{user['id']}", body)

    assert told.text() == lines(
        outside(
            f"~ changed  {INSTANCE}/fabrikam/user: The email of user fabrikam-admin is "
            '"eve@else.example" and not "it@fabrikam.example".',
            WHEN,
        ),
        drift="1 changed",
    )


def test_a_quota_where_unlimited_is_wanted(told):
    one = item(told.world, "Fabrikam", "pg_base_storage")
    keys = ("application_id", "name", "infra_id")
    quota = {"value": 5, "overage": 1, "version": 0}
    changed = {**{key: one[key] for key in keys}, "status": 1, "quota": quota}
    told.world.portal.put_items("Fabrikam", changed)

    label = f"Protection/pg_base_storage@{one['infra_id']}"
    assert told.text() == lines(
        outside(
            f"! changed  {INSTANCE}/fabrikam/offering_items: Protection/pg_base_storage on lab-1 "
            "has a quota of 5 where unlimited is wanted.",
            WHEN,
        ),
        drift="1 changed",
    )
    assert told.entries() == [
        entry("fabrikam/offering_items", "changed", f"{label}.quota", desired=None, live=5)
    ]


def test_a_service_switched_off(told):
    told.world.portal.switch("Fabrikam", "pg_base_servers", on=False)

    assert told.text() == lines(
        outside(f"~ changed  {INSTANCE}/fabrikam/offering_items: {SERVERS} is switched off.", WHEN),
        drift="1 changed",
    )
    assert told.entries() == [
        entry("fabrikam/offering_items", "changed", SERVERS, desired=ON, live=None)
    ]


def test_a_service_switched_on_that_the_manifests_decide_on(told):
    (other,) = [
        one
        for one in told.world.portal.offer("customer")
        if one["name"] == "pg_base_storage"
        and one["infra_id"] != item(told.world, "Fabrikam", "pg_base_storage")["infra_id"]
    ]
    listed = told.world.portal.get(
        "/tenants/offering_items", subtree_root_tenant_id=told.world.root
    )["items"]
    (mine,) = [
        one
        for one in listed
        if one["tenant_id"] == told.world.portal.tenant("Fabrikam")["id"]
        and one["name"] == "pg_base_storage"
        and one["status"] == 1
    ]
    more = {**mine, "infra_id": other["infra_id"], "status": 1}
    body = json.dumps({"items": [*listed, more]})
    told.world.fault("GET", "/tenants/offering_items$", body=body)

    assert told.text() == lines(
        outside(
            f"! changed  {INSTANCE}/fabrikam/offering_items: Protection/pg_base_storage on lab-2 "
            "is switched on, and nobody has asked for it.",
            WHEN,
        ),
        drift="1 changed",
    )


def test_a_service_that_a_customer_switched_on_beside_its_product(told):
    (notary,) = [
        one for one in told.world.portal.offer("customer") if one["name"] == "notarizations"
    ]
    body = {"application_id": notary["application_id"], "name": "notarizations", "status": 1}
    told.world.portal.put_items("Fabrikam", body)

    assert told.text() == (
        no_drift(
            f"~ delegated  {INSTANCE}/fabrikam/offering_items: "
            "Notary/notarizations is switched on as well.",
            WHEN,
        )
        + "\n"
        + QUIET
    )


def test_what_an_end_customer_made_of_its_services_is_delegated(told):
    told.world.portal.switch("Tailspin", "pg_base_servers", on=False)

    assert told.text() == (
        no_drift(
            f"~ delegated  {INSTANCE}/tailspin/offering_items: {SERVERS} is switched off.", WHEN
        )
        + "\n"
        + QUIET
    )
    assert told.entries() == [
        entry("tailspin/offering_items", "delegated", SERVERS, desired=ON, live=None)
    ]


def test_new_offering_items_upstream_are_one_line_for_all_whose_services_follow(told):
    offer = told.world.api.offer("partner")
    (known,) = [one for one in offer if one["name"] == "pg_base_servers"]
    told.world.offer_only([*offer, {**known, "name": "pg_base_robots"}])

    robots = "Protection/pg_base_robots"
    assert told.text() == (
        outside(
            f"~ changed  {robots} is new, and has not been passed on yet. "
            "(2 accounts: contoso, fabrikam)"
        )
        + "\n"
        + lines(
            no_drift(
                f"~ delegated  {INSTANCE}/tailspin/offering_items: "
                f"{robots} is new, and has not been passed on yet."
            ),
            drift="2 changed",
        )
    )
    assert told.entries() == [
        entry("contoso/offering_items", "changed", robots, desired=ON),
        entry("fabrikam/offering_items", "changed", robots, desired=ON),
        entry("tailspin/offering_items", "delegated", robots, desired=ON),
    ]
