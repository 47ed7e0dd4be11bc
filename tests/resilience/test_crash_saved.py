"""The crash matrix of a saved plan, which deletes as well: what is done already is no obstacle."""

import json
import signal
from collections import Counter

import pytest

from tests.resilience.story import CLOSED
from tests.resilience.trap import WHEN

REQUESTS = 35


@pytest.fixture(scope="module")
def saved(theatre):
    """The command line that applies the plan, how it ends undisturbed, and in how many requests."""
    theatre.rewind("before")
    theatre.declare(CLOSED)
    assert theatre.run("plan", "--out", "saved.json").exit_code == 0
    digest = json.loads((theatre.folder / "saved.json").read_text())["digest"]
    options = ("--auto-approve", "--digest", digest, "--ack", f"V-60:{digest}", "-o", "json")
    apply = ("apply", "saved.json", *options, "--parallelism")
    before = theatre.last_request()
    done = theatre.child(*apply, "1")
    assert done.code == 0, done.told
    count = theatre.last_request() - before
    return apply, theatre.state(), count


def test_the_matrix_covers_every_request(saved):
    *_, count = saved

    assert count == REQUESTS


@pytest.mark.parametrize("at", range(1, REQUESTS + 1))
@pytest.mark.parametrize("when", WHEN)
def test_a_killed_apply_of_a_saved_plan_is_completed_by_the_next(stage, saved, when, at):
    assert_completed(stage, saved, "1", (at, when))


@pytest.mark.parametrize("at", range(12, REQUESTS + 1, 6))
@pytest.mark.parametrize("when", WHEN)
def test_so_is_one_with_much_under_way(stage, saved, when, at):
    assert_completed(stage, saved, "8", (at, when))


def assert_completed(stage, saved, width, trap):
    apply, state, _ = saved
    stage.declare(CLOSED)

    killed = stage.child(*apply, width, trap=trap)
    again = stage.child(*apply, width)
    plan = stage.plan("--detailed-exitcode")

    mails = Counter(one["login"] for one in stage.mails())
    assert killed.code == -signal.SIGKILL, killed.told
    assert again.code == 0, again.told
    assert plan.exit_code == 0, plan.stdout
    assert stage.state() == state
    assert set(mails.values()) == {1}
    assert "adatum-admin" in mails or "D-14" in plan.codes
