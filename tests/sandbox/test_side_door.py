"""The side door: log, faults, clock, reset."""

import pytest

from reconciler.sandbox import DroppedError


def fault(api, **fields):
    return api.side("POST", "/faults", fields)


def statuses(api, *requests):
    return [api.send(*request).status_code for request in requests]


def test_the_log_shows_api_requests_and_nothing_else(api):
    last = api.side("GET", "/requests")["last"]
    api.get(f"/tenants?uuids={api.root}&lod=basic")
    api.send("POST", "/tenants", {})

    log = api.side("GET", f"/requests?since={last}")

    client = api.sandbox.client_id
    query = f"uuids={api.root}&lod=basic"
    assert log == {
        "items": [
            {
                "n": 2,
                "method": "GET",
                "path": "/api/2/tenants",
                "query": query,
                "status": 200,
                "client_id": client,
            },
            {
                "n": 3,
                "method": "POST",
                "path": "/api/2/tenants",
                "query": "",
                "status": 400,
                "client_id": client,
            },
        ],
        "last": 3,
    }


def test_the_log_can_be_emptied(api):
    api.side("DELETE", "/requests")

    assert api.side("GET", "/requests") == {"items": [], "last": 1}


def test_the_nth_matching_request_is_struck_once(api):
    fault(api, method="GET", path="/tenants/", nth=2, effect={"status": 503, "retry_after": 4})
    request = ("GET", f"/tenants/{api.root}")

    found = statuses(api, request, ("GET", "/applications"), request, request)

    assert found == [200, 200, 503, 200]


def test_a_fault_may_strike_several_times_or_for_ever(api):
    fault(api, path="/applications", times=2, effect={"code": 1000})
    fault(api, path="/search", effect={"status": 429, "retry_after": 7})
    request = ("GET", "/applications")

    found = statuses(api, request, request, request)
    throttled = [api.send("GET", "/search") for _ in range(3)]

    assert found == [500, 500, 200]
    assert [(r.status_code, r.headers["Retry-After"]) for r in throttled] == [(429, "7")] * 3


def test_the_same_dice_fall_the_same_way(api):
    request = ("GET", "/applications")
    rolls = []
    for _ in range(2):
        api.side("DELETE", "/faults")
        fault(api, probability=0.5, seed=3, effect={"status": 500})
        rolls.append(statuses(api, *[request] * 12))

    assert rolls[0] == rolls[1]
    assert set(rolls[0]) == {200, 500}


@pytest.mark.parametrize(("when", "made"), [("before", []), ("after", ["Contoso"])])
def test_a_dropped_create_is_made_or_not(api, when, made):
    fault(api, method="POST", path="/tenants$", nth=1, effect={"drop": when})

    with pytest.raises(DroppedError):
        api.tenant("Contoso")

    listed = api.get(f"/tenants?parent_id={api.root}")["items"]
    assert [tenant["name"] for tenant in listed] == made


def test_a_broken_body_is_sent_as_it_is(api):
    fault(api, nth=1, effect={"body": '{"items": [', "status": 200})

    answer = api.send("GET", "/applications")

    assert (answer.status_code, answer.text) == (200, '{"items": [')


def test_faults_are_listed_and_removed(api):
    added = fault(api, method="GET", nth=3, effect={"drop": "after"})

    listed = api.side("GET", "/faults")
    emptied = api.side("DELETE", "/faults")

    assert listed == {"items": [added]}
    assert added == {
        "id": 1,
        "method": "GET",
        "nth": 3,
        "effect": {"drop": "after"},
        "seen": 0,
        "fired": 0,
    }
    assert emptied == {"items": []}


@pytest.mark.parametrize("wrong", [{"path": "("}, {"nth": 0}, {"effect": {"drop": "x"}}, []])
def test_a_fault_that_makes_no_sense_is_refused(api, wrong):
    assert api.http.post("/_sandbox/faults", json=wrong).status_code == 400


def test_a_reset_brings_the_first_day_back(api):
    before = api.offer()
    api.tenant("Contoso")
    fault(api, effect={"status": 500})

    api.side("POST", "/reset")

    assert api.get(f"/tenants?parent_id={api.root}")["items"] == []
    assert [item["name"] for item in api.offer()] == [item["name"] for item in before]
    assert api.side("GET", "/faults") == {"items": []}


def test_a_fault_can_be_ordered_without_the_side_door(api):
    api.sandbox.order({"path": "/applications", "nth": 1, "effect": {"status": 504}})

    assert statuses(api, ("GET", "/applications"), ("GET", "/applications")) == [504, 200]


def test_an_order_that_makes_no_sense_is_a_value_error(api):
    with pytest.raises(ValueError, match="nth"):
        api.sandbox.order({"nth": 0})
