"""The side door: log, faults, clock, reset."""

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest

from reconciler.sandbox import DroppedError, Switches, World, log, open_sandbox
from tests.sandbox.conftest import Api

DAY = 86_400


def fault(api, **fields):
    return api.side("POST", "/faults", fields)


def again(api):
    """The same client with a new token: the old one has run out."""
    return Api(api.sandbox, api.sandbox.client_id, api.sandbox.client_secret)


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


def test_a_trial_turns_into_production_after_a_month(api):
    customer = api.tenant("Contoso")["id"]

    modes = [api.get(f"/tenants/{customer}/pricing")["mode"]]
    for days in (29, 1):
        api.side("POST", "/clock", {"advance_seconds": days * DAY})
        api = again(api)
        modes.append(api.get(f"/tenants/{customer}/pricing")["mode"])

    assert modes == ["trial", "trial", "production"]
    assert api.get(f"/tenants/{customer}")["pricing_mode"] == "production"


def test_a_deleted_tenant_can_be_restored_for_a_month_and_is_gone_then(api):
    listed = f"/tenants?parent_id={api.root}&allow_deleted=true"
    ids = [api.tenant(name)["id"] for name in ("Contoso", "Fabrikam")]
    for tenant in ids:
        api.put(f"/tenants/{tenant}", {"version": 1, "enabled": False})
        api.done("DELETE", f"/tenants/{tenant}?version=2")

    api.side("POST", "/clock", {"advance_seconds": 30 * DAY - 60})
    api = again(api)
    api.done("POST", f"/tenants/{ids[0]}/restore")
    before = [tenant["id"] for tenant in api.get(listed)["items"]]
    api.side("POST", "/clock", {"advance_seconds": 60})
    after = [tenant["id"] for tenant in api.get(listed)["items"]]

    assert (before, after) == (ids, ids[:1])
    assert api.refused("POST", f"/tenants/{ids[1]}/restore") == (404, 404)


def test_the_clock_can_be_read(api):
    moments = [datetime.fromisoformat(api.side("GET", "/clock")["now"])]
    api.side("POST", "/clock", {"advance_seconds": DAY})
    moments.append(datetime.fromisoformat(api.side("GET", "/clock")["now"]))

    assert moments[1] - moments[0] >= timedelta(days=1)


def test_the_log_forgets_its_oldest_entries(api, monkeypatch):
    monkeypatch.setattr(log, "KEPT", 3)
    for _ in range(5):
        api.get("/applications")

    found = api.side("GET", "/requests")

    assert [entry["n"] for entry in found["items"]] == [4, 5, 6]
    assert found["last"] == 6


def test_somebody_in_the_portal_is_told_apart_in_the_log(api, sandbox):
    portal = Api(sandbox, sandbox.portal_client_id, sandbox.portal_client_secret)
    customer = api.tenant("Contoso")["id"]
    last = api.side("GET", "/requests")["last"]

    changed = portal.put(f"/tenants/{customer}", {"version": 1, "name": "By hand"})

    assert changed["version"] == 2
    assert api.get(f"/tenants/{customer}")["name"] == "By hand"
    found = api.side("GET", f"/requests?since={last}")["items"]
    assert [(entry["method"], entry["client_id"]) for entry in found] == [
        ("PUT", sandbox.portal_client_id),
        ("GET", sandbox.client_id),
    ]


def test_mode_and_switches_can_be_read_and_survive_a_reset(tmp_path):
    world = World(mode="strict", switches=Switches(name_case="respect"))
    with open_sandbox(tmp_path / "it", world) as sandbox:
        api = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        api.side("POST", "/reset")

        found = api.side("GET", "/switches")

    assert found == {"mode": "strict", "switches": asdict(Switches(name_case="respect"))}


def test_a_reset_is_the_same_for_a_file_that_was_reopened(tmp_path):
    with open_sandbox(tmp_path / "it", World(seed=1, storages=3)) as sandbox:
        first = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        first.tenant("Contoso")
        before = first.storages()

    with open_sandbox(tmp_path / "it") as sandbox:
        api = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        api.side("POST", "/reset")

        assert api.storages() == before
        assert api.get(f"/tenants?parent_id={api.root}")["items"] == []
        assert api.tenant("Contoso")["version"] == 1
