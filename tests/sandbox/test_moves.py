"""Moves, MFA, identity providers and what lists of tenants embed."""

import pytest

from reconciler.sandbox import Switches, World


@pytest.fixture
def partners(api):
    made = [api.tenant(name, "partner")["id"] for name in ("Contoso", "Other")]
    for partner in made:
        api.switch(partner, api.offer())
    return made


def test_a_customer_moves_with_all_that_is_in_it(api, partners):
    customer = api.tenant("Tailspin", parent=partners[0])
    unit = api.tenant("Unit", "unit", customer["id"])["id"]
    path = f"/tenants/{customer['id']}"

    moved = api.put(path, {"version": 1, "parent_id": partners[1]})

    assert (moved["parent_id"], moved["version"]) == (partners[1], 2)
    listed = api.get(f"/tenants?subtree_root_id={partners[1]}")["items"]
    assert [one["id"] for one in listed] == [partners[1], customer["id"], unit]
    assert api.get(f"/tenants/{partners[0]}/children")["items"] == []
    names = [one["name"] for one in api.get(f"/tenants/{unit}?embed_path=true")["path"]]
    assert names == ["MSP", "Other", "Tailspin", "Unit"]


def test_a_move_into_a_folder_changes_the_level_of_all(api, partners):
    folder = api.tenant("Folder", "folder", partners[0])["id"]
    customer = api.tenant("Tailspin", parent=partners[0])["id"]
    unit = api.tenant("Unit", "unit", customer)["id"]

    api.put(f"/tenants/{customer}", {"version": 1, "parent_id": folder})

    listed = api.get(f"/tenants?subtree_root_id={api.root}")["items"]
    assert [one["id"] for one in listed] == [api.root, *partners, folder, customer, unit]


def test_a_name_that_is_taken_at_the_target_stops_a_move(api, partners):
    first = api.tenant("Tailspin", parent=partners[0])["id"]
    api.tenant("tailspin", parent=partners[1])

    body = {"version": 1, "parent_id": partners[1]}

    assert api.refused("PUT", f"/tenants/{first}", body) == (409, 1004)


def test_a_relative_path_comes_with_the_tenants_that_were_asked_for(api, partners):
    customer = api.tenant("Tailspin", parent=partners[0])["id"]

    found = api.get(f"/tenants?uuids={customer}&include_relative_path=true")["items"]

    assert [one["id"] for one in found] == [api.root, partners[0], customer]


def test_multi_factor_authentication_is_switched_for_a_whole_tenant(api):
    customer = api.tenant("Fabrikam")["id"]
    before = api.user(customer, "before")["id"]
    path = f"/tenants/{customer}/mfa/status"

    switched = api.put(path, {"enabled": True})
    after = api.user(customer, "after")

    assert (switched["mfa_status"], switched["users_count"]) == ("enabled", 1)
    assert api.get(f"/tenants/{customer}")["mfa_status"] == "enabled"
    assert api.get(f"/users/{before}")["mfa_status"] == "setup_required"
    assert after["mfa_status"] == "setup_required"
    assert api.get(path)["users_count"] == 2
    unit = api.tenant("Unit", "unit", customer)["id"]
    assert api.refused("PUT", f"/tenants/{unit}/mfa/status", {"enabled": True}) == (400, 1027)


def test_an_identity_provider_may_hold_for_all_below(api, partners):
    below = api.tenant("Tailspin", parent=partners[0])["id"]
    idp = "c4878582-6e14-451e-9bda-3ff899b3f700"
    body = {"version": 1, "idp_id": idp, "apply_to_children": True}

    changed = api.put(f"/tenants/{partners[0]}/default_idp", body)

    assert (changed["default_idp_id"], changed["version"]) == (idp, 2)
    assert api.get(f"/tenants/{below}")["default_idp_id"] == idp
    assert api.get(f"/tenants/{partners[1]}")["default_idp_id"] != idp
    assert api.refused("PUT", f"/tenants/{partners[0]}/default_idp", body) == (409, 1001)


def test_the_contact_for_billing_is_another_one(api):
    made = api.tenant(
        "Contoso",
        contact={"email": "a@b.test"},
        company_billing_contact={"email": "bills@b.test"},
    )

    (listed,) = api.get(f"/tenants?uuids={made['id']}&with_contacts=true")["items"]

    assert made["contact"]["email"] == "a@b.test"
    shown = [(one["email"], one["types"]) for one in listed["contacts"]]
    assert shown == [("a@b.test", []), ("bills@b.test", ["company_billing"])]


def embedded(api, *names):
    query = "&".join(f"{name}=true" for name in names)
    found = api.get(f"/tenants?subtree_root_id={api.root}&{query}")["items"]
    return {one["name"]: {item["type"] for item in one["offering_items"]} for one in found}


def test_lists_of_tenants_embed_the_items_that_are_on(api, partners):
    assert embedded(api) == {"MSP": set(), "Contoso": set(), "Other": set()}
    counted = embedded(api, "with_offering_items")
    assert counted["Contoso"] == {"count", "feature"}
    both = embedded(api, "with_offering_items", "with_infra_offering_items")
    assert both["Other"] == {"count", "feature", "infra"}


def test_expanding_shows_items_that_are_off_as_well(api, partners):
    api.tenant("Tailspin", parent=partners[0])

    assert embedded(api, "expand_offering_items")["Tailspin"] == {"count", "feature", "infra"}


class TestFiltering:
    @pytest.fixture
    def world(self):
        return World(seed=1, switches=Switches(offering_items_embedding="filter"))

    def test_with_items_may_mean_to_leave_out_the_others(self, api, partners):
        api.tenant("Tailspin", parent=partners[0])

        found = embedded(api, "with_offering_items", "with_infra_offering_items")

        assert found == {"MSP": set(), "Contoso": set(), "Other": set()}
