"""Editions, prices, usages and storages."""

import pytest

BACKUP = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
NOTARY = "f9c5744e-bd1a-36b6-b0f0-ecd7483e1796"
GB = ("pck_per_gigabyte", "fss_per_gigabyte", None)


@pytest.fixture
def customer(api):
    made = api.tenant("Fabrikam")["id"]
    api.switch(made, api.choice(*GB))
    return made


def item(name, status=1, **more):
    return {"application_id": BACKUP, "name": name, "status": status, **more}


def editions(api, tenant):
    found = api.get(f"/tenants/{tenant}/offering_items?edition=*&status=1")["items"]
    return {one["edition"] for one in found if one["application_id"] == BACKUP} - {None}


def test_a_switch_of_the_edition_takes_items_and_quotas_along(api, customer):
    limit = {"value": 7, "overage": 0, "version": 0}
    api.switch(customer, [item("pg_base_vms", quota=limit)])
    body = {"target_edition": "pck_per_workload", "application_id": BACKUP}
    query = "&".join(f"{name}={value}" for name, value in body.items())

    warnings = api.get(f"/tenants/{customer}/edition?{query}")["warnings"]
    answer = api.put(f"/tenants/{customer}/edition", body)["items"]

    assert warnings == [
        "OldFeaturesBecomeUnavailable",
        "NewFeaturesBecomeAvailable",
        "SomePlansWillStopWorking",
        "AllDevicesWithBackupsPreserved",
        "UsageStatisticsWillMigrate",
    ]
    assert editions(api, customer) == {"pck_per_workload"}
    (vms,) = [one for one in answer if one["name"] == "pw_base_vms"]
    assert (vms["quota"]["value"], vms["quota"]["overage"]) == (7, 0)


def test_a_switch_to_an_edition_that_is_not_available_turns_everything_off(api):
    partner = api.tenant("Contoso", "partner")["id"]
    api.switch(partner, [one for one in api.offer() if one["edition"] in GB])
    below = api.tenant("Tailspin", parent=partner)["id"]
    api.switch(below, [item("pg_base_vms")])
    body = {"target_edition": "pck_per_workload", "application_id": BACKUP}
    query = "&".join(f"{name}={value}" for name, value in body.items())

    checked = api.send("GET", f"/tenants/{below}/edition?{query}")
    switched = api.put(f"/tenants/{below}/edition", body)["items"]

    assert checked.status_code == 400
    assert "pw_base_vms" in checked.json["error"]["context"]["unavailable_items"]
    assert switched == []


@pytest.mark.parametrize(
    ("kind", "application", "edition", "refusal"),
    [
        ("partner", BACKUP, "pck_per_workload", (400, 1027)),
        ("customer", NOTARY, "pck_per_workload", (400, 1027)),
        ("customer", BACKUP, "standard", (400, 400)),
    ],
)
def test_only_services_of_customers_switch_editions(api, kind, application, edition, refusal):
    made = api.tenant("Somebody", kind)["id"]
    body = {"target_edition": edition, "application_id": application}

    assert api.refused("PUT", f"/tenants/{made}/edition", body) == refusal


def test_a_price_has_a_version_of_its_own(api, customer):
    path = f"/tenants/{customer}/offering_items/pricing"
    price = {"application_id": BACKUP, "name": "vms", "price": "1.50"}

    first = api.put(path, {"items": [price]})["items"]
    stale = api.refused("PUT", path, {"items": [{**price, "version": 7}]})
    second = api.put(path, {"items": [{**price, "price": "2", "version": 1}]})["items"]

    assert first == [{**price, "version": 1}]
    assert stale == (409, 1001)
    assert second == api.get(path)["items"] == [{**price, "price": "2", "version": 2}]
    assert api.refused("PUT", path, {"items": [{**price, "name": "x"}]}) == (400, 1021)


def usage(api, tenant, name="pg_base_storage"):
    found = api.get(f"/tenants/{tenant}/usages")["items"]
    return next(one["value"] for one in found if one["name"] == name)


def report(tenant, value, name="pg_base_storage"):
    return {"items": [{"tenant_id": tenant, "offering_item": name, "usage_value": value}]}


