"""Every switch changes what it says, and nothing is switched by a name or value unknown."""

import re
from pathlib import Path

import pytest

from reconciler.sandbox import Switches, World
from reconciler.sandbox.switches import NAMES
from tests.sandbox.switching import item, put, reseller, switched


@pytest.fixture
def world(request):
    return World(seed=1, switches=Switches.of(getattr(request, "param", {})))


@switched(status_1001="400", status_1004="400")
def test_conflicts_may_be_bad_requests(api):
    made = api.tenant("Contoso")["id"]
    body = {"name": "Contoso", "kind": "customer", "parent_id": api.root}

    assert api.refused("PUT", f"/tenants/{made}", {"version": 7}) == (400, 1001)
    assert api.refused("POST", "/tenants", body) == (400, 1004)


@switched(status_1012="409", status_1021="409", status_1023="409")
def test_rules_may_be_conflicts(api):
    partner = api.tenant("Contoso", "partner")["id"]
    made = api.tenant("Tailspin", parent=partner, update_lock={"enabled": True})["id"]

    assert put(api, made, item("pg_base_vms")) == (409, 1021)
    customer = api.tenant("Fabrikam")["id"]
    assert put(api, customer, item("pw_base_m365_mailboxes")) == (409, 1023)
    api.act_as(*api.client_of(partner))
    assert api.refused("PUT", f"/tenants/{made}", {"version": 1, "name": "x"}) == (409, 1012)


@switched(sub_partners="none", sub_partner_code="1027")
def test_nobody_may_have_partners(api):
    body = {"name": "Contoso", "kind": "partner", "parent_id": api.root}

    assert api.refused("POST", "/tenants", body) == (400, 1027)


@switched(sub_partners="all")
def test_everybody_may_have_partners(api):
    below = api.tenant("Contoso", "partner")["id"]

    assert api.tenant("Below", "partner", below)["kind"] == "partner"


@switched(disabled_children="disabled")
def test_disabling_may_disable_all_below(api):
    partner = api.tenant("Contoso", "partner")["id"]
    below = api.tenant("Tailspin", parent=partner)["id"]

    api.put(f"/tenants/{partner}", {"version": 1, "enabled": False})

    found = api.get(f"/tenants/{below}")
    assert (found["enabled"], found["version"]) == (False, 2)


@switched(items_bump_version="true", pricing_bumps_version="true", mfa_bumps_version="true")
def test_writes_beside_the_tenant_may_raise_its_version(api):
    path = f"/tenants/{api.tenant('Fabrikam')['id']}"

    api.put(f"{path}/offering_items", {"offering_items": [item("pg_base_vms")]})
    version = api.get(f"{path}/pricing")["version"]
    api.put(f"{path}/pricing", {"version": version, "mode": "production"})
    api.put(f"{path}/mfa/status", {"enabled": True})

    assert api.get(path)["version"] == 4


@switched(lock_covers="everything")
def test_a_lock_may_cover_items_pricing_and_users(api):
    partner = reseller(api)
    made = api.tenant("Tailspin", parent=partner, update_lock={"enabled": True})["id"]
    version = api.get(f"/tenants/{made}/pricing")["version"]
    api.act_as(*api.client_of(partner))

    assert put(api, made, item("pg_base_vms")) == (400, 1012)
    pricing = {"version": version, "mode": "production"}
    assert api.refused("PUT", f"/tenants/{made}/pricing", pricing) == (400, 1012)
    assert api.refused("POST", "/users", {"tenant_id": made, "login": "ada"}) == (400, 1012)


@switched(name_scope="hierarchy")
def test_names_may_be_unique_in_the_whole_hierarchy(api):
    partner = api.tenant("Contoso", "partner")["id"]
    api.tenant("Fabrikam")
    body = {"name": "fabrikam", "kind": "customer", "parent_id": partner}

    assert api.refused("POST", "/tenants", body) == (409, 1004)


@switched(name_case="respect")
def test_case_may_make_another_name(api):
    api.tenant("Fabrikam")

    assert api.tenant("fabrikam")["name"] == "fabrikam"
    body = {"name": "Fabrikam", "kind": "customer", "parent_id": api.root}
    assert api.refused("POST", "/tenants", body) == (409, 1004)


