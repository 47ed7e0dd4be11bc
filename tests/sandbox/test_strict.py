"""What the contract refuses, the strict mode refuses and the lenient one takes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.sandbox import World
from reconciler.sandbox.contract import CONTRACT
from reconciler.sandbox.tenants.bodies import TenantPut
from tests.sandbox.test_odd_requests import BODIES

PUT = {"$ref": "#/components/schemas/tenantPut"}
LOOSE = {
    "a field that nobody knows": lambda root: {"version": 1, "colour": "red"},
    "a number as a text": lambda root: {"version": "1"},
    "a boolean as a text": lambda root: {"version": 1, "update_lock": {"enabled": "false"}},
    "a field beside its place": lambda root: {"version": 1, "contact": {"nickname": "x"}},
}


@pytest.fixture
def world(request):
    return World(seed=1, mode=getattr(request, "param", "strict"))


lenient = pytest.mark.parametrize("world", ["lenient"], indirect=True)


@pytest.mark.parametrize("body", LOOSE.values(), ids=LOOSE)
def test_strict_refuses_what_the_contract_does(api, body):
    assert api.refused("PUT", f"/tenants/{api.root}", body(api.root)) == (400, 400)


@lenient
@pytest.mark.parametrize("body", LOOSE.values(), ids=LOOSE)
def test_lenient_takes_what_live_servers_take(api, body):
    assert api.put(f"/tenants/{api.root}", body(api.root))["version"] == 2


@pytest.mark.parametrize(
    "query", ["", "subtree_root_id=ROOT&limit=0", "uuids=ROOT&with_contacts=yes"]
)
def test_strict_looks_at_the_query_too(api, query):
    path = f"/tenants?{query.replace('ROOT', api.root)}"

    assert api.refused("GET", path) == (400, 400)
    assert api.refused("GET", "/search?text=abc") == (400, 400)


def test_strict_reads_a_cursor_instead_of_a_query(api):
    first = api.get(f"/tenants/offering_items?subtree_root_tenant_id={api.root}&limit=1")
    after = first["paging"]["cursors"]["after"]

    assert api.get(f"/tenants/offering_items?after={after}")["items"]


DEEP = b'{"version": 1, "contact": ' + b"[" * 700 + b"]" * 700 + b"}"


@pytest.mark.parametrize("body", [*BODIES.values(), DEEP], ids=[*BODIES, "deep, but whole"])
def test_strict_refuses_odd_bodies_like_any_other(api, body):
    answer = api.raw(
        "PUT",
        f"/tenants/{api.root}",
        data=body,
        headers=api.headers,
        content_type="application/json",
    )

    assert answer.status_code == 400


def test_strict_looks_at_forms(api):
    answer = api.form("/idp/token", grant_type="magic")

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_items_go_back_as_they_were_read_in_either_mode(api):
    customer = api.tenant("Fabrikam")["id"]

    assert api.switch(customer, api.choice("pck_per_gigabyte", None))


TEXT = st.one_of(st.just("text"), st.none(), st.integers())
bodies = st.fixed_dictionaries(
    {"version": st.integers(-1, 9)},
    optional={
        "name": TEXT,
        "customer_id": TEXT,
        "internal_tag": TEXT,
        "language": TEXT,
        "enabled": st.one_of(st.booleans(), st.just("true")),
        "contact": st.fixed_dictionaries({}, optional={"firstname": TEXT, "email": TEXT}),
    },
)


@given(body=bodies.filter(lambda body: not CONTRACT.wrong(PUT, body)))
@settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
def test_what_the_contract_allows_lenient_takes_as_well(body):
    assert TenantPut.of(body).given.keys() == body.keys()
