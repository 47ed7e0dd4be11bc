"""What the identity provider refuses, and in which words."""

import pytest

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ({"grant_type": "refresh_token"}, (400, "invalid_request")),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, (401, "access_denied")),
        ({"grant_type": "refresh_token", "refresh_token": "ACCESS"}, (401, "access_denied")),
        ({"grant_type": "authorization_code", "code": "x"}, (400, "access_denied")),
        ({"grant_type": JWT, "assertion": "x"}, (401, "access_denied")),
        ({"grant_type": DEVICE, "device_code": "x"}, (400, "access_denied")),
        ({"grant_type": "password", "client_id": "x"}, (401, "invalid_client")),
    ],
)
def test_what_proves_nothing_gets_no_token(api, form, answer):
    token = api.headers["Authorization"].removeprefix("Bearer ")
    sent = {name: value.replace("ACCESS", token) for name, value in form.items()}

    response = api.form("/idp/token", **sent)

    assert (response.status_code, response.json["error"]) == answer


def test_the_token_of_a_user_who_is_disabled_gets_no_other(api):
    user = api.working_user(api.root, "ada", "partner_admin")
    tokens = api.token_of("ada")
    api.put(f"/users/{user['id']}", {"version": 2, "enabled": False})

    refreshed = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    narrowed = {"grant_type": JWT, "assertion": tokens["access_token"]}

    assert api.form("/idp/token", **refreshed).status_code == 401
    assert api.form("/idp/token", **narrowed).status_code == 401
    api.be(tokens["access_token"])
    assert api.refused("GET", "/users/me") == (401, 401)


def test_a_users_token_is_narrowed_too(api):
    api.working_user(api.root, "ada", "partner_admin")
    customer = api.tenant("Fabrikam")["id"]
    form = {
        "grant_type": JWT,
        "assertion": api.token_of("ada")["access_token"],
        "scope": f"urn:acronis.com:tenant-id:{customer}",
    }

    api.be(api.form("/idp/token", **form).json["access_token"])

    assert api.get(f"/tenants/{customer}")["id"] == customer
    assert api.refused("GET", f"/tenants/{api.root}") == (403, 403)


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ({}, (400, "invalid_request")),
        ({"token": "x", "token_type_hint": "id_token"}, (400, "unsupported_token_type")),
    ],
)
def test_odd_revocations_are_refused(api, form, answer):
    response = api.form(
        "/idp/revoke_token", (api.sandbox.client_id, api.sandbox.client_secret), **form
    )

    assert (response.status_code, response.json["error"]) == answer
    assert api.form("/idp/revoke_token", token="x").status_code == 401


def test_introspection_takes_forms_with_a_token(api):
    json = api.refused("POST", "/idp/introspect_token", {"token": "x"})

    assert json == (415, 415)
    assert api.form("/idp/introspect_token", other="x").status_code == 400


def test_wrong_basic_credentials_and_other_schemes_are_refused(api):
    assert api.raw("GET", "/applications", auth=("nobody", "x")).status_code == 401
    digest = {"Authorization": "Digest x"}
    assert api.raw("GET", "/applications", headers=digest).status_code == 401


def test_what_does_not_want_json_is_not_served(api):
    headers = {**api.headers, "Accept": "text/html"}

    assert api.raw("GET", "/applications", headers=headers).status_code == 415


@pytest.fixture
def codes(api):
    device, _ = api.client_of(api.root, "none")
    scope = "urn:acronis.com:tenant-id::backup_agent_admin"
    form = {"client_id": device, "scope": scope, "display_name": "box"}
    return {**api.form("/idp/device_authorization", **form).json, "client_id": device}


def approve(api, code, **more):
    answer = api.send("POST", "/idp/device_authorization/approval", {"code": code, **more})
    return answer.status_code


def test_only_users_of_services_approve_devices(api, codes):
    by_client = approve(api, codes["user_code"])
    api.working_user(api.root, "ada", "readonly_admin")
    api.be(api.token_of("ada")["access_token"])

    assert (by_client, approve(api, codes["user_code"])) == (403, 403)


def test_a_device_is_approved_within_reach_and_in_time(api, codes):
    above = api.get(f"/tenants/{api.root}")["parent_id"]
    api.working_user(api.root, "ada", "partner_admin")
    main = api.headers
    api.be(api.token_of("ada")["access_token"])
    path = f"/idp/device_authorization/approval?code={codes['user_code']}"

    assert api.get(path)["display_name"] == "box"
    assert approve(api, codes["user_code"], tenant_uuid=above) == 403
    assert approve(api, codes["user_code"], tenant_uuid=NOWHERE) == 400
    assert approve(api, "WRONG") == 400
    assert api.send("GET", "/idp/device_authorization/approval").status_code == 400
    api.headers = main
    api.side("POST", "/clock", {"advance_seconds": 601})
    form = {"client_id": codes["client_id"], "device_code": codes["device_code"]}
    late = api.form("/idp/token", grant_type=DEVICE, **form)
    assert late.json["error"] == "expired_token"


@pytest.mark.parametrize("scope", ["", "everything"])
def test_a_device_asks_for_a_scope_that_there_is(api, scope):
    form = {"client_id": api.sandbox.client_id, "scope": scope}

    assert api.form("/idp/device_authorization", **form).status_code == 400
    assert api.form("/idp/device_authorization", client_id="x").status_code == 401
    assert api.send("POST", "/idp/device_authorization", {}).status_code == 400


@pytest.mark.parametrize("more", [{}, {"login": "nobody"}, {"external_id": "x", "login": "y"}])
def test_a_one_time_token_is_for_one_user_who_is_there(api, more):
    assert api.refused("POST", "/idp/ott", {"purpose": "verify", **more}) == (400, 400)


def test_a_one_time_token_is_not_for_a_disabled_user(api):
    user = api.user(api.root, "ada", enabled=False)["id"]

    assert api.refused("POST", "/idp/ott", {"purpose": "verify", "user_id": user}) == (400, 1018)
