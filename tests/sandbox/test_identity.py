"""The identity provider: grants, narrowing, the end of tokens, one-time tokens and devices."""

import hashlib

import pytest

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def user(api):
    return api.working_user(api.root, "ada", "partner_admin")


def bearer(api):
    return api.headers["Authorization"].removeprefix("Bearer ")


def client(api):
    return api.sandbox.client_id, api.sandbox.client_secret


def test_a_user_gets_in_by_password_and_knows_who_it_is(api, user):
    api.be(api.token_of("ADA")["access_token"])

    me = api.get("/users/me")

    assert (me["id"], me["tenant_kind"], me["tenant_pricing_model"]) == (
        user["id"],
        "partner",
        "production",
    )
    assert api.tenant("Contoso")["parent_id"] == api.root


def test_an_old_client_sends_the_md5_sum_of_the_password(api, user):
    digest = hashlib.md5(b"secret-1", usedforsecurity=False).hexdigest()

    answer = api.form("/idp/token", grant_type="md5_password", username="ada", password=digest)

    assert answer.status_code == 200


@pytest.mark.parametrize(("login", "password"), [("ada", "wrong"), ("nobody", "secret-1")])
def test_a_wrong_login_or_password_is_denied(api, user, login, password):
    form = {"grant_type": "password", "username": login, "password": password}

    answer = api.form("/idp/token", **form)

    assert (answer.status_code, answer.json["error"]) == (401, "access_denied")


def test_a_user_without_a_role_may_do_nothing(api):
    api.working_user(api.root, "bob")
    api.be(api.token_of("bob")["access_token"])

    assert api.refused("GET", f"/tenants/{api.root}") == (403, 403)
    assert api.get("/users/me")["login"] == "bob"


def test_a_read_only_administrator_reads_only(api):
    api.working_user(api.root, "bob", "readonly_admin")
    api.be(api.token_of("bob")["access_token"])

    assert api.get(f"/tenants/{api.root}")["id"] == api.root
    body = {"name": "x", "kind": "customer", "parent_id": api.root}
    assert api.refused("POST", "/tenants", body) == (403, 403)


def test_a_second_factor_that_is_asked_for_has_to_be_set_up(api, user):
    api.put(f"/users/{user['id']}/mfa/status", {"enabled": True})

    assert api.token_of("ada")["error"] == "totp_setup_required"


def test_a_refresh_token_gets_another_access_token_until_it_is_revoked(api, user):
    refresh = api.token_of("ada")["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": refresh}

    again = api.form("/idp/token", **form)
    revoked = api.form("/idp/revoke_token", client(api), token=refresh)
    late = api.form("/idp/token", **form)

    assert (again.status_code, revoked.status_code, late.status_code) == (200, 200, 401)


def test_a_revoked_access_token_is_refused(api):
    token = bearer(api)

    api.form("/idp/revoke_token", client(api), token=token)

    assert api.refused("GET", "/applications") == (401, 401)


def test_revoking_needs_a_client_and_forgives_an_unknown_token(api):
    unknown = api.form("/idp/revoke_token", client(api), token="x")
    wrong = api.form("/idp/revoke_token", (api.sandbox.client_id, "wrong"), token="x")

    assert unknown.status_code == 200
    assert (wrong.status_code, wrong.json["error"]) == (401, "invalid_client")


def test_a_token_tells_what_it_stands_for(api):
    told = api.form("/idp/introspect_token", token=bearer(api)).json

    assert (told["active"], told["client_id"], told["scope"]) == (
        True,
        api.sandbox.client_id,
        [{"tuid": api.root, "role": "partner_admin"}],
    )
    assert api.form("/idp/introspect_token", token="x").json == {"active": False}


@pytest.mark.parametrize("path", ["/api/2/idp/token", "/bc/idp/token"])
def test_a_token_can_be_narrowed_to_a_customer(api, path):
    customer, other = api.tenant("Fabrikam")["id"], api.tenant("Other")["id"]
    scope = f"urn:acronis.com:tenant-id:{customer}"
    form = {"grant_type": JWT, "assertion": bearer(api), "scope": scope}

    api.be(api.http.post(path, data=form).json["access_token"])

    assert api.get(f"/tenants/{customer}")["name"] == "Fabrikam"
    assert api.refused("GET", f"/tenants/{other}") == (403, 403)
    assert api.refused("GET", f"/tenants/{api.root}") == (403, 403)


def test_a_token_cannot_be_widened(api):
    above = api.get(f"/tenants/{api.root}")["parent_id"]
    scope = f"urn:acronis.com:tenant-id:{above}"

    answer = api.form("/idp/token", grant_type=JWT, assertion=bearer(api), scope=scope)

    assert (answer.status_code, answer.json["error"]) == (403, "access_denied")


def test_basic_authentication_works_without_a_token(api, user):
    for pair in (client(api), ("ada", "secret-1")):
        answer = api.raw("GET", f"/tenants/{api.root}", auth=pair)

        assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/.well-known/openid-configuration",
        "/api/2/.well-known/openid-configuration",
        "/api/2/idp/.well-known/openid-configuration",
    ],
)
def test_clients_find_the_endpoints_where_they_look(api, path):
    found = api.http.get(path).json

    assert found["token_endpoint"] == "http://localhost/api/2/idp/token"
    assert api.http.get(found["jwks_uri"]).json == {"keys": []}


def test_a_login_leads_to_its_data_centre(api, user):
    known = api.http.get("/api/1/accounts?login=ada")
    unknown = api.http.get("/api/1/accounts?login=nobody")

    assert known.json["server_url"] == "http://localhost"
    assert unknown.status_code == 404


def test_a_one_time_token_lets_a_user_in_once(api, user):
    ott = api.done("POST", "/idp/ott", {"purpose": "user_login", "login": "ada"})
    api.headers = {}

    entered = api.send("POST", "/idp/ott/login", ott)
    me = api.get("/users/me")
    again = api.send("POST", "/idp/ott/login", ott)

    assert (entered.json["id"], me["id"]) == (user["id"], user["id"])
    assert again.status_code == 401


def test_a_device_waits_until_a_user_approves_its_code(api, user):
    api.tenant("Fabrikam")
    device, _ = api.client_of(api.root, "none")
    scope = f"urn:acronis.com:tenant-id:{api.root}:backup_agent_admin"
    codes = api.form("/idp/device_authorization", client_id=device, scope=scope).json
    form = {"grant_type": DEVICE, "client_id": device, "device_code": codes["device_code"]}

    waiting = api.form("/idp/token", **form)
    api.be(api.token_of("ada")["access_token"])
    seen = api.get(f"/idp/device_authorization/approval?code={codes['user_code']}")
    api.done("POST", "/idp/device_authorization/approval", {"code": codes["user_code"]})
    granted = api.form("/idp/token", **form)

    assert waiting.json["error"] == "authorization_pending"
    assert (seen["tenant_name"], seen["is_current_tenant"]) == ("MSP", True)
    api.be(granted.json["access_token"])
    assert api.get("/users/me")["id"] == user["id"]
