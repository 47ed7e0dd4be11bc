"""Every error code that operations can meet: what provokes it, and the whole answer."""

import pytest

from reconciler.sandbox import Switches, World
from reconciler.sandbox.problems import PROBLEMS

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
NOWHERE = "00000000-0000-4000-8000-000000000000"
# No operation of the contract leads there: the code can only be ordered as a fault.
UNREACHABLE = {
    1000: "an internal error",
    1024: "addresses are not checked",
    1025: "there are no SMTP settings",
    1028: "guests are made within File Sync & Share",
    1029: "storages are emptied at once",
    1034: "there are no legal documents",
    1035: "no item is legally blocked",
}


def put(name, status=1, application=BACKUP, **more):
    return {"application_id": application, "name": name, "status": status, **more}


def items(*wanted, **more):
    return {"offering_items": list(wanted), **more}


def disabled(api, kind="partner"):
    made = api.tenant("Disabled", kind)
    api.put(f"/tenants/{made['id']}", {"version": 1, "enabled": False})
    return made["id"]


def infra(api, name, usage="pg_base_storage", **more):
    return put(usage, infra_id=api.storages()[name], **more)


def version_mismatch(api):
    made = api.tenant("Contoso")
    return ("PUT", f"/tenants/{made['id']}", {"version": 7}), {"id": made["id"]}


def access_denied(api):
    return ("DELETE", f"/tenants/{api.root}?version=1", None), {"id": api.root}


def parent_disabled(api):
    parent = disabled(api)
    body = {"name": "Below", "kind": "customer", "parent_id": parent}
    return ("POST", "/tenants", body), {"id": parent}


def name_conflict(api):
    api.tenant("Contoso")
    body = {"name": "CONTOSO", "kind": "customer", "parent_id": api.root}
    return ("POST", "/tenants", body), {"name": "CONTOSO"}


def not_found(api):
    body = {"name": "Below", "kind": "customer", "parent_id": NOWHERE}
    return ("POST", "/tenants", body), {"id": NOWHERE}


def not_disabled(api):
    made = api.tenant("Contoso")
    return ("DELETE", f"/tenants/{made['id']}?version=1", None), {"id": "3"}


def under_its_own_child(api):
    parent = api.tenant("Folder", "folder")["id"]
    child = api.tenant("Below", "folder", parent)["id"]
    return ("PUT", f"/tenants/{parent}", {"version": 1, "parent_id": child}), {"id": child}


def within_a_customer(api):
    customer, other = api.tenant("Fabrikam")["id"], api.tenant("Other")["id"]
    unit = api.tenant("Unit", "unit", customer)["id"]
    return ("PUT", f"/tenants/{unit}", {"version": 1, "parent_id": other}), {"id": unit}


def storage_in_use(api):
    customer = api.tenant("Fabrikam")["id"]
    api.switch(customer, [infra(api, "lab-1")])
    report = {"tenant_id": customer, "offering_item": "pg_base_storage", "usage_value": 5}
    api.put("/tenants/usages", {"items": [report]})
    body = items(infra(api, "lab-1", status=0), infra(api, "lab-2"))
    return ("PUT", f"/tenants/{customer}/offering_items", body), {"id": api.storages()["lab-1"]}


def sharing_email_conflict(api):
    customer = api.tenant("Fabrikam")["id"]
    first, second = api.user(customer, "first"), api.user(customer, "second")
    api.give(first, "sync_share_user")
    return ("PUT", *role(second, "sync_share_user")), {"id": first["id"]}


def role(user, role_id):
    policy = {"trustee_id": user["id"], "tenant_id": user["tenant_id"], "role_id": role_id}
    return f"/users/{user['id']}/access_policies", {"items": [policy]}


def deprovisioning(api):
    made = api.tenant("Fabrikam")
    path = f"/tenants/{made['id']}"
    api.put(path, {"version": 1, "external_operation_status": "deleting"})
    return ("PUT", path, {"version": 2, "name": "Renamed"}), {"id": made["id"]}


def locked(api):
    partner = api.tenant("Contoso", "partner")["id"]
    made = api.tenant("Tailspin", parent=partner, update_lock={"enabled": True})
    api.act_as(*api.client_of(partner))
    return ("PUT", f"/tenants/{made['id']}", {"version": 1, "name": "x"}), {"id": made["id"]}


