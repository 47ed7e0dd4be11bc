"""What faults do to answers, as a client sees it."""

import json
from time import monotonic

import pytest

from reconciler.sandbox import DroppedError


def order(api, line):
    return api.side("POST", "/faults", {"spec": line})


def names(api, query=""):
    return [tenant["name"] for tenant in api.get(f"/tenants?parent_id={api.root}{query}")["items"]]


def test_an_error_page_is_html_and_nothing_is_done(api):
    order(api, "POST /tenants: html 502 nth=1")

    answer = api.send(
        "POST", "/tenants", {"name": "Contoso", "kind": "customer", "parent_id": api.root}
    )

    assert (answer.status_code, answer.mimetype) == (502, "text/html")
    assert "<h1>502 Bad Gateway</h1>" in answer.text
    assert names(api) == []


def test_a_truncated_answer_is_the_first_half_of_the_real_one(api):
    whole = api.send("GET", "/applications").text
    order(api, "GET /applications: truncated nth=1")

    answer = api.send("GET", "/applications")

    assert (answer.status_code, answer.text) == (200, whole[: len(whole) // 2])
    assert answer.content_length == len(answer.data)
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)


def test_a_truncated_answer_to_a_create_comes_after_the_change(api):
    order(api, "POST: truncated")

    api.send("POST", "/tenants", {"name": "Contoso", "kind": "customer", "parent_id": api.root})

    assert names(api) == ["Contoso"]


def test_a_repeated_cursor_leads_to_its_own_page(api):
    for name in "ABCDE":
        api.tenant(name)
    first = api.get(f"/tenants?parent_id={api.root}&limit=2")
    second = first["paging"]["cursors"]["after"]
    order(api, "GET /tenants$: repeat-cursor times=2")

    pages = [api.get(f"/tenants?after={second}") for _ in range(3)]

    assert [[tenant["name"] for tenant in page["items"]] for page in pages] == [["C", "D"]] * 3
    cursors = [page["paging"]["cursors"]["after"] for page in pages]
    assert cursors[:2] == [second, second]
    assert cursors[2] != second


def test_a_list_of_one_page_can_repeat_its_cursor_too(api):
    api.tenant("A")
    order(api, "GET /tenants$: repeat-cursor")
    query = f"/tenants?parent_id={api.root}"

    first = api.get(query)
    cursor = first["paging"]["cursors"]["after"]
    second = api.get(f"/tenants?after={cursor}")

    assert [tenant["name"] for tenant in first["items"]] == ["A"]
    assert second["items"] == first["items"]
    assert second["paging"]["cursors"]["after"] == cursor


def test_a_stale_read_is_as_of_before_the_last_write(api):
    first = api.tenant("First")
    api.tenant("Second")
    order(api, "GET: stale times=2")

    stale = names(api)
    again = names(api)
    fresh = names(api)

    assert (stale, again, fresh) == (["First"], ["First"], ["First", "Second"])
    assert api.get(f"/tenants/{first['id']}") == first | {"contacts": [first["contact"]]}


def changes(api):
    """One change of each kind, with what shows it."""
    partner = api.tenant("Partner", "partner")
    customer = api.tenant("Contoso")
    api.switch(customer["id"], api.choice(None, "pck_per_gigabyte"))
    user = api.user(customer["id"], "contoso")
    tenant, person = f"/tenants/{customer['id']}", f"/users/{user['id']}"
    items = f"{tenant}/offering_items?edition=*"
    policy = {"trustee_id": user["id"], "tenant_id": customer["id"], "role_id": "company_admin"}
    off = [{**item, "status": 0} for item in api.choice(None)]
    renamed = {"name": "Renamed", "version": 1, "contact": {"city": "Athens"}}
    gone = f"/tenants/{partner['id']}"
    api.put(gone, {"enabled": False, "version": 1})
    pricing = {"mode": "production", "version": api.get(f"{tenant}/pricing")["version"]}
    return [
        (tenant, "PUT", tenant, renamed),
        (items, "PUT", f"{tenant}/offering_items", {"offering_items": off}),
        (f"{tenant}/pricing", "PUT", f"{tenant}/pricing", pricing),
        (f"{person}/access_policies", "PUT", f"{person}/access_policies", {"items": [policy]}),
        (person, "PUT", person, {"version": 1, "login": "other", "contact": {"email": "b@c.d"}}),
        (f"/tenants?parent_id={api.root}", "DELETE", f"{gone}?version=2", None),
    ]


@pytest.mark.parametrize("number", range(6))
def test_every_kind_of_change_can_be_missed(api, number):
    shown_at, *change = changes(api)[number]
    before = api.get(shown_at)

    api.done(*change)
    order(api, "GET: stale nth=1")

    assert api.get(shown_at) | {"timestamp": None} == before | {"timestamp": None}
    assert api.get(shown_at) | {"timestamp": None} != before | {"timestamp": None}


def test_a_refused_write_is_not_the_last_one(api):
    api.tenant("First")
    api.refused("POST", "/tenants", {"name": "First", "kind": "customer", "parent_id": api.root})
    order(api, "GET: stale nth=1")

    assert names(api) == []


def test_a_slow_answer_is_the_usual_one_later(api):
    order(api, "GET /applications: slow 60ms nth=1")

    begun = monotonic()
    answer = api.send("GET", "/applications")

    assert answer.status_code == 200
    assert monotonic() - begun >= 0.06


def test_a_fault_is_removed_by_its_number(api):
    first, second = order(api, "503"), order(api, "drop before")

    left = api.side("DELETE", f"/faults/{first['id']}")

    assert left == {"items": [second]}
    assert api.http.delete(f"/_sandbox/faults/{first['id']}").status_code == 404
    with pytest.raises(DroppedError):
        api.send("GET", "/applications")


def test_a_line_of_the_grammar_can_be_ordered_without_the_side_door(api):
    api.sandbox.order("GET /applications: 504 nth=1")

    assert api.send("GET", "/applications").status_code == 504


def test_a_line_that_makes_no_sense_is_refused(api):
    answer = api.http.post("/_sandbox/faults", json={"spec": "GET /users: never"})

    assert answer.status_code == 400
    assert "neither an effect nor a selector" in answer.text
