"""Rules of single operations that have no code of their own, and what follows from them."""

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"


def item(name, status=1, **more):
    return {"application_id": BACKUP, "name": name, "status": status, **more}


def put(api, tenant, *items, **more):
    body = {"offering_items": items, **more}
    return api.refused("PUT", f"/tenants/{tenant}/offering_items", body)


def test_a_feature_has_no_quota(api):
    made = api.tenant("Fabrikam")["id"]
    seats = item("pw_base_m365_seats")
    limit = {"value": 1, "overage": 0, "version": 0}
    unlimited = {"value": None, "overage": None, "version": 0}

    assert put(api, made, seats, item("pw_base_m365_mailboxes", quota=limit)) == (400, 1027)
    shown = api.switch(made, [seats, item("pw_base_m365_mailboxes", quota=unlimited)])
    assert "quota" not in shown[1]


def test_a_storage_in_use_is_kept_when_usage_is_checked(api):
    made, storage = api.tenant("Fabrikam")["id"], api.storages()["lab-1"]
    api.switch(made, [item("pg_base_storage", infra_id=storage)])
    figure = {"tenant_id": made, "offering_item": "pg_base_storage", "usage_value": 5}
    api.put("/tenants/usages", {"items": [figure]})

    off = item("pg_base_storage", 0, infra_id=storage)

    assert put(api, made, off, check_usage=True) == (400, 1009)


def test_items_of_users_follow_their_customer(api):
    made = api.tenant("Fabrikam")["id"]
    personal = api.user(made, "ada")["personal_tenant_id"]
    api.switch(made, [item("pg_base_vms")])
    soft = {"value": 3, "overage": None, "version": 0}
    hard = {"value": 3, "overage": 0, "version": 0}

    assert put(api, personal, item("pg_base_vms", 0)) == (400, 1027)
    (shown,) = api.switch(personal, [item("pg_base_vms", quota=soft)])
    assert shown["quota"]["value"] == 3
    version = shown["quota"]["version"]
    assert api.switch(personal, [item("pg_base_vms", quota={**hard, "version": version})])


def test_what_is_unknown_and_off_stays_so(api):
    made = api.tenant("Fabrikam")["id"]

    assert api.switch(made, [item("no_such_item", 0)]) == []


def test_an_item_that_went_above_cannot_come_on_again(api):
    partner = api.tenant("Contoso", "partner")["id"]
    body = {
        "owner_tenant_id": partner,
        "name": "own",
        "url": "https://own.test",
        "capabilities": ["backup"],
        "content_url": "https://content.test",
    }
    api.switch(partner, api.offer())
    storage = api.done("POST", "/infra", body)

    assert storage["content_url"] == "https://content.test"
    own = item("pg_base_storage", 0, infra_id=storage["id"])
    api.switch(partner, [own])
    assert put(api, partner, {**own, "status": 1}) == (400, 1021)


def test_a_tenant_comes_back_with_users_whose_logins_were_taken(api):
    made = api.tenant("Fabrikam")["id"]
    user = api.user(made, "ada")["id"]
    version = api.put(f"/tenants/{made}", {"version": 1, "enabled": False})["version"]
    api.done("DELETE", f"/tenants/{made}?version={version}")
    api.user(api.root, "ada")

    refused = api.refused("POST", f"/tenants/{made}/restore")
    api.done("POST", f"/tenants/{made}/restore?force=true")

    assert refused == (409, 409)
    assert api.get(f"/users/{user}")["login"].startswith("ada-")


def test_a_user_is_changed_field_by_field(api):
    user = api.user(api.root, "ada")["id"]
    fields = {"notifications": ["quota"], "disable_after": "2030-01-01T00:00:00"}

    changed = api.put(f"/users/{user}", {"version": 1, **fields})

    assert changed["notifications"] == ["quota"]
    assert changed["disable_after"].startswith("2030-01-01T00:00:00")
    below = api.tenant("Fabrikam")["id"]
    personal = api.user(below, "bob")["personal_tenant_id"]
    body = {"tenant_id": personal, "login": "eve"}
    assert api.refused("POST", "/users", body) == (400, 1027)


def test_a_report_gets_other_recipients(api):
    first, second = api.user(api.root, "ada")["id"], api.user(api.root, "bob")["id"]
    body = {
        "recipients": [first],
        "result_action": "send",
        "parameters": {"tenant_id": api.root, "level": "itself", "kind": "usage_daily"},
        "schedule": {"type": "monthly"},
    }
    made = api.done("POST", "/reports", body)["id"]

    assert api.put(f"/reports/{made}", {"recipients": [second]})["recipients"] == [second]


def test_users_are_found_by_a_part_of_their_login_and_short_texts_find_nothing(api):
    user = api.user(api.root, "ada.lovelace")["id"]

    (found,) = api.get(f"/search?tenant={api.root}&text=LOVE")["items"]

    assert (found["obj_type"], found["id"], found["path"]) == ("user", user, ["MSP"])
    assert api.get(f"/search?tenant={api.root}&text=lo")["items"] == []


def test_a_mail_needs_an_address(api):
    user = api.done("POST", "/users", {"tenant_id": api.root, "login": "ada"})["id"]

    assert api.refused("POST", f"/users/{user}/send-activation-email", {}) == (400, 400)
    assert api.refused("POST", f"/users/{user}/restore") == (409, 409)


def test_a_kind_stays_and_the_own_tenant_is_not_moved(api):
    made = api.tenant("Fabrikam")["id"]

    assert api.refused("PUT", f"/tenants/{made}", {"version": 1, "kind": "unit"}) == (400, 1027)
    body = {"version": 1, "parent_id": made}
    assert api.refused("PUT", f"/tenants/{api.root}", body) == (403, 1002)


def test_a_storage_goes_to_another_location_of_the_same_owner(api):
    places = [
        api.done("POST", "/locations", {"owner_tenant_id": api.root, "name": name})["id"]
        for name in ("here", "there")
    ]
    body = {
        "owner_tenant_id": api.root,
        "location_id": places[0],
        "name": "own",
        "url": "https://own.test",
        "capabilities": ["vcd"],
    }
    storage = api.done("POST", "/infra", body)["id"]

    moved = api.put(f"/infra/{storage}", {"version": 1, "location_id": places[1]})

    assert moved["location_id"] == places[1]
    assert api.get(f"/locations/{places[1]}/infra")["infras"] == [storage]


def test_a_path_is_for_tenants_by_id_only(api):
    query = f"subtree_root_id={api.root}&include_relative_path=true"

    assert api.refused("GET", f"/tenants?{query}") == (400, 400)