def under_a_disabled_one(api):
    made, target = api.tenant("Fabrikam")["id"], disabled(api)
    return ("PUT", f"/tenants/{made}", {"version": 1, "parent_id": target}), {"id": target}


def items_missing_in_target(api):
    made, target = api.tenant("Fabrikam")["id"], api.tenant("Contoso", "partner")["id"]
    api.switch(made, [put("pg_base_vms")])
    return ("PUT", f"/tenants/{made}", {"version": 1, "parent_id": target}), {"id": target}


def two_storages(api):
    made = api.tenant("Fabrikam")["id"]
    body = items(infra(api, "lab-1"), infra(api, "lab-2"))
    return ("PUT", f"/tenants/{made}/offering_items", body), {"id": BACKUP}


def storage_with_child(api):
    partner = api.tenant("Contoso", "partner")["id"]
    api.switch(partner, api.offer())
    below = api.tenant("Tailspin", parent=partner)["id"]
    api.switch(below, [infra(api, "lab-1")])
    body = items(infra(api, "lab-1", status=0))
    return ("PUT", f"/tenants/{partner}/offering_items", body), {"id": below}


def default_storage(api):
    made = api.tenant("Fabrikam")["id"]
    api.switch(made, [infra(api, "lab-1"), put("pg_base_vms")])
    body = items(infra(api, "lab-1", status=0))
    return ("PUT", f"/tenants/{made}/offering_items", body), {"name": "pg_base_storage"}


def user_disabled(api):
    user = api.user(api.root, "somebody", enabled=False)
    return ("POST", f"/users/{user['id']}/password", {"password": "x"}), {"id": user["id"]}


def no_protection(api):
    made = api.tenant("Fabrikam")["id"]
    body = {"expires_in": 60, "scopes": []}
    return ("POST", f"/tenants/{made}/registration_tokens", body), {"id": made}


def no_service_user(api):
    made = api.tenant("Fabrikam")["id"]
    api.switch(made, [put("pg_base_vms")])
    personal = api.user(made, "somebody")["personal_tenant_id"]
    scope = f"urn:acronis.com:tenant-id:{personal}:backup_agent_admin"
    body = {"expires_in": 60, "scopes": [scope]}
    return ("POST", f"/tenants/{made}/registration_tokens", body), {"id": personal}


def not_available(api):
    partner = api.tenant("Contoso", "partner")["id"]
    made = api.tenant("Tailspin", parent=partner)["id"]
    body = items(put("pg_base_vms"))
    return ("PUT", f"/tenants/{made}/offering_items", body), {"name": "pg_base_vms"}


def hard_quota(api):
    made = api.tenant("Fabrikam")["id"]
    limit = {"value": 5, "overage": 0, "version": 0}
    api.switch(made, [put("pg_base_vms", quota=limit)])
    personal = api.user(made, "somebody")["personal_tenant_id"]
    body = items(put("pg_base_vms", quota={**limit, "value": 6}))
    return ("PUT", f"/tenants/{personal}/offering_items", body), {}


def dependency(api):
    made = api.tenant("Fabrikam")["id"]
    body = items(put("pw_base_m365_mailboxes"))
    return ("PUT", f"/tenants/{made}/offering_items", body), {"name": "pw_base_m365_mailboxes"}


def service_not_at_parent(api):
    partner = api.tenant("Contoso", "partner")["id"]
    made = api.tenant("Tailspin", parent=partner)["id"]
    return ("POST", f"/applications/{BACKUP}/bindings/tenants/{made}", None), {"id": BACKUP}


def two_editions(api):
    made = api.tenant("Fabrikam")["id"]
    body = items(put("pg_base_vms"), put("pw_base_vms"))
    return ("PUT", f"/tenants/{made}/offering_items", body), {"id": BACKUP}


def seats_taken(api):
    made = api.tenant("Fabrikam")["id"]
    quota = {"value": 0, "overage": 0, "version": 0}
    files = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"
    api.switch(made, [put("pg_base_fc_seats", application=files, quota=quota)])
    return ("PUT", *role(api.user(made, "somebody"), "sync_share_user")), {"id": made}


