"""The JSON that was promised: keys and shapes of plan, apply, status and validate."""

import json
import re

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold

TAILSPIN = customer("tailspin", bill_to="contoso")
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
CHANGE_KEYS = {
    "address",
    "type",
    "name",
    "instance",
    "account",
    "change",
    "action_reason",
    "needs",
    "pins",
    "irreversible",
    "effects",
}
FINDING_KEYS = {
    "code",
    "severity",
    "message",
    "address",
    "path",
    "file",
    "line",
    "hint",
    "ack_needed",
}
PLAN_KEYS = {
    "format_version",
    "tool_version",
    "timestamp",
    "workspace",
    "digest",
    "complete",
    "errored",
    "exit_code",
    "manifests_digest",
    "instances",
    "summary",
    "resource_changes",
    "resource_drift",
    "deferred",
    "waiting",
    "blocked",
    "findings",
    "requests",
    "partial",
}
SUMMARY_KEYS = {
    "create",
    "update",
    "delete",
    "no_op",
    "deferred",
    "waiting",
    "blocked",
    "drifted",
}
KINDS = {"tenant", "offering_items", "pricing", "user", "access_policies", "activation"}


@pytest.fixture
def eventful(world):
    """A world with a change of every sort to plan, somebody deferred, waiting and blocked."""
    world.declare(reseller(), TAILSPIN, sold("tailspin"), customer(), sold())
    world.applied()
    world.portal.give_roles("Contoso", "partner_admin")
    world.portal.create_tenant("Adatum")
    world.declare(
        reseller(),
        customer("tailspin", bill_to="contoso", language="de"),
        sold("tailspin", state="suspended"),
        customer(state="absent"),
        sold(),
        customer("litware"),
        customer("proseware"),
        sold("proseware"),
        reseller("adatum"),
        customer("wingtip", bill_to="adatum"),
        sold("wingtip"),
    )
    return world


def test_plan_has_the_keys_that_were_promised(eventful):
    planned = eventful.plan()

    document = planned.json
    assert set(document) >= PLAN_KEYS
    assert document["format_version"] == "1.0"
    assert re.fullmatch(MOMENT, document["timestamp"])
    assert document["workspace"] == "northwind-msp"
    assert re.fullmatch("[0-9a-f]{64}", document["digest"])
    assert (document["complete"], document["errored"], document["exit_code"]) == (True, True, 3)
    assert not document["partial"]
    assert set(document["summary"]) >= SUMMARY_KEYS
    assert (
        document["instances"][INSTANCE]
        | {
            "gateway_url": eventful.served.url,
            "client_id": "env:ACRONIS_CLIENT_ID",
            "client_secret": "env:ACRONIS_CLIENT_SECRET",
        }
        == document["instances"][INSTANCE]
    )


def test_plan_counts_what_it_lists(eventful):
    document = eventful.plan().json

    changes = document["resource_changes"]
    counted = {
        action: sum(one["change"]["actions"] == [action] for one in changes)
        for action in ("create", "update", "delete")
    }
    listed = {key: len(document[key]) for key in ("deferred", "waiting", "blocked")}
    summary = document["summary"]
    assert {key: summary[key] for key in counted} == counted
    assert {key: summary[key] for key in listed} == listed
    assert summary["drifted"] == len(document["resource_drift"]) == 1
    assert summary["no_op"] > 0
    assert all(value for value in {**counted, **listed}.values())


def test_every_change_of_a_plan_has_the_promised_shape(eventful):
    document = eventful.plan().json

    for one in document["resource_changes"] + document["resource_drift"]:
        change = one["change"]
        assert set(one) >= CHANGE_KEYS
        assert set(change) >= {
            "actions",
            "before",
            "after",
            "before_sensitive",
            "after_sensitive",
        }
        assert one["address"] == f"{one['instance']}/{one['account']}/{one['type']}"
        assert one["type"] in KINDS
        assert set(one["pins"]) >= {"id", "version", "fingerprint"}
        (action,) = change["actions"]
        assert (change["before"] is None) == (action == "create")
        assert (change["after"] is None) == (action == "delete")
    for one in document["deferred"] + document["waiting"]:
        assert set(one) >= {"address", "reason"}
    for one in document["blocked"]:
        assert set(one) >= {"address", "needs", "reason"}
    for one in document["findings"]:
        assert set(one) >= FINDING_KEYS
    assert set(document["requests"]) >= {"read", "write", "by_endpoint"}


def test_needs_name_changes_of_the_same_plan(eventful):
    document = eventful.plan().json

    addresses = [one["address"] for one in document["resource_changes"]]
    for number, one in enumerate(document["resource_changes"]):
        assert set(one["needs"]) <= set(addresses[:number])


def test_apply_has_the_keys_that_were_promised(world):
    world.declare(reseller(), customer("tailspin", bill_to="contoso"), sold("tailspin"))
    planned = world.plan()

    result = world.applied()

    document = result.json
    assert set(document) >= {
        "format_version",
        "outcomes",
        "summary",
        "digest",
        "requests",
        "exit_code",
    }
    assert document["digest"] == planned.json["digest"]
    assert document["summary"]["done"] == len(document["outcomes"]) == 11
    assert {one["address"] for one in document["outcomes"]} == {
        one["address"] for one in planned.json["resource_changes"]
    }
    for one in document["outcomes"]:
        assert set(one) >= {"address", "action", "status", "error", "seconds"}
        assert (one["status"], one["error"]) == ("done", None)
    written = len(result.writes)
    assert document["requests"]["write"] == written
    assert document["requests"]["read"] + document["requests"]["write"] == len(result.requests)


def test_the_result_of_an_apply_is_kept_as_a_file(world):
    world.declare(reseller())

    result = world.applied()

    (file,) = (world.folder / "home" / "results").glob("*.json")
    assert json.loads(file.read_text(encoding="utf-8")) == result.json


def test_status_has_the_keys_that_were_promised(eventful):
    document = eventful.status().json

    rows = {one["account"]: one for one in document["accounts"]}
    assert document["format_version"] == "1.0"
    for row in rows.values():
        assert set(row) >= {
            "account",
            "instance",
            "role",
            "parent",
            "status",
            "tenant_id",
            "tenant_kind",
            "subscription",
            "subscription_state",
            "login",
            "reason",
        }
    assert {key: one["status"] for key, one in rows.items()} == {
        "adatum": "blocked",
        "contoso": "drifted",
        "fabrikam": "pending",
        "litware": "synchronized_deferred",
        "proseware": "pending",
        "tailspin": "pending",
        "wingtip": "blocked",
    }


def test_validate_has_the_keys_that_were_promised(world):
    world.declare(reseller(sync={INSTANCE: {"username": "it@contoso.example"}}))

    result = world.run("validate", "-o", "json")

    assert set(result.json) >= {"format_version", "exit_code", "findings", "summary"}
    assert result.json["summary"] == {"error": 0, "warning": 1, "info": 0}
    assert set(result.json["findings"][0]) >= FINDING_KEYS
    assert result.requests == ()


@pytest.mark.parametrize("command", ["plan", "apply", "status", "validate"])
def test_errors_of_manifests_come_with_the_findings_and_the_exit_code(world, command):
    world.declare(reseller(bill_to="contoso"))
    options = ["--auto-approve"] if command == "apply" else []

    result = world.run(command, *options, "-o", "json")

    assert result.exit_code == 3
    assert "V-12" in result.codes
    assert result.requests == ()
