"""Gateways that refuse, mislead or stay away: one message, 4 or 8, nothing written."""

import json
import socket

import pytest

from tests.acceptance.refusals import COMMANDS, told
from tests.harness.manifests import INSTANCE, customer, reseller, sold


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unreachable_host_is_named(world, command):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers here
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        world.declare({"instances": {INSTANCE: {"gateway_url": address}}}, reseller())

        stderr, document = told(world, command, 8)

    assert address in stderr
    assert "the connection was refused" in document["error"]["message"]
    assert document["complete"] is False


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_client_secret_is_told_without_repeating_it(world, monkeypatch, command):
    monkeypatch.setenv("ACRONIS_CLIENT_SECRET", "not-the-secret-at-all")
    world.declare(reseller())

    stderr, document = told(world, command, 4)

    assert INSTANCE in stderr
    assert document["error"]["http_status"] == 401
    assert "not-the-secret-at-all" not in stderr + json.dumps(document)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_client_that_may_not_see_its_own_tenant_is_a_matter_of_permission(world, command, status):
    world.fault("GET", "/api/2/tenants/[^/]+/offering_items/available_for_child$", status=status)
    world.declare(reseller())

    _, document = told(world, command, 4)

    assert document["error"]["http_status"] == status


@pytest.mark.parametrize("path", ["/tenants$", "/users$", "/tenants/offering_items$"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_subtree_that_may_not_be_listed_makes_the_read_incomplete(world, command, path):
    world.fault("GET", f"/api/2{path}", status=403)
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert stderr.startswith(f"{INSTANCE}: GET {path.rstrip('$')}: 403")
    assert "hidden from the API client" in stderr
    assert document["complete"] is False


@pytest.mark.parametrize("path", ["/tenants$", "/users$", "/tenants/offering_items$"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_that_is_not_json_is_not_trusted(world, command, path):
    world.fault("GET", f"/api/2{path}", body="<html>Welcome to the hotel</html>")
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert "not JSON" in stderr
    assert path.rstrip("$") in stderr
    assert document["complete"] is False


@pytest.mark.parametrize("command", COMMANDS)
def test_a_cursor_that_comes_twice_is_not_followed_for_ever(world, command):
    page = {"items": [], "paging": {"cursors": {"after": "again"}}}
    world.fault("GET", "/api/2/users$", body=json.dumps(page))
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert "GET /users: the list is incomplete" in stderr
    assert "a cursor came twice" in document["error"]["message"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_that_stays_away_is_not_taken_for_the_end(world, command):
    page = {"items": [], "paging": {"cursors": {"after": "there-is-more"}}}
    world.fault("GET", "/api/2/tenants$", body=json.dumps(page), times=1)
    world.fault("GET", "/api/2/tenants$", status=500)
    world.declare(reseller())

    ran = world.run(command, *(["--auto-approve"] if command == "apply" else []), "-o", "json")

    assert ran.exit_code == 8
    assert ran.json["complete"] is False
    assert ran.writes == []


def test_a_login_that_is_taken_keeps_only_its_account_out(world):
    world.portal.create_tenant("Somebody")
    world.portal.create_user("Somebody", "contoso-admin")
    world.declare(reseller(), customer(), sold())

    planned, applied = world.plan(), world.apply()

    assert (planned.exit_code, planned.codes) == (3, ["V-34", "V-50"])
    assert planned.finding("V-34")["line"] == world.line_of("username: contoso-admin")
    assert (applied.exit_code, set(applied.outcomes.values())) == (7, {"done"})
    assert world.api.tenants("Contoso") == []


def test_a_name_that_is_taken_keeps_only_its_account_out(world):
    world.portal.create_tenant("Contoso")
    world.declare(reseller(), customer(), sold())

    planned, applied = world.plan(), world.apply()

    assert (planned.exit_code, planned.codes) == (3, ["V-35", "V-50"])
    assert planned.finding("V-35")["file"] == "manifests/all.yaml"
    assert (applied.exit_code, set(applied.outcomes.values())) == (7, {"done"})
    assert world.api.tenant("Contoso")["kind"] == "customer"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_list_of_tenants_is_not_taken_for_an_empty_platform(world, command):
    world.fault("GET", "/api/2/tenants$", body='{"items": []}')
    world.declare(reseller())

    stderr, document = told(world, command, 8)

    assert "the list of tenants lacks our own" in stderr
    assert document["complete"] is False
