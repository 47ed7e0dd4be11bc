"""Tenants: their life, their versions, their names, and how they are listed."""

import pytest


def names(api, query):
    return [tenant["name"] for tenant in api.get(f"/tenants?{query}")["items"]]


def test_a_new_tenant_is_as_it_was_asked_for(api):
    made = api.tenant(
        "Contoso", "partner", internal_tag="tag", customer_id="42", contact={"email": "a@b.test"}
    )

    assert made == api.get(f"/tenants/{made['id']}") | {"contacts": []}
    assert made["version"] == 1
    assert made["parent_id"] == api.root
    assert made["pricing_mode"] == "production"
    assert made["contact"]["email"] == "a@b.test"
    assert made["update_lock"] == {"enabled": False, "owner_id": None}
    assert (made["internal_tag"], made["customer_id"]) == ("tag", "42")


def test_a_name_is_unique_among_the_children_of_a_parent_in_any_case(api):
    partner = api.tenant("Contoso", "partner")
    elsewhere = api.tenant("contoso", parent=partner["id"])

    refusal = api.refused(
        "POST", "/tenants", {"name": "CONTOSO", "kind": "customer", "parent_id": api.root}
    )

    assert refusal == (409, 1004)
    assert elsewhere["name"] == "contoso"


@pytest.mark.parametrize(
    ("parent_kind", "kind", "refusal"),
    [
        ("customer", "customer", (400, 1027)),
        ("customer", "partner", (400, 1027)),
        ("partner", "unit", (400, 1027)),
        ("partner", "partner", (403, 1002)),
        ("partner", "root", (400, 1027)),
    ],
)
def test_not_every_kind_can_be_everywhere(api, parent_kind, kind, refusal):
    parent = api.tenant("Parent", parent_kind)

    body = {"name": "Child", "kind": kind, "parent_id": parent["id"]}

    assert api.refused("POST", "/tenants", body) == refusal


def test_an_update_changes_what_is_sent_and_null_clears(api):
    made = api.tenant("Contoso", internal_tag="tag", contact={"email": "a@b.test", "city": "X"})

    changed = api.put(
        f"/tenants/{made['id']}",
        {"version": 1, "internal_tag": None, "contact": {"firstname": "Ann"}},
    )

    assert changed["version"] == 2
    assert changed["internal_tag"] is None
    assert changed["name"] == "Contoso"
    assert changed["contact"]["firstname"] == "Ann"
    assert (changed["contact"]["email"], changed["contact"]["city"]) == ("a@b.test", "X")


def test_an_update_of_an_old_version_is_refused(api):
    made = api.tenant("Contoso")
    api.put(f"/tenants/{made['id']}", {"version": 1, "language": "de"})

    refusal = api.refused("PUT", f"/tenants/{made['id']}", {"version": 1, "language": "fr"})

    assert refusal == (409, 1001)
    assert api.get(f"/tenants/{made['id']}")["language"] == "de"


def test_strings_pass_for_numbers_and_truth_values(api):
    made = api.tenant("Contoso")

    changed = api.put(f"/tenants/{made['id']}", {"version": "1", "enabled": "false", "odd": 1})

    assert changed["enabled"] is False


def test_only_a_disabled_tenant_can_be_deleted(api):
    made = api.tenant("Contoso")

    assert api.refused("DELETE", f"/tenants/{made['id']}?version=1") == (400, 1006)


def test_deleting_takes_everything_below_and_restoring_brings_it_back(api):
    partner = api.tenant("Contoso", "partner")
    customer = api.tenant("Tailspin", parent=partner["id"])
    user = api.user(customer["id"], "tailspin-admin")
    api.put(f"/tenants/{partner['id']}", {"version": 1, "enabled": False})

    api.done("DELETE", f"/tenants/{partner['id']}?version=2")
    gone = [api.refused("GET", path) for path in (f"/tenants/{customer['id']}",)]
    login = api.send("GET", "/users/check_login?username=tailspin-admin").status_code
    api.done("POST", f"/tenants/{partner['id']}/restore", {})

    assert gone == [(404, 404)]
    assert login == 204
    assert api.get(f"/tenants/{customer['id']}")["deleted_at"] is None
    assert api.get(f"/users/{user['id']}")["login"] == "tailspin-admin"