@switched(largest_limit="2")
def test_pages_may_be_small(api):
    for name in ("One", "Two"):
        api.tenant(name)

    first = api.get(f"/tenants?subtree_root_id={api.root}&limit=100")
    items = api.get(f"/tenants/offering_items?subtree_root_tenant_id={api.root}")

    assert (len(first["items"]), "paging" in first) == (2, True)
    assert (len(items["items"]), "paging" in items) == (2, True)


@switched(personal_tenants="hidden", self_service="hidden")
def test_personal_and_self_service_tenants_may_be_hidden(api):
    customer = api.tenant("Fabrikam")["id"]
    api.user(customer, "ada")
    api.tenant("Alone", ancestral_access=False)

    found = api.get(f"/tenants?subtree_root_id={api.root}")["items"]

    assert [one["name"] for one in found] == ["MSP", "Fabrikam"]


@switched(deleted_tenant="shown")
def test_a_deleted_tenant_may_be_shown(api):
    path = f"/tenants/{api.tenant('Fabrikam')['id']}"
    api.put(path, {"version": 1, "enabled": False})
    api.done("DELETE", f"{path}?version=2")

    assert api.get(path)["deleted_at"] is not None


@switched(service_roles="enabled")
def test_a_role_may_need_its_service(api):
    user = api.user(api.tenant("Fabrikam")["id"], "ada")
    path = f"/users/{user['id']}/access_policies"

    def policies(role):
        one = {"trustee_id": user["id"], "tenant_id": user["tenant_id"], "role_id": role}
        return {"items": [one]}

    assert api.refused("PUT", path, policies("backup_user")) == (400, 1019)
    assert api.refused("PUT", path, policies("notary_user")) == (400, 1027)
    assert api.give(user, "company_admin")["items"]


@switched(fss_read_only_role="fss_viewer")
def test_the_unpublished_role_may_have_another_id(api):
    user = api.user(api.root, "ada")
    roles = api.get(f"/tenants/{api.root}/applications/roles")["items"]

    assert "fss_viewer" in {one["role"] for one in roles}
    assert api.give(user, "fss_viewer")["items"][0]["role_id"] == "fss_viewer"
    policy = {
        "trustee_id": user["id"],
        "tenant_id": api.root,
        "role_id": "sync_share_ro_admin",
    }
    path = f"/users/{user['id']}/access_policies"
    assert api.refused("PUT", path, {"items": [policy]}) == (400, 400)


@switched(largest_limit="1")
def test_a_reset_world_keeps_its_switches(api, sandbox):
    api.side("POST", "/reset")
    api.act_as(sandbox.client_id, sandbox.client_secret)

    page = api.get(f"/tenants/offering_items?subtree_root_tenant_id={api.root}")

    assert len(page["items"]) == 1


@pytest.mark.parametrize(
    ("world", "paged"),
    [({"largest_limit": "1"}, True), ({"largest_limit": "1", "children_paging": "false"}, False)],
    indirect=["world"],
)
def test_a_list_of_ids_may_be_silent_about_the_rest(api, paged):
    first, second = api.tenant("A")["id"], api.tenant("B")["id"]
    path = f"/tenants/{api.root}/children"

    page = api.get(path)

    assert page["items"] == [first]
    assert ("paging" in page) == paged
    if paged:
        after = page["paging"]["cursors"]["after"]
        assert api.get(f"{path}?after={after}") == {"items": [second]}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"colour": "red"}, "colour is no switch; there are "),
        ({"status_1001": "500"}, "status_1001 is one of 400, 409, not '500'."),
        ({"locked_items": "maybe"}, "locked_items is one of true, false, not 'maybe'."),
        ({"largest_limit": "0"}, "largest_limit is a whole number from 1, not '0'."),
    ],
)
def test_nothing_else_can_be_switched(chosen, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        Switches.of(chosen)


def test_the_page_about_the_sandbox_names_every_switch():
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text()
    (table,) = re.findall(r"(?m)^\| switch \|.*\n(?:\|.*\n)+", page)

    assert re.findall(r"(?m)^\| `(\w+)`", table) == list(NAMES)
