"""Who gets in, and for how long."""


def token(sandbox_api, auth=None, **form):
    return sandbox_api.http.post("/api/2/idp/token", data=form, auth=auth)


def test_a_client_gets_a_token_for_two_hours(api):
    pair = (api.sandbox.client_id, api.sandbox.client_secret)

    answer = token(api, pair, grant_type="client_credentials").json

    assert answer["token_type"] == "bearer"
    assert answer["expires_in"] == 7200
    assert set(answer) == {"access_token", "token_type", "expires_in", "expires_on", "id_token"}


def test_id_and_secret_may_stand_in_the_form(api):
    answer = token(
        api,
        grant_type="client_credentials",
        client_id=api.sandbox.client_id,
        client_secret=api.sandbox.client_secret,
    )

    assert answer.status_code == 200


def test_a_wrong_secret_is_an_invalid_client(api):
    answer = token(api, (api.sandbox.client_id, "wrong"), grant_type="client_credentials")

    assert answer.status_code == 401
    assert answer.json == {
        "error": "invalid_client",
        "error_description": "invalid client credentials",
        "domain": "Access",
        "reason": "InvalidClient",
    }


def test_another_grant_is_an_invalid_request(api):
    answer = token(api, grant_type="password")

    assert answer.status_code == 400
    assert answer.json["error"] == "invalid_request"


def test_a_token_runs_out_by_the_clock_of_the_sandbox(api):
    api.side("POST", "/clock", {"advance_seconds": 7201})

    assert api.refused("GET", f"/tenants/{api.root}") == (401, 401)


def test_a_token_that_was_tampered_with_is_refused(api):
    api.headers["Authorization"] += "x"

    assert api.refused("GET", f"/tenants/{api.root}") == (401, 401)


def test_without_a_token_nothing_is_answered(api):
    api.headers.clear()

    assert api.refused("GET", "/applications") == (401, 401)


def test_a_client_knows_its_tenant(api):
    client = api.get(f"/clients/{api.sandbox.client_id}")

    assert client["tenant_id"] == api.root
    assert client["status"] == "enabled"
    assert "client_secret" not in client


def test_errors_have_the_documented_shape(api):
    missing = "00000000-0000-4000-8000-000000000000"

    answer = api.send("GET", f"/tenants/{missing}")

    assert answer.status_code == 404
    assert answer.json == {
        "error": {
            "code": 404,
            "message": "Not found",
            "details": {"info": "The tenant does not exist.", "addition": [{"id": missing}]},
            "context": {"id": missing},
            "domain": "PlatformAccountServer",
        }
    }
