"""Requests that no sane client sends are refused like any other, never answered with 500."""

import base64

import pytest

BODIES = {
    "nothing": b"",
    "half": b'{"name": ',
    "no text": b"\xff\xfe",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "huge number": b'{"version": 99999999999999999999999}',
    "infinite number": b'{"version": 1e400}',
    "half a character": b'{"name": "\\ud800", "version": 1}',
    "null": b'{"version": 1, "name": null}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_odd_body_is_a_bad_request(api, body):
    answer = api.http.put(
        f"/api/2/tenants/{api.root}",
        data=body,
        headers=api.headers,
        content_type="application/json",
    )

    assert answer.status_code == 400
    assert answer.json["error"]["domain"] == "PlatformAccountServer"


def test_a_body_of_another_type_is_not_supported(api):
    answer = api.http.post("/api/2/tenants", data="name=x", headers=api.headers)

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "content",
    [
        "TenantList []",
        'TenantList {"position": [99999999999999999999, 1], "parent_id": "ROOT"}',
        'TenantList {"position": ["a"], "parent_id": "ROOT"}',
        'TenantList {"updated_since": 99999999999999999999999, "parent_id": "ROOT"}',
        'UserList {"subtree_root_tenant_id": "ROOT"}',
    ],
)
def test_a_forged_cursor_is_a_bad_request(api, content):
    cursor = base64.urlsafe_b64encode(content.replace("ROOT", api.root).encode()).decode()

    assert api.refused("GET", f"/tenants?after={cursor}") == (400, 400)


@pytest.mark.parametrize("path", ["/nothing", "/tenants/", "/tenants/%00", "/tenants/x/children/y"])
def test_an_unknown_path_is_not_found(api, path):
    assert api.refused("GET", path) == (404, 404)


def test_a_method_that_a_path_does_not_have_is_not_allowed(api):
    assert api.refused("PUT", "/tenants", {}) == (405, 405)