def test_a_deleted_tenant_is_listed_on_demand_until_its_retention_is_over(api):
    made = api.tenant("Contoso", enabled=False)
    api.done("DELETE", f"/tenants/{made['id']}?version=1")
    query = f"parent_id={api.root}&allow_deleted=true"

    listed = [names(api, f"parent_id={api.root}"), names(api, query)]
    api.side("POST", "/clock", {"advance_seconds": 31 * 86400})
    token = api.http.post(
        "/api/2/idp/token",
        data={"grant_type": "client_credentials"},
        auth=(api.sandbox.client_id, api.sandbox.client_secret),
    )
    api.headers["Authorization"] = f"Bearer {token.json['access_token']}"

    assert listed == [[], ["Contoso"]]
    assert names(api, query) == []
    assert api.refused("POST", f"/tenants/{made['id']}/restore", {}) == (404, 404)


def test_a_taken_name_hinders_a_restoration_unless_it_is_forced(api):
    made = api.tenant("Contoso", enabled=False)
    api.done("DELETE", f"/tenants/{made['id']}?version=1")
    api.tenant("Contoso")

    refusal = api.refused("POST", f"/tenants/{made['id']}/restore", {})
    api.done("POST", f"/tenants/{made['id']}/restore?force=true", {})

    assert refusal == (409, 1004)
    assert api.get(f"/tenants/{made['id']}")["name"].startswith("Contoso ")


def test_nothing_new_below_a_disabled_tenant(api):
    partner = api.tenant("Contoso", "partner", enabled=False)

    body = {"name": "Tailspin", "kind": "customer", "parent_id": partner["id"]}

    assert api.refused("POST", "/tenants", body) == (400, 1003)
    assert api.refused("POST", "/users", {"tenant_id": partner["id"], "login": "abc"}) == (
        400,
        1003,
    )


def test_a_page_is_followed_by_its_cursor_alone_and_parents_come_first(api):
    partner = api.tenant("P", "partner")
    for number in range(3):
        api.tenant(f"below {number}", parent=partner["id"])
    api.tenant("beside")
    path, found = f"/tenants?subtree_root_id={api.root}&limit=2&lod=basic", []

    while path:
        page = api.get(path)
        found.append([tenant["name"] for tenant in page["items"]])
        after = page.get("paging", {}).get("cursors", {}).get("after")
        path = after and f"/tenants?after={after}"

    assert found == [["MSP", "P"], ["beside", "below 0"], ["below 1", "below 2"]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "after=nonsense",
        "limit=0&uuids=79d24e29-0b19-465a-b80e-8cf519b1b236",
        "uuids=x",
        "uuids=" + ",".join(["79d24e29-0b19-465a-b80e-8cf519b1b236"] * 101),
        "lod=other&parent_id=79d24e29-0b19-465a-b80e-8cf519b1b236",
    ],
)
def test_a_list_that_makes_no_sense_is_a_bad_request(api, query):
    assert api.refused("GET", f"/tenants?{query}") == (400, 400)


def test_a_list_since_the_last_one_holds_what_has_changed(api):
    first = api.tenant("first")
    api.tenant("second")
    root = f"subtree_root_id={api.root}"
    since = api.get(f"/tenants?{root}")["timestamp"]
    api.put(f"/tenants/{first['id']}", {"version": 1, "language": "de"})

    assert names(api, f"{root}&updated_since={since}") == ["first"]


def test_tenants_are_found_by_their_ids(api):
    first, second = api.tenant("first"), api.tenant("second")

    assert names(api, f"uuids={second['id']},{first['id']}") == ["first", "second"]


def test_children_are_listed_by_name(api):
    second, first = api.tenant("b"), api.tenant("A")

    found = api.get(f"/tenants/{api.root}/children")

    assert found == {"items": [first["id"], second["id"]]}


def test_contacts_are_listed_on_demand(api):
    made = api.tenant("Contoso", contact={"email": "a@b.test"})

    (without,) = api.get(f"/tenants?uuids={made['id']}")["items"]
    (given,) = api.get(f"/tenants?uuids={made['id']}&with_contacts=true")["items"]

    assert without["contacts"] == []
    assert [contact["email"] for contact in given["contacts"]] == ["a@b.test"]


def test_search_finds_a_part_of_a_name_in_any_case(api):
    made = api.tenant("Tailspin Toys")

    found = api.get(f"/search?tenant={api.root}&text=SPIN")["items"]

    assert found == [
        {
            "obj_type": "tenant",
            "id": made["id"],
            "parent_id": api.root,
            "path": ["MSP"],
            "kind": "customer",
            "name": "Tailspin Toys",
            "deleted_at": None,
        }
    ]
