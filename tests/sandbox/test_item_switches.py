"""Switches of offering items: each changes what it says."""

import pytest

from reconciler.sandbox import Switches, World
from tests.sandbox.switching import FILES, item, put, reseller, switched


@pytest.fixture
def world(request):
    return World(seed=1, switches=Switches.of(getattr(request, "param", {})))


@switched(two_storages_code="1031", two_editions_code="1015")
def test_two_of_a_kind_may_have_other_codes(api):
    made = api.tenant("Fabrikam")["id"]
    storages = [item("pg_base_storage", infra_id=one) for one in api.storages().values()]

    assert put(api, made, *storages) == (400, 1031)
    assert put(api, made, item("pg_base_vms"), item("pw_base_vms")) == (400, 1015)


@switched(items_off_below="keep")
def test_items_may_stay_on_below(api):
    partner = reseller(api)
    below = api.tenant("Tailspin", parent=partner)["id"]
    api.switch(below, [item("pg_base_vms")])

    api.switch(partner, [item("pg_base_vms", 0)])

    assert api.items_on(below) == {"pg_base_vms"}


@switched(locked_items="true")
def test_seats_may_be_locked_to_their_service(api):
    made = api.tenant("Fabrikam")["id"]
    seats = item("pg_base_fc_seats", application=FILES)
    storage = item("pg_base_fc_storage", application=FILES, infra_id=api.storages()["lab-1"])
    on = api.switch(made, [seats, storage])

    assert [one["locked"] for one in on] == [True, True]
    assert put(api, made, {**seats, "status": 0}) == (400, 1027)
    api.switch(made, [{**seats, "status": 0}, {**storage, "status": 0}])
    assert api.items_on(made) == set()


@switched(packs_need_base="true")
def test_packs_may_need_a_base(api):
    made = api.tenant("Fabrikam")["id"]
    pack = item("pg_pack_adv_security")

    assert put(api, made, pack) == (400, 1023)
    assert len(api.switch(made, [pack, item("pg_base_vms")])) == 2


LIMIT = {"value": 1, "overage": 2, "version": 0}


@switched(partner_overage="drop")
def test_a_partners_hard_quota_may_become_a_soft_one(api):
    (shown,) = api.switch(reseller(api), [item("pg_base_vms", quota=LIMIT)])

    assert (shown["quota"]["value"], shown["quota"]["overage"]) == (1, None)


@switched(partner_overage="refuse")
def test_a_partners_hard_quota_may_be_refused(api):
    assert put(api, reseller(api), item("pg_base_vms", quota=LIMIT)) == (400, 1027)


@switched(items_answer="all")
def test_the_answer_may_hold_all_items(api):
    made = api.tenant("Fabrikam")["id"]

    assert len(api.switch(made, [item("pg_base_vms")])) == len(api.offer("customer"))


@switched(never_enabled_items="true")
def test_the_list_of_a_subtree_may_hold_what_could_be(api):
    made, offer = api.tenant("Fabrikam")["id"], api.offer("customer")
    path, found = f"/tenants/offering_items?subtree_root_tenant_id={made}&limit=10", []

    while path:
        page = api.get(path)
        found += [(one["name"], one.get("infra_id"), one["status"]) for one in page["items"]]
        after = page.get("paging", {}).get("cursors", {}).get("after")
        path = after and f"/tenants/offering_items?after={after}"

    assert found == [(one["name"], one.get("infra_id"), 0) for one in offer]
