"""The fleet: a tree that any tool can take for a real one."""

from collections import Counter, defaultdict
from itertools import islice
from random import Random

import pytest

from reconciler.sandbox import World, open_sandbox
from reconciler.sandbox.fleet.names import companies, domain, people
from reconciler.sandbox.users.bodies import valid_login
from tests.sandbox.conftest import Api

SIZE = 45
READ_ONLY = {"readonly_admin", "protection_ro_admin", "sync_share_ro_admin"}


@pytest.fixture(scope="module")
def fleet(tmp_path_factory):
    file = tmp_path_factory.mktemp("fleet") / "it"
    with open_sandbox(file, World(seed=7, fleet=SIZE)) as sandbox:
        yield Api(sandbox, sandbox.client_id, sandbox.client_secret)


def sweep(api, query):
    """All items of a list, page by page."""
    page = api.get(query)
    yield from page["items"]
    while after := page.get("paging", {}).get("cursors", {}).get("after"):
        page = api.get(f"{query.partition('?')[0]}?after={after}")
        yield from page["items"]


def tenants(api, kind=""):
    found = list(sweep(api, f"/tenants?subtree_root_id={api.root}&limit=50&with_contacts=true"))
    return [one for one in found if kind in ("", one["kind"]) and one["id"] != api.root]


def items(api):
    by_tenant = defaultdict(list)
    query = f"/tenants/offering_items?subtree_root_tenant_id={api.root}&limit=500"
    for item in sweep(api, query):
        by_tenant[item["tenant_id"]].append(item)
    return by_tenant


def users(api):
    query = f"/users?subtree_root_tenant_id={api.root}&with_access_policies=true&limit=20"
    return list(sweep(api, query))


def test_twenty_customers_share_a_reseller(fleet):
    partners = {one["id"]: one for one in tenants(fleet, "partner")}
    customers = tenants(fleet, "customer")

    assert {one["parent_id"] for one in partners.values()} == {fleet.root}
    assert list(Counter(one["parent_id"] for one in customers).values()) == [20, 20, 5]
    assert {one["parent_id"] for one in customers} == set(partners)
    assert all(one["created_at"] >= partners[one["parent_id"]]["created_at"] for one in customers)


def test_everybody_is_in_production_and_enabled(fleet):
    found = tenants(fleet)

    assert {(one["pricing_mode"], one["enabled"], one["internal_tag"]) for one in found} == {
        ("production", True, None)
    }


def test_resellers_have_three_roles_and_customers_an_administrator(fleet):
    kinds = {one["id"]: one["kind"] for one in tenants(fleet)}
    roles = defaultdict(list)
    for user in users(fleet):
        held = {policy["role_id"] for policy in user["access_policies"]}
        assert {policy["tenant_id"] for policy in user["access_policies"]} == {user["tenant_id"]}
        roles[user["tenant_id"]].append(held)

    assert set(roles) == {tenant for tenant, kind in kinds.items() if kind != "unit"}
    for tenant, held in roles.items():
        assert held[0] == (READ_ONLY if kinds[tenant] == "partner" else {"company_admin"})
        assert held[1:] in ([], [{"backup_user", "sync_share_user"}])
    assert {len(held) for held in roles.values()} == {1, 2}


def test_users_of_customers_have_personal_tenants(fleet):
    units = {one["id"]: one for one in tenants(fleet, "unit")}
    kinds = {one["id"]: one["kind"] for one in tenants(fleet)}
    owners = {}
    for user in users(fleet):
        if kinds[user["tenant_id"]] == "customer":
            owners[user["personal_tenant_id"]] = (user["id"], user["tenant_id"])
        else:
            assert user["personal_tenant_id"] is None

    assert {unit: (one["owner_id"], one["parent_id"]) for unit, one in units.items()} == owners


def test_resellers_have_both_modes_and_customers_a_product(fleet):
    by_tenant = items(fleet)
    on = {tenant: [item for item in found if item["status"]] for tenant, found in by_tenant.items()}

    everything = len(by_tenant[fleet.root])
    for reseller in tenants(fleet, "partner"):
        assert len(on[reseller["id"]]) == everything
    for customer in tenants(fleet, "customer"):
        editions = {item["edition"] for item in on[customer["id"]]} - {None}
        assert len(by_tenant[customer["id"]]) == everything > len(on[customer["id"]]) > 10
        assert len({item["infra_id"] for item in on[customer["id"]] if "infra_id" in item}) == 1
        assert len(editions) == len({name.partition("_")[0] for name in editions}) <= 2
    quotas = [item["quota"] for found in on.values() for item in found if item["type"] != "feature"]
    assert all(quota == {"value": None, "overage": None, "version": 0} for quota in quotas)


def test_what_customers_have_keeps_all_rules(fleet):
    by_tenant = items(fleet)
    for customer in tenants(fleet, "customer"):
        mine = [item for item in by_tenant[customer["id"]] if item["status"]]

        after = fleet.switch(customer["id"], mine)

        assert [item["name"] for item in after] == [item["name"] for item in mine]


def test_the_same_seed_gives_the_same_fleet(tmp_path, fleet):
    with open_sandbox(tmp_path / "it", World(seed=7, fleet=SIZE)) as sandbox:
        twin = Api(sandbox, sandbox.client_id, sandbox.client_secret)

        assert shape(twin) == shape(fleet)


def test_another_seed_gives_another_fleet(tmp_path, fleet):
    with open_sandbox(tmp_path / "it", World(seed=8, fleet=SIZE)) as sandbox:
        other = Api(sandbox, sandbox.client_id, sandbox.client_secret)

        assert not {one["name"] for one in tenants(other, "partner")} & {
            one["name"] for one in tenants(fleet, "partner")
        }


def shape(api):
    on = {tenant: [item["status"] for item in found] for tenant, found in items(api).items()}
    named = [(one["id"], one["name"], one["contact"]["phone"]) for one in tenants(api)]
    return named, on, [(one["id"], one["login"]) for one in users(api)]


def test_a_fleet_fits_a_single_storage(tmp_path):
    with open_sandbox(tmp_path / "it", World(seed=7, fleet=3, storages=1)) as sandbox:
        api = Api(sandbox, sandbox.client_id, sandbox.client_secret)

        assert len({len(found) for found in items(api).values()}) == 1


def test_a_reset_brings_the_fleet_back(tmp_path):
    with open_sandbox(tmp_path / "it", World(seed=7, fleet=3)) as sandbox:
        api = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        before = shape(api)
        api.switch(tenants(api, "customer")[0]["id"], [])
        api.tenant("Contoso")

        api.side("POST", "/reset")

        assert shape(api) == before


def test_names_and_domains_never_come_twice():
    found = list(islice(companies(Random(1)), 40_000))

    assert len(set(found)) == len({domain(name) for name in found}) == 40_000
    assert {name.isprintable() for name in found} == {True}


def test_logins_are_of_the_company_and_can_be_had():
    dice = Random(1)
    for company in islice(companies(dice), 2000):
        found = people(dice, company, 2)

        assert len({person.email for person in found}) == 2
        assert all(person.email.endswith(f"@{domain(company)}") for person in found)
        assert all(valid_login(person.email) for person in found)
