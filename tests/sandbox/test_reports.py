"""Reports and registration tokens."""

import gzip
import json

import pytest

GB = ("pck_per_gigabyte", "fss_per_gigabyte", None)


@pytest.fixture
def customer(api):
    made = api.tenant("Fabrikam")["id"]
    api.switch(made, api.choice(*GB))
    return made


def report(tenant, value, name="pg_base_storage"):
    return {"items": [{"tenant_id": tenant, "offering_item": name, "usage_value": value}]}


def ordered(api, **more):
    recipient = api.user(api.root, f"reader-{len(more)}")["id"]
    parameters = {
        "tenant_id": api.root,
        "level": "all_customers",
        "kind": "usage_current",
        "formats": ["json_v1", "csv", "html"],
        "hide_zero_usage": True,
    }
    body = {
        "recipients": [recipient],
        "result_action": "save",
        "parameters": parameters,
        "schedule": {"type": "once"},
        **more,
    }
    return api.done("POST", "/reports", body)


def test_a_report_is_stored_in_every_format(api, customer):
    api.put("/tenants/usages", report(customer, 5))
    made = ordered(api)

    stored = api.get(f"/reports/{made['id']}/stored")["items"]
    texts = {
        one["report_format"]: gzip.decompress(
            api.http.get(
                f"/api/2/reports/{made['id']}/stored/{one['id']}", headers=api.headers
            ).data
        ).decode()
        for one in stored
    }

    assert {one["status"] for one in stored} == {"saved"}
    (line,) = json.loads(texts["json_v1"])["usages"]
    assert (line["tenant"], line["value"]) == (customer, 5)
    assert texts["csv"].splitlines()[1].endswith(",bytes,5")
    assert f"<td>{customer}</td>" in texts["html"]


def test_only_scheduled_reports_can_be_changed(api):
    once, monthly = ordered(api), ordered(api, schedule={"type": "monthly"})
    change = {"schedule": {"enabled": False}, "parameters": {"level": "itself"}}

    changed = api.put(f"/reports/{monthly['id']}", change)

    assert (changed["version"], changed["schedule"]["enabled"]) == (2, False)
    assert changed["parameters"]["level"] == "itself"
    assert api.refused("PUT", f"/reports/{once['id']}", change) == (400, 400)
    assert api.get(f"/tenants/{api.root}/reports")["items"] == [once["id"], monthly["id"]]


def test_a_report_is_deleted_against_its_version(api):
    made = ordered(api)["id"]

    stale = api.refused("DELETE", f"/reports/{made}?version=7")
    api.done("DELETE", f"/reports/{made}?version=1")

    assert stale == (409, 1001)
    assert api.refused("GET", f"/reports/{made}") == (404, 404)
    assert api.refused("GET", f"/reports/{made}/stored") == (404, 404)


def test_the_recipient_of_a_report_is_somebody(api):
    body = {
        "recipients": [api.root],
        "result_action": "send",
        "parameters": {"tenant_id": api.root, "level": "itself", "kind": "usage_daily"},
        "schedule": {"type": "once"},
    }

    assert api.refused("POST", "/reports", body) == (400, 400)


def test_a_registration_token_belongs_to_a_user_of_protection(api, customer):
    user = api.user(customer, "somebody")
    api.give(user, "backup_user")
    scope = f"urn:acronis.com:tenant-id:{user['personal_tenant_id']}:backup_agent_admin"
    body = {"expires_in": 3600, "scopes": [scope]}

    made = api.done("POST", f"/tenants/{customer}/registration_tokens", body)
    old = api.done("POST", "/registration_tokens", {**body, "tenant_id": customer})
    listed = api.get(f"/tenants/{customer}/registration_tokens")["items"]
    api.done("DELETE", f"/registration_tokens/{made['id']}")

    assert listed == [made, old]
    assert made["tenant_uuid"] == customer
    assert api.get(f"/tenants/{customer}/registration_tokens")["items"] == [old]
    assert api.refused("DELETE", "/registration_tokens/99") == (404, 404)
    assert api.get("/registration_tokens")["items"] == []


def test_a_scope_that_nobody_knows_is_a_bad_request(api, customer):
    body = {"expires_in": 60, "scopes": ["urn:x"]}

    assert api.refused("POST", f"/tenants/{customer}/registration_tokens", body) == (400, 400)
