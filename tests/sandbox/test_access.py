"""Who may see and do what in the tree."""

import pytest

from reconciler.sandbox import Sandbox
from tests.sandbox.conftest import Api


@pytest.fixture
def platform(api):
    return api.get(f"/tenants/{api.root}")["parent_id"]


def test_what_is_above_is_out_of_reach(api, platform):
    assert api.refused("GET", f"/tenants/{platform}") == (403, 403)
    assert api.refused("GET", f"/tenants?subtree_root_id={platform}") == (403, 403)


def test_a_tenant_that_manages_itself_shows_nothing_inside(api):
    partner = api.tenant("Contoso", "partner")
    inside = api.tenant("Tailspin", parent=partner["id"])
    path = f"/tenants/{partner['id']}"
    api.put(path, {"version": 1, "ancestral_access": False})

    listed = api.get(f"/tenants?subtree_root_id={api.root}&lod=basic")["items"]

    assert [tenant["name"] for tenant in listed] == ["MSP", "Contoso"]
    assert api.refused("GET", f"/tenants/{inside['id']}") == (403, 403)
    assert api.refused("GET", f"{path}/offering_items") == (403, 1002)
    assert api.refused("POST", "/users", {"tenant_id": partner["id"], "login": "abc"}) == (
        403,
        1002,
    )
    assert api.refused("PUT", path, {"version": 2, "ancestral_access": True}) == (403, 1002)
    assert api.put(path, {"version": 2, "name": "Renamed"})["name"] == "Renamed"


def test_the_own_tenant_is_switched_and_deleted_by_others_only(api):
    path = f"/tenants/{api.root}"

    assert api.refused("PUT", path, {"version": 1, "enabled": False}) == (403, 1002)
    assert api.refused("DELETE", f"{path}?version=1") == (403, 1002)
    assert api.refused("PUT", f"{path}/offering_items", {"offering_items": []}) == (403, 1002)


def test_a_lock_belongs_to_the_tenant_that_set_it(api):
    made = api.tenant("Contoso", update_lock={"enabled": True})

    unlocked = api.put(f"/tenants/{made['id']}", {"version": 1, "update_lock": {"enabled": False}})

    assert made["update_lock"] == {"enabled": True, "owner_id": api.root}
    assert unlocked["update_lock"] == {"enabled": False, "owner_id": None}


def test_the_portal_client_acts_from_the_same_tenant(sandbox: Sandbox):
    portal = Api(sandbox, sandbox.portal_client_id, sandbox.portal_client_secret)

    made = portal.tenant("by hand")

    assert made["parent_id"] == sandbox.tenant_id
    assert portal.side("GET", "/requests")["items"][-1]["client_id"] == sandbox.portal_client_id