def test_a_reported_usage_counts_and_adds_up(api, customer):
    result = api.put("/tenants/usages", report(customer, 5))
    listed = api.get(f"/tenants/usages?tenants={customer},{api.root}&usage_names=storage")

    assert result == {
        "items": [
            {
                "tenant_id": customer,
                "resource_id": "",
                "usage_type": "",
                "offering_item": "pg_base_storage",
                "infra_id": "",
            }
        ]
    }
    figures = {one["tenant"]: sum(u["value"] for u in one["usages"]) for one in listed["items"]}
    assert figures == {customer: 5, api.root: 5}


def test_a_figure_that_makes_no_sense_fails_alone(api, customer):
    limit = {"value": 1, "overage": 0, "version": 0}
    api.switch(customer, [item("pg_base_vms", quota=limit)])
    wrong = [
        {"resource_id": "r", "usage_type": "storage", "usage_value": 1},
        {"tenant_id": customer, "usage_type": "nothing", "usage_value": 1},
        {"tenant_id": customer, "offering_item": "pg_base_vms", "usage_value": 2},
        {"tenant_id": customer, "usage_type": "servers", "usage_value": 3},
    ]

    items = api.put("/tenants/usages", {"items": wrong})["items"]

    codes = [one["error"]["error"]["code"] for one in items if "error" in one]
    assert codes == [404, 1021, 1022]
    assert usage(api, customer, "pg_base_servers") == 3


def test_usage_grows_after_the_first_day_and_is_the_same_every_time(api, customer, sandbox):
    first = {one["value"] for one in api.get(f"/tenants/{customer}/usages")["items"]}

    api.side("POST", "/clock", {"advance_seconds": 2 * 86_400})
    api.act_as(sandbox.client_id, sandbox.client_secret)
    grown = api.get(f"/tenants/{customer}/usages")["items"]

    assert first == {0}
    assert any(one["value"] for one in grown)
    assert api.get(f"/tenants/{customer}/usages")["items"] == grown


def test_items_in_use_are_not_turned_off_when_usage_is_checked(api, customer):
    api.put("/tenants/usages", report(customer, 5, "pg_base_vms"))
    path = f"/tenants/{customer}/offering_items"
    body = {"offering_items": [item("pg_base_vms", 0)]}

    assert api.refused("PUT", path, {**body, "check_usage": True}) == (400, 1027)
    assert api.put(path, body)["items"][0]["status"] == 0


@pytest.fixture
def storage(api):
    body = {
        "owner_tenant_id": api.root,
        "name": "own",
        "url": "https://own.test",
        "capabilities": ["backup"],
    }
    return api.done("POST", "/infra", body)


def test_an_own_storage_can_be_used_by_those_below(api, storage):
    customer = api.tenant("Fabrikam")["id"]

    api.switch(customer, [item("pg_base_storage", infra_id=storage["id"])])

    assert storage["readonly"] is False
    assert api.get(f"/tenants/{customer}/infra")["infras"] == [storage["id"]]
    assert api.get(f"/infra/{storage['id']}") == storage
    assert api.refused("DELETE", f"/infra/{storage['id']}?version=1&force=true") == (400, 1009)


def test_storages_and_locations_are_changed_against_their_versions(api, storage):
    path, location = f"/infra/{storage['id']}", f"/locations/{storage['location_id']}"

    changed = api.put(path, {"version": 1, "name": "new", "capabilities": ["backup", "vcd"]})
    renamed = api.put(location, {"version": 1, "name": "there"})

    assert (changed["name"], changed["version"], changed["capabilities"]) == (
        "new",
        2,
        ["backup", "vcd"],
    )
    assert (renamed["name"], api.get(location)["version"]) == ("there", 2)
    assert api.refused("PUT", path, {"version": 1, "name": "x"}) == (409, 1001)


def test_a_location_goes_after_its_storages(api, storage):
    location = f"/locations/{storage['location_id']}"

    early = api.refused("DELETE", f"{location}?version=1")
    api.done("DELETE", f"/infra/{storage['id']}?version=1")
    api.done("DELETE", f"{location}?version=1")

    assert early == (409, 409)
    assert api.refused("GET", location) == (404, 404)
    assert api.refused("GET", f"/infra/{storage['id']}") == (404, 404)


def test_what_belongs_to_the_platform_cannot_be_changed(api):
    storage = api.storages()["lab-1"]

    assert api.get(f"/infra/{storage}")["readonly"] is True
    assert api.refused("DELETE", f"/infra/{storage}?version=1") == (403, 403)


def test_a_customer_owns_no_storage(api, customer):
    body = {"owner_tenant_id": customer, "name": "x"}

    assert api.refused("POST", "/locations", body) == (400, 1027)
