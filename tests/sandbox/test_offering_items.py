"""Offering items: what can be on, quotas, and one choice per customer."""

import pytest

GB = ("pck_per_gigabyte", "fss_per_gigabyte", None)


@pytest.fixture
def customer(api):
    return api.tenant("Fabrikam")["id"]


def item(api, tenant, name):
    found = api.get(f"/tenants/{tenant}/offering_items?edition=*")["items"]
    return next(item for item in found if item["name"] == name)


def put(name, status=1, **more):
    backup = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
    return {"application_id": backup, "name": name, "status": status, **more}


def refusal(api, tenant, *items):
    return api.refused("PUT", f"/tenants/{tenant}/offering_items", {"offering_items": items})


def test_the_default_edition_hides_all_modern_items(api):
    modern = api.get(f"/tenants/{api.root}/offering_items")["items"]

    assert {item["edition"] for item in modern} == {None}


def test_a_partner_mirrors_everything_in_one_request(api):
    partner = api.tenant("Contoso", "partner")["id"]
    offer = api.offer()

    api.switch(partner, offer)

    key = ("application_id", "name", "edition", "infra_id")
    live = api.get(f"/tenants/{partner}/offering_items?edition=*&status=1")["items"]
    assert [[item.get(k) for k in key] for item in live] == [
        [item.get(k) for k in key] for item in offer
    ]


def test_a_new_tenant_could_have_what_its_parent_has_and_has_nothing(api, customer):
    live = api.get(f"/tenants/{customer}/offering_items?edition=*")["items"]

    assert len(live) == len(api.offer("customer"))
    assert {item["status"] for item in live} == {0}
    assert not any("quota" in item for item in live)


def test_only_what_is_sent_changes_and_only_that_is_answered(api, customer):
    api.switch(customer, api.choice(*GB))

    answer = api.switch(customer, [put("pg_base_vms", 0)])

    assert [(item["name"], item["status"]) for item in answer] == [("pg_base_vms", 0)]
    assert "pg_base_vms" not in api.items_on(customer)
    assert "pg_base_servers" in api.items_on(customer)


def test_the_version_of_the_tenant_stays(api, customer):
    api.switch(customer, api.choice(*GB))

    assert api.get(f"/tenants/{customer}")["version"] == 1


def test_a_customer_has_one_storage_per_service(api, customer):
    assert refusal(api, customer, *api.offer("customer"))[1] == 1015
    assert api.items_on(customer) == set()


def test_a_customer_has_one_billing_mode_per_service(api, customer):
    assert refusal(api, customer, put("pg_base_vms"), put("pw_base_vms")) == (400, 1027)


def test_an_item_that_the_parent_does_not_have_is_not_available(api):
    partner = api.tenant("Contoso", "partner")["id"]
    below = api.tenant("Tailspin", parent=partner)["id"]

    assert refusal(api, below, put("pg_base_vms")) == (400, 1021)
    assert refusal(api, below, put("no_such_item")) == (400, 1021)


def test_one_bad_item_spoils_the_whole_request(api, customer):
    assert refusal(api, customer, put("pg_base_vms"), put("no_such_item")) == (400, 1021)
    assert api.items_on(customer) == set()


def test_turning_off_at_the_parent_turns_off_below(api):
    partner = api.tenant("Contoso", "partner")["id"]
    api.switch(partner, api.offer())
    below = api.tenant("Tailspin", parent=partner)["id"]
    api.switch(below, [put("pg_base_vms"), put("pg_base_servers")])

    api.switch(partner, [put("pg_base_vms", 0)])

    assert api.items_on(below) == {"pg_base_servers"}


def test_an_item_needs_the_one_it_depends_on(api, customer):
    assert refusal(api, customer, put("pw_base_m365_mailboxes")) == (400, 1023)
    assert api.switch(customer, [put("pw_base_m365_mailboxes"), put("pw_base_m365_seats")])


def test_a_quota_is_written_against_its_own_version(api, customer):
    limit = {"value": 10, "overage": 0, "version": 0}
    (first,) = api.switch(customer, [put("pg_base_vms", quota=limit)])

    stale = refusal(api, customer, put("pg_base_vms", quota={**limit, "value": 20}))
    (second,) = api.switch(customer, [put("pg_base_vms", quota={**first["quota"], "value": 20})])

    assert first["quota"]["value"] == 10
    assert stale == (409, 1001)
    assert second["quota"]["value"] == 20
    assert second["quota"]["version"] > first["quota"]["version"] > 10**12


def test_an_unlimited_quota_has_version_zero(api, customer):
    (first,) = api.switch(
        customer, [put("pg_base_vms", quota={"value": 1, "overage": 1, "version": 0})]
    )

    (second,) = api.switch(customer, [put("pg_base_vms", quota={**first["quota"], "value": None})])

    assert second["quota"] == {"value": None, "overage": None, "version": 0}


def test_a_quota_survives_until_its_item_is_turned_off(api, customer):
    limit = {"value": 1, "overage": None, "version": 0}
    (before,) = api.switch(customer, [put("pg_base_vms", quota=limit)])
    (kept,) = api.switch(customer, [put("pg_base_vms")])

    api.switch(customer, [put("pg_base_vms", 0)])
    off = item(api, customer, "pg_base_vms")
    (again,) = api.switch(customer, [put("pg_base_vms")])

    assert kept["quota"] == before["quota"]
    assert "quota" not in off
    assert again["quota"] == {"value": None, "overage": None, "version": 0}


@pytest.mark.parametrize("quota", [{"value": 1}, {"value": -1, "overage": 0, "version": 0}, 7])
def test_a_quota_must_be_whole(api, customer, quota):
    assert refusal(api, customer, put("pg_base_vms", quota=quota)) == (400, 400)


def test_the_list_of_a_subtree_goes_level_by_level_through_all_editions(api, customer):
    api.switch(customer, [put("pg_base_vms"), put("pg_base_servers")])
    path, found = f"/tenants/offering_items?subtree_root_tenant_id={api.root}&limit=7", []

    while path:
        page = api.get(path)
        found += [(item["tenant_id"], item["name"]) for item in page["items"]]
        after = page.get("paging", {}).get("cursors", {}).get("after")
        path = after and f"/tenants/offering_items?after={after}"

    own = [(api.root, item["name"]) for item in api.offer()]
    assert found == [*own, (customer, "pg_base_servers"), (customer, "pg_base_vms")]


def test_the_list_of_a_subtree_can_be_narrowed(api, customer):
    root = f"/tenants/offering_items?subtree_root_tenant_id={api.root}"
    since = api.get(root)["timestamp"]
    api.switch(customer, [put("pg_base_vms"), put("local_storage")])

    changed = api.get(f"{root}&updated_since={since}&editions=pck_per_gigabyte")["items"]

    assert [(item["tenant_id"], item["name"]) for item in changed] == [(customer, "pg_base_vms")]
