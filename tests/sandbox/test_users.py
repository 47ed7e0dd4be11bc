"""Users: logins, roles, activation."""

import pytest


@pytest.fixture
def partner(api):
    return api.tenant("Contoso", "partner")["id"]


def policy(user, role, **more):
    zero = "00000000-0000-0000-0000-000000000000"
    return {
        "id": zero,
        "issuer_id": zero,
        "trustee_id": user["id"],
        "trustee_type": "user",
        "tenant_id": user["tenant_id"],
        "role_id": role,
        "version": 0,
        **more,
    }


def roles(answer):
    return [policy["role_id"] for policy in answer["items"]]


def test_a_user_is_created_with_200_and_without_a_role(api, partner):
    body = {"tenant_id": partner, "login": "contoso-admin", "contact": {"email": "a@b.test"}}

    answer = api.send("POST", "/users", body)

    assert answer.status_code == 200
    assert answer.json["version"] == 1
    assert answer.json["activated"] is False
    assert answer.json["personal_tenant_id"] is None
    assert api.get(f"/users/{answer.json['id']}/access_policies")["items"] == []


def test_a_user_of_a_customer_has_a_personal_tenant(api):
    customer = api.tenant("Fabrikam")["id"]

    user = api.user(customer, "fabrikam-admin")

    personal = api.get(f"/tenants/{user['personal_tenant_id']}")
    assert (personal["kind"], personal["owner_id"]) == ("unit", user["id"])
    assert personal["parent_id"] == customer


def test_a_login_is_unique_over_all_tenants_in_any_case(api, partner):
    api.user(api.root, "Somebody")

    body = {"tenant_id": partner, "login": "somebody"}

    assert api.refused("POST", "/users", body) == (409, 409)


@pytest.mark.parametrize(
    ("login", "status"), [("free.one", 204), ("taken", 409), ("ab", 406), ("with%20space", 406)]
)
def test_whether_a_login_is_free_can_be_asked(api, partner, login, status):
    api.user(partner, "Taken")

    assert api.send("GET", f"/users/check_login?username={login}").status_code == status


def test_an_update_is_partial_and_versioned(api, partner):
    user = api.user(partner, "contoso-admin")
    path = f"/users/{user['id']}"

    changed = api.put(path, {"version": 1, "contact": {"firstname": "Ann"}, "language": "de"})
    stale = api.refused("PUT", path, {"version": 1, "language": "fr"})

    assert changed["version"] == 2
    assert changed["language"] == "de"
    assert changed["contact"]["email"] == "a@example.test"
    assert stale == (409, 1001)


def test_a_user_is_disabled_before_it_is_deleted(api, partner):
    user = api.user(partner, "contoso-admin")
    path = f"/users/{user['id']}"

    refusal = api.refused("DELETE", f"{path}?version=1")
    api.put(path, {"version": 1, "enabled": False})
    api.done("DELETE", f"{path}?version=2")

    assert refusal == (400, 400)
    assert api.refused("GET", path) == (404, 404)
    assert api.get(f"{path}?allow_deleted=true")["deleted_at"] is not None


def test_access_policies_are_written_as_a_whole(api, partner):
    user = api.user(partner, "contoso-admin")
    path = f"/users/{user['id']}/access_policies"
    wanted = ["readonly_admin", "protection_ro_admin", "sync_share_ro_admin"]

    first = api.put(path, {"items": [policy(user, role) for role in wanted]})
    second = api.put(path, {"items": [policy(user, "partner_admin")]})
    none = api.put(path, {"items": []})

    assert [roles(answer) for answer in (first, second, none)] == [wanted, ["partner_admin"], []]


@pytest.mark.parametrize(
    "change",
    [
        {"role_id": "no_such_role"},
        {"role_id": "company_admin"},
        {"trustee_id": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_an_impossible_policy_is_a_bad_request_and_changes_nothing(api, partner, change):
    user = api.user(partner, "contoso-admin")
    path = f"/users/{user['id']}/access_policies"
    api.put(path, {"items": [policy(user, "readonly_admin")]})

    refusal = api.refused("PUT", path, {"items": [policy(user, "readonly_admin", **change)]})

    assert refusal == (400, 400)
    assert roles(api.get(path)) == ["readonly_admin"]


def test_users_are_listed_with_their_roles(api, partner):
    user = api.user(partner, "contoso-admin")
    api.put(f"/users/{user['id']}/access_policies", {"items": [policy(user, "readonly_admin")]})

    query = f"/users?subtree_root_tenant_id={api.root}"
    (with_roles,) = api.get(f"{query}&with_access_policies=true")["items"]
    (without,) = api.get(query)["items"]

    assert [entry["role_id"] for entry in with_roles["access_policies"]] == ["readonly_admin"]
    assert without == with_roles | {"access_policies": []}


def test_an_activation_mail_is_queued_every_time(api, partner):
    user = api.user(partner, "contoso-admin")

    answer = api.send("POST", f"/users/{user['id']}/send-activation-email", {})
    (mail,) = api.side("GET", "/mails")["items"]

    assert answer.status_code == 204
    assert {name: mail[name] for name in ("user_id", "login", "email")} == {
        "user_id": user["id"],
        "login": "contoso-admin",
        "email": "a@example.test",
    }


def test_nobody_mails_a_disabled_user_or_none(api, partner):
    user = api.user(partner, "contoso-admin", enabled=False)
    missing = "00000000-0000-4000-8000-000000000000"

    assert api.refused("POST", f"/users/{user['id']}/send-activation-email", {}) == (400, 1018)
    assert api.refused("POST", f"/users/{missing}/send-activation-email", {}) == (404, 404)
    assert api.side("GET", "/mails") == {"items": []}


def test_the_msp_offers_the_three_read_only_roles(api):
    offered = api.get(f"/tenants/{api.root}/applications/roles")["items"]

    wanted = {"readonly_admin", "protection_ro_admin", "sync_share_ro_admin", "company_admin"}
    assert wanted <= {role["role"] for role in offered}
