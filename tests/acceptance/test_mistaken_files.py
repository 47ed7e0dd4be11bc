"""A plan where a manifest is meant, a result where a plan is: said in one line."""

import json

import pytest

from tests.harness.manifests import INSTANCE, customer, reseller, sold


@pytest.mark.parametrize("command", ["plan", "validate"])
def test_a_saved_plan_is_no_manifest(world, command):
    world.declare(reseller())
    world.run("plan", "--out", "plan.json")

    ended = world.run(command, "plan.json", "-o", "json")

    (finding,) = ended.json["findings"]
    assert ended.exit_code == 3
    assert finding["message"] == "is a saved plan, not a manifest."


def test_a_result_is_no_plan(world):
    world.declare(reseller())
    world.applied("-o", "json=result.json")

    ended = world.run("apply", "result.json", "--auto-approve")

    assert ended.exit_code == 64
    assert "result.json is a result, not a plan." in ended.stderr


@pytest.mark.parametrize("document", [{}, {"format_version": "1.0", "findings": []}])
def test_other_json_is_neither(world, document):
    (world.folder / "other.json").write_text(json.dumps(document), encoding="utf-8")

    ended = world.run("show", "other.json")

    assert ended.exit_code == 64
    assert ended.stderr == "other.json is no plan and no result of this tool.\n"


def test_a_plan_that_needs_an_acknowledgement_tells_the_digits_for_it(world):
    world.declare(customer(), sold())
    world.applied()
    world.declare(customer(state="absent"))
    digest = world.plan().json["digest"]

    told = world.run("plan").stdout

    assert "Acknowledge with --ack V-60:DIGEST." in told
    assert told.endswith(f"The digest of this plan, for --ack CODE:DIGEST, is {digest[:12]}.\n")


def test_an_error_while_reading_names_the_instance(world):
    world.declare(reseller())
    world.fault("GET", "/api/2/tenants$", times=9, status=401)

    ended = world.run("plan")

    assert ended.exit_code == 4
    assert ended.stderr.startswith(f"{INSTANCE}: GET /tenants: 401")
