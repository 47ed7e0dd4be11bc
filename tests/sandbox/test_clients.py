"""API clients: created, found, changed and deleted; applications, bindings and settings."""

import pytest

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
PLATFORM = "7459244f-68f3-3bf4-9f53-5f63ecc1d91f"


@pytest.fixture
def partner(api):
    return api.tenant("Contoso", "partner")["id"]


def post(tenant, **more):
    return {
        "type": "api_client",
        "tenant_id": tenant,
        "token_endpoint_auth_method": "client_secret_post",
        **more,
    }


def test_a_new_client_acts_for_its_tenant_with_the_secret_that_is_shown_once(api, partner):
    made = api.done("POST", "/clients", post(partner, data={"client_name": "billing"}))
    shown = api.get(f"/clients/{made['client_id']}")

    api.act_as(made["client_id"], made["client_secret"])

    assert "client_secret" not in shown
    assert shown["data"] == {"client_name": "billing"}
    assert api.get(f"/tenants/{partner}")["name"] == "Contoso"
    assert api.refused("GET", f"/tenants/{api.root}") == (403, 403)


def test_clients_are_found_by_id_and_by_origin(api, partner):
    made = api.done("POST", "/clients", post(partner, origin_id="bss"))["client_id"]

    everyone = [one["client_id"] for one in api.get("/clients")["items"]]
    by_id = api.get(f"/clients?uuids={made}")["items"]
    by_origin = api.get("/clients?origin_id=bss")["items"]

    assert everyone[-1] == made
    assert len(everyone) == 3
    assert [one["client_id"] for one in by_id] == [made]
    assert by_origin == by_id


def test_metadata_is_merged_and_a_disabled_client_gets_no_token(api, partner):
    made = api.done("POST", "/clients", post(partner, data={"a": 1}))
    path = f"/clients/{made['client_id']}"

    changed = api.put(
        path,
        {"data": {"b": 2}, "status": "disabled", "redirect_uris": ["https://x.test"]},
    )
    answer = api.form(
        "/idp/token",
        grant_type="client_credentials",
        client_id=made["client_id"],
        client_secret=made["client_secret"],
    )

    assert changed["data"] == {"a": 1, "b": 2}
    assert changed["redirect_uris"] == ["https://x.test"]
    assert answer.status_code == 401


def test_a_deleted_client_shows_on_demand_only(api, partner):
    made = api.done("POST", "/clients", post(partner))["client_id"]

    api.done("DELETE", f"/clients/{made}")

    assert api.refused("GET", f"/clients/{made}") == (404, 404)
    assert made not in [one["client_id"] for one in api.get("/clients")["items"]]
    deleted = api.get("/clients?allow_deleted=true")["items"]
    assert made in [one["client_id"] for one in deleted]


def test_a_client_does_not_saw_off_its_own_branch(api):
    path = f"/clients/{api.sandbox.client_id}"

    assert api.refused("DELETE", path) == (403, 1002)
    assert api.refused("PUT", path, {"status": "disabled"}) == (403, 1002)


def test_an_application_is_known_by_its_id(api):
    assert api.get(f"/applications/{BACKUP}")["type"] == "backup"
    assert api.refused("GET", f"/applications/{api.root}") == (404, 404)


def test_roles_are_listed_per_application(api):
    roles = api.get(f"/applications/{BACKUP}/roles")["items"]

    assert {one["application_id"] for one in roles} == {BACKUP}
    assert "protection_ro_admin" in {one["role"] for one in roles}


def test_a_binding_turns_an_application_on_and_off(api):
    customer = api.tenant("Fabrikam")["id"]
    path = f"/applications/{BACKUP}/bindings/tenants/{customer}"

    api.done("POST", path)
    bound = api.get(f"/tenants/applications?tenants={customer}")["items"]
    api.switch(customer, [{"application_id": BACKUP, "name": "pg_base_vms"}])
    api.done("DELETE", path)

    assert bound == [{"tenant": customer, "applications": [PLATFORM, BACKUP]}]
    assert api.get(f"/tenants/{customer}/applications")["items"] == [PLATFORM]
    assert api.items_on(customer) == set()


def test_the_portal_and_ones_own_services_stay(api):
    customer = api.tenant("Fabrikam")["id"]

    portal = f"/applications/{PLATFORM}/bindings/tenants/{customer}"
    own = f"/applications/{BACKUP}/bindings/tenants/{api.root}"

    assert api.refused("DELETE", portal) == (400, 1027)
    assert api.refused("DELETE", own) == (403, 1002)


def test_a_setting_is_inherited_until_a_tenant_has_its_own(api, partner):
    customer = api.tenant("Tailspin", parent=partner)["id"]
    paths = [f"/applications/{BACKUP}/settings/tenants/{one}/Mode" for one in (partner, customer)]
    above, below = paths

    nothing = api.refused("GET", below)
    api.put(above, {"value": {"a": 1}})
    inherited = api.get(below)
    own = api.put(below, {"value": "b"})
    api.done("DELETE", below)

    assert nothing == (404, 404)
    assert inherited["own"] is None
    assert inherited["effective"] == {
        "owner": {"type": "tenant", "id": partner},
        "value": {"a": 1},
        "lock": False,
    }
    assert own["own"] == {"value": "b", "lock": False, "exclusive": False}
    assert api.get(below)["effective"]["owner"]["id"] == partner
    assert api.refused("DELETE", below) == (404, 404)


def test_a_locked_setting_holds_below_and_an_exclusive_one_does_not_count_there(api, partner):
    customer = api.tenant("Tailspin", parent=partner)["id"]
    path = f"/applications/{BACKUP}/settings/tenants/{{}}/{{}}"

    api.put(path.format(partner, "locked"), {"value": 1, "lock": True})
    api.put(path.format(partner, "own"), {"value": 1, "exclusive": True})

    refused = api.refused("PUT", path.format(customer, "locked"), {"value": 2})
    assert refused == (403, 1002)
    assert api.refused("GET", path.format(customer, "own")) == (404, 404)
    assert api.get(path.format(partner, "own"))["effective"]["value"] == 1
