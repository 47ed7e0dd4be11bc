"""Every example request of what is documented and observed, as it is shown there."""

import pytest

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
ZERO = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def customer(api):
    return api.tenant("Fabrikam")["id"]


def subset(whole, *names):
    return {name: whole[name] for name in names}


def test_who_am_i(api):
    assert api.get(f"/clients/{api.sandbox.client_id}")["tenant_id"] == api.root


def test_creating_a_tenant_as_in_the_guide(api):
    body = {
        "name": "Foobar",
        "kind": "customer",
        "parent_id": api.root,
        "internal_tag": "some.unique.tag.value",
        "language": "en",
        "contact": {
            "address1": "366 5th Ave",
            "email": "foo.bar@example.com",
            "phone": "1 123 4567890",
        },
    }

    made = api.send("POST", "/tenants", body)

    assert made.status_code == 201
    expected = {
        "ancestral_access": True,
        "customer_id": None,
        "customer_type": "default",
        "enabled": True,
        "has_children": False,
        "owner_id": None,
        "update_lock": {"enabled": False, "owner_id": None},
        "version": 1,
        "pricing_mode": "trial",
    }
    assert subset(made.json, *expected) == expected


@pytest.mark.parametrize(
    "more", [{"enhanced_security": True}, {"settings": {"enhanced_security": True}}]
)
def test_enhanced_security_stands_in_two_places(api, more):
    assert api.tenant("Secure", **more)["version"] == 1


def test_a_partial_contact(api, customer):
    api.put(f"/tenants/{customer}", {"version": 1, "contact": {"email": "a@b.test"}})

    changed = api.put(f"/tenants/{customer}", {"version": 2, "contact": {"firstname": "New Name"}})

    assert subset(changed["contact"], "firstname", "email") == {
        "firstname": "New Name",
        "email": "a@b.test",
    }


def test_texts_for_numbers_and_booleans_as_in_the_samples(api, customer):
    changed = api.put(f"/tenants/{customer}", {"version": "1", "enabled": "false"})

    assert subset(changed, "version", "enabled") == {"version": 2, "enabled": False}


def test_lock_unlock_disable_delete_as_in_the_samples(api, customer):
    path = f"/tenants/{customer}"

    locked = api.put(path, {"update_lock": {"enabled": True}, "version": 1})
    unlocked = api.put(path, {"update_lock": {"enabled": False}, "version": locked["version"]})
    disabled = api.put(path, {"enabled": False, "version": unlocked["version"]})
    gone = api.send("DELETE", f"{path}?version={disabled['version']}")

    assert locked["update_lock"] == {"enabled": True, "owner_id": api.root}
    assert (gone.status_code, gone.data) == (204, b"")


def test_deleting_an_enabled_tenant(api, customer):
    answer = api.send("DELETE", f"/tenants/{customer}?version=1")

    assert answer.status_code == 400
    assert answer.json == {
        "error": {
            "code": 1006,
            "message": "It is prohibited to delete a non-disabled tenant.",
            "details": {
                "info": 'It is prohibited to delete a non-disabled tenant "3"',
                "addition": [{"id": "3"}],
            },
            "context": {"id": "3"},
            "domain": "PlatformAccountServer",
        }
    }


def test_creating_a_user_as_in_the_guide(api, customer):
    assert api.send("GET", "/users/check_login?username=JohnDoe").status_code == 204

    made = api.send(
        "POST",
        "/users",
        {
            "tenant_id": customer,
            "login": "JohnDoe",
            "contact": {"email": "john@example.com", "firstname": "John", "lastname": "Doe"},
        },
    )

    assert made.status_code == 200
    expected = {
        "activated": False,
        "business_types": [],
        "enabled": True,
        "idp_id": "11111111-1111-1111-1111-111111111111",
        "language": "en",
        "login": "JohnDoe",
        "mfa_status": "disabled",
        "notifications": ["quota", "reports", "backup_daily_report"],
        "tenant_id": customer,
        "terms_accepted": False,
        "version": 1,
    }
    assert subset(made.json, *expected) == expected
    assert made.json["personal_tenant_id"]
    assert api.send("GET", "/users/check_login?username=johndoe").status_code == 409
    assert api.send("GET", "/users/check_login?username=a%20b").status_code == 406


def test_activating_a_user_in_both_ways(api, customer):
    user = api.user(customer, "ada")["id"]

    mail = api.send("POST", f"/users/{user}/send-activation-email", {})
    password = api.send("POST", f"/users/{user}/password", {"password": "secret"})

    assert (mail.status_code, password.status_code) == (204, 204)


