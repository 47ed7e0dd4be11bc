"""Commands that only look: nothing but GET and the token, and nothing is otherwise afterwards."""

import pytest

from tests.harness.world import TOKEN
from tests.resilience.story import AFTER

COMMANDS = {
    "validate": (),
    "plan": (),
    "plan --out": ("plan", "--out", "looked.json"),
    "status": (),
    "drift": (),
    "explain": ("explain", "acronis-eu/fabrikam/tenant"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_looks_sends_nothing_that_writes(stage, name):
    stage.declare(AFTER)
    before = stage.state()

    result = stage.run(*(COMMANDS[name] or (name,)))

    asked = {(one["method"], one["path"] == TOKEN) for one in result.requests}
    assert result.exit_code == 0, result.stderr
    assert asked <= {("GET", False), ("POST", True)}
    assert bool(asked) is (name != "validate")
    assert stage.state() == before


def test_showing_a_saved_plan_and_a_result_sends_nothing(stage):
    stage.declare(AFTER)
    stage.run("plan", "--out", "looked.json")
    stage.run("apply", "--auto-approve", "-o", "json=result.json")

    shown = [stage.run("show", file) for file in ("looked.json", "result.json")]

    assert [one.exit_code for one in shown] == [0, 0]
    assert [one.requests for one in shown] == [(), ()]


@pytest.mark.parametrize("options", [(), ("--auto-approve", "--digest", "0" * 64)])
def test_an_apply_that_is_not_approved_sends_nothing_that_writes(stage, options):
    stage.declare(AFTER)

    result = stage.run("apply", *options)

    assert result.exit_code == (6 if options else 5)
    assert result.writes == []


def test_between_two_plans_nothing_changes(stage):
    stage.declare(AFTER)

    first, second = stage.plan(), stage.plan()

    timeless = [{**one.json, "timestamp": ""} for one in (first, second)]
    assert timeless[0] == timeless[1]
