"""Users from their first password to their return from the dead, and who is listed with whom."""

import hashlib

import pytest


@pytest.fixture
def customer(api):
    return api.tenant("Fabrikam")["id"]


def deleted(api, user):
    path = f"/users/{user['id']}"
    version = api.put(path, {"version": user["version"], "enabled": False})["version"]
    api.done("DELETE", f"{path}?version={version}")


def test_a_password_activates(api, customer):
    user = api.user(customer, "ada")

    api.done("POST", f"/users/{user['id']}/password", {"password": "secret-1"})

    assert api.get(f"/users/{user['id']}")["activated"] is True
    assert "access_token" in api.token_of("ada")
    assert api.refused("POST", f"/users/{user['id']}/send-activation-email", {}) == (400, 400)


def test_users_do_not_set_passwords_and_order_no_one_time_tokens(api):
    user = api.working_user(api.root, "ada", "partner_admin")
    api.be(api.token_of("ada")["access_token"])

    password = api.refused("POST", f"/users/{user['id']}/password", {"password": "x"})
    token = api.refused("POST", "/idp/ott", {"purpose": "verify", "login": "ada"})

    assert (password, token) == ((403, 403), (403, 403))


@pytest.mark.parametrize(("word", "known"), [("123456", True), ("not so common", False)])
def test_a_password_is_checked_by_its_hash(api, word, known):
    digest = hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()
    api.headers = {}

    answer = api.done("POST", "/users/check_password", {"password": digest})

    assert answer == {"compromised": known}
    assert api.refused("POST", "/users/check_password", {"password": word}) == (400, 400)


def test_a_deleted_user_comes_back_with_its_personal_tenant(api, customer):
    user = api.user(customer, "ada")
    deleted(api, user)
    gone = api.refused("GET", f"/tenants/{user['personal_tenant_id']}")

    api.done("POST", f"/users/{user['id']}/restore?enable=true")

    back = api.get(f"/users/{user['id']}")
    assert gone == (404, 404)
    assert (back["enabled"], back["deleted_at"]) == (True, None)
    assert api.get(f"/tenants/{user['personal_tenant_id']}")["owner_id"] == user["id"]
    assert api.refused("POST", f"/users/{user['id']}/restore") == (409, 409)


def test_a_login_that_is_taken_meanwhile_gets_a_suffix_by_force(api, customer):
    user = api.user(customer, "ada")
    deleted(api, user)
    api.user(customer, "ADA")
    path = f"/users/{user['id']}/restore"

    refused = api.refused("POST", path)
    api.done("POST", f"{path}?force=true")

    back = api.get(f"/users/{user['id']}")
    assert refused == (409, 409)
    assert back["login"].startswith("ada-")
    assert back["enabled"] is False


def test_users_of_an_organization_are_those_of_its_units_too(api, customer):
    unit = api.tenant("Unit", "unit", customer)["id"]
    admin, member = api.user(customer, "admin"), api.user(unit, "member")
    api.user(api.root, "above")
    api.give(admin, "company_admin")
    query = "/users?inside_organization=true&subtree_root_tenant_id="

    def logins(path):
        return [one["login"] for one in api.get(path)["items"]]

    assert logins(f"{query}{api.root}") == ["above"]
    assert logins(f"{query}{customer}") == ["admin", "member"]
    assert logins(f"{query}{customer}&tenant_kinds=unit") == ["member"]
    assert logins(f"{query}{customer}&access_policies=company_admin") == ["admin"]
    assert logins(f"{query}{customer}&target_tenant_id={customer}") == ["admin"]
    assert member["tenant_id"] == unit


@pytest.mark.parametrize(
    "query", ["inside_organization=true&uuids=ID", "tenant_kinds=unit&subtree_root_tenant_id=ID"]
)
def test_filters_that_need_an_organization_are_refused_without(api, query):
    assert api.refused("GET", f"/users?{query.replace('ID', api.root)}") == (400, 400)


def test_users_are_found_by_their_origin_and_listed_in_either_order(api, customer):
    first = api.user(customer, "zoe", origin_id="bss")
    second = api.user(customer, "ada")

    found = api.get(f"/users?subtree_root_tenant_id={api.root}&origin_id=bss")["items"]

    assert [one["id"] for one in found] == [first["id"]]
    path = f"/tenants/{customer}/users"
    assert api.get(path)["items"] == [second["id"], first["id"]]
    assert api.get(f"{path}?order=as_is")["items"] == [first["id"], second["id"]]
    assert api.get(f"{path}?order=-login")["items"] == [first["id"], second["id"]]