def policy(user, **more):
    return {
        "id": ZERO,
        "issuer_id": ZERO,
        "trustee_id": user["id"],
        "trustee_type": "user",
        "tenant_id": user["tenant_id"],
        "role_id": "company_admin",
        "version": 0,
        **more,
    }


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"issuer_id": "ROOT"},
        {"role_id": "protection_ro_admin", "resource_namespace": "backup"},
        {"role_id": "accounts_ro_admin"},
    ],
)
def test_giving_a_role_as_guide_and_clients_do(api, customer, more):
    user = api.user(customer, "ada")
    path = f"/users/{user['id']}/access_policies"
    wanted = policy(user, **{name: value.replace("ROOT", api.root) for name, value in more.items()})

    (given,) = api.put(path, {"items": [wanted]})["items"]

    assert subset(given, "tenant_id", "role_id") == subset(wanted, "tenant_id", "role_id")
    assert api.put(path, {"items": []})["items"] == []


def test_mfa_of_a_tenant(api, customer):
    answer = api.put(f"/tenants/{customer}/mfa/status", {"enabled": True})

    expected = {
        "mfa_status": "enabled",
        "users_count": 0,
        "users_with_totp_enabled_count": 0,
        "update_allowed": True,
    }
    assert subset(answer, *expected) == expected


def test_turning_a_service_on_and_off_by_its_binding(api, customer):
    path = f"/applications/{BACKUP}/bindings/tenants/{customer}"

    assert api.send("POST", path).status_code == 204
    assert api.send("DELETE", path).status_code == 204


def test_mirroring_all_that_is_available_for_a_child(api):
    partner = api.tenant("Contoso", "partner")["id"]
    path = f"/tenants/{api.root}/offering_items/available_for_child"
    available = api.get(f"{path}?kind=partner&edition=*")["items"]

    answer = api.put(f"/tenants/{partner}/offering_items", {"offering_items": available})

    assert {one["status"] for one in available} == {1}
    assert len(answer["items"]) == len(available)
    assert api.get(f"{path}?kind=partner")["items"] != available


def test_a_storage_as_a_resellers_panel_puts_it(api, customer):
    storage = api.storages()["lab-1"]
    item = {
        "name": "pg_base_storage",
        "application_id": BACKUP,
        "edition": "pck_per_gigabyte",
        "usage_name": "storage",
        "status": 1,
        "locked": False,
        "type": "infra",
        "infra_id": storage,
        "measurement_unit": "bytes",
        "quota": {"version": 0, "overage": 0, "value": 0},
    }

    (answer,) = api.switch(customer, [item])

    assert subset(answer, *item) | {"quota": item["quota"]} == item
    assert answer["quota"]["version"] > 0


def test_production_as_the_guide_puts_it(api, customer):
    path = f"/tenants/{customer}/pricing"
    whole = api.get(path)

    answer = api.put(path, {**whole, "mode": "production", "currency": "EUR"})

    assert subset(answer, "mode", "currency") == {"mode": "production", "currency": "EUR"}
    assert answer["version"] > whole["version"]


def test_locations_and_storages(api):
    (location,) = api.get(f"/tenants/{api.root}/locations")["locations"]
    (lab,) = api.get(f"/locations?uuids={location}")["items"]
    infra = api.get(f"/locations/{location}/infra")["infras"]
    storages = api.get(f"/infra?uuids={','.join(infra)}")["items"]

    assert lab["name"] == "lab"
    assert api.get(f"/tenants/{api.root}/infra")["infras"] == infra
    assert [one["name"] for one in storages] == ["lab-1", "lab-2"]


def test_a_full_refresh_is_three_lists_and_goes_on_by_timestamp(api, customer):
    lists = (
        f"/tenants?subtree_root_id={api.root}",
        f"/tenants/offering_items?subtree_root_tenant_id={api.root}",
        f"/users?subtree_root_tenant_id={api.root}&with_access_policies=true",
    )

    for path in lists:
        first = api.get(path)
        since = first["timestamp"].replace("+", "%2B")
        assert api.get(f"{path}&updated_since={since}&allow_deleted=true")["items"] == []

    assert api.get(f"/tenants/applications?tenants={customer}")["items"][0]["tenant"] == customer
    assert api.get(f"/tenants/usages?tenants={customer}")["items"][0]["usages"] == []


def test_searching(api, customer):
    (found,) = api.get(f"/search?tenant={api.root}&text=abri&limit=10")["items"]

    assert subset(found, "obj_type", "id", "name") == {
        "obj_type": "tenant",
        "id": customer,
        "name": "Fabrikam",
    }


def test_a_reseller_with_a_read_only_user_as_the_panel_makes_it(api):
    made = api.tenant(
        "Contoso",
        "partner",
        ancestral_access=True,
        customer_id="4711",
        internal_tag="bss:4711",
        language="de",
        contact={"email": "info@contoso.test"},
    )
    api.switch(made["id"], api.offer())
    user = api.user(made["id"], "contoso-reader")
    given = api.give(user, "accounts_ro_admin", "protection_ro_admin", "sync_share_ro_admin")
    mail = api.send("POST", f"/users/{user['id']}/send-activation-email", {})

    assert made["pricing_mode"] == "production"
    assert len(given["items"]) == 3
    assert mail.status_code == 204