def two_locations(api):
    storage = {
        "owner_tenant_id": api.root,
        "name": "elsewhere",
        "url": "https://elsewhere.test",
        "capabilities": ["files_cloud"],
    }
    other = api.done("POST", "/infra", storage)["id"]
    made = api.tenant("Fabrikam")["id"]
    files = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"
    away = put("pg_base_fc_storage", application=files, infra_id=other)
    body = items(infra(api, "lab-1"), away)
    return ("PUT", f"/tenants/{made}/offering_items", body), {"id": made}


def lock_owner_missing(api):
    first, second = (api.tenant(name, "partner")["id"] for name in ("Contoso", "Other"))
    folder = api.tenant("Folder", "folder", first)["id"]
    made = api.tenant("Tailspin", parent=folder)["id"]
    main = api.headers
    api.act_as(*api.client_of(first))
    api.put(f"/tenants/{made}", {"version": 1, "update_lock": {"enabled": True}})
    api.headers = main
    return ("PUT", f"/tenants/{folder}", {"version": 1, "parent_id": second}), {"id": first}


def invalid_login(api):
    body = {"tenant_id": api.root, "login": "no spaces"}
    return ("POST", "/users", body), {}


# The status, what provokes it, and what is said beside the message; None says the message again.
CASES = {
    1001: (409, version_mismatch, "The version is 1."),
    1002: (403, access_denied, "One's own tenant cannot be deleted."),
    1003: (400, parent_disabled, None),
    1004: (409, name_conflict, "The name 'CONTOSO' is taken."),
    1005: (404, not_found, None),
    1006: (400, not_disabled, 'It is prohibited to delete a non-disabled tenant "3"'),
    1007: (400, under_its_own_child, None),
    1008: (400, within_a_customer, None),
    1009: (400, storage_in_use, "pg_base_storage has data in it."),
    1010: (409, sharing_email_conflict, "Another user has the same e-mail address."),
    1011: (409, deprovisioning, None),
    1012: (400, locked, None),
    1013: (400, under_a_disabled_one, None),
    1014: (400, items_missing_in_target, "The target does not have pg_base_vms."),
    1015: (400, two_storages, "Only one storage is possible: STORAGES."),
    1016: (400, storage_with_child, "pg_base_storage is on below."),
    1017: (400, default_storage, "pg_base_storage is the last storage."),
    1018: (400, user_disabled, None),
    1019: (400, no_protection, None),
    1020: (400, no_service_user, None),
    1021: (400, not_available, "pg_base_vms is not available."),
    1022: (400, hard_quota, "The customer's quota of pg_base_vms is exceeded."),
    1023: (400, dependency, "pw_base_m365_mailboxes needs pw_base_m365_seats."),
    1026: (400, service_not_at_parent, "The parent does not have it."),
    1027: (
        400,
        two_editions,
        "Only one edition is possible: pck_per_gigabyte, pck_per_workload.",
    ),
    1030: (400, seats_taken, "All 0 seats are taken."),
    1031: (400, two_locations, "The storages are in different locations."),
    1032: (400, lock_owner_missing, None),
    1033: (400, invalid_login, "The login 'no spaces' is not acceptable."),
}
SWITCHES = {
    1016: Switches(storage_off_below="refuse"),
    1017: Switches(default_storage="kept"),
}


@pytest.fixture
def world(request):
    code = request.node.callspec.params["code"]
    return World(seed=1, switches=SWITCHES.get(code, Switches()))


@pytest.mark.parametrize("code", CASES)
def test_what_breaks_a_rule_is_answered_with_its_code(api, code):
    status, provoke, said = CASES[code]
    storages = ", ".join(sorted(api.storages().values()))
    request, context = provoke(api)

    answer = api.send(*request)

    message = PROBLEMS[code][1]
    info = (said or message).replace("STORAGES", storages)
    details = {"info": info, **({"addition": [context]} if context else {})}
    assert answer.status_code == status
    assert answer.json == {
        "error": {
            "code": code,
            "message": message,
            "details": details,
            "context": context,
            "domain": "PlatformAccountServer",
        }
    }


def test_every_published_code_is_either_met_or_known_to_be_out_of_reach():
    published = set(range(1000, 1036))

    assert {code for code in PROBLEMS if code >= 1000} == published
    assert CASES.keys() | UNREACHABLE.keys() == published
    assert not CASES.keys() & UNREACHABLE.keys()
