"""Requests that break a rule: one function per error code, from a world to a request.

Each answers the method, path and body, and the context that the error will have.
"""

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
NOWHERE = "00000000-0000-4000-8000-000000000000"
FILES = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"


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
    api.switch(made, [put("pg_base_fc_seats", application=FILES, quota=quota)])
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
    away = put("pg_base_fc_storage", application=FILES, infra_id=other)
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
