"""The crash matrix: killed at every request of an apply, in three ways, and then run again."""

import signal
from collections import Counter

import pytest

from tests.resilience.story import MAKING, SCENARIOS
from tests.resilience.trap import WHEN

APPLY = ("apply", "--auto-approve", "-o", "json", "--parallelism")
EVERY = [
    (name, at) for name, scenario in SCENARIOS.items() for at in range(1, scenario.requests + 1)
]
SOME = range(MAKING.reading + 1, MAKING.requests + 1, 4)


@pytest.fixture(scope="module")
def undisturbed(theatre):
    """How the scenarios end if nothing happens: the state, and the number of requests it takes."""
    ends = {}
    for name, scenario in SCENARIOS.items():
        scenario.begin(theatre)
        before = theatre.last_request()
        done = theatre.child(*APPLY, "1", *scenario.acks)
        assert done.code == 0, done.told
        count = theatre.last_request() - before
        ends[name] = theatre.state(), count
    return ends


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_matrix_covers_every_request(undisturbed, name):
    _, count = undisturbed[name]

    assert count == SCENARIOS[name].requests


@pytest.mark.parametrize(("name", "at"), EVERY)
@pytest.mark.parametrize("when", WHEN)
def test_a_killed_apply_is_completed_by_the_next(stage, undisturbed, name, when, at):
    assert_completed(stage, undisturbed, name, "1", (at, when))


@pytest.mark.parametrize("at", SOME)
@pytest.mark.parametrize("when", WHEN)
def test_a_killed_apply_with_much_under_way_is_completed_by_the_next(stage, undisturbed, when, at):
    assert_completed(stage, undisturbed, "making", "8", (at, when))


def assert_completed(stage, undisturbed, name, width, trap):
    """Killed, and run again: all is done, nothing twice, and no mail twice or lost in silence."""
    scenario = SCENARIOS[name]
    scenario.begin(stage)

    killed = stage.child(*APPLY, width, *scenario.acks, trap=trap)
    again = stage.child(*APPLY, width, *scenario.acks)
    plan = stage.plan("--detailed-exitcode")

    mails = Counter(one["login"] for one in stage.mails())
    assert killed.code == -signal.SIGKILL, killed.told
    assert again.code == 0, again.told
    assert plan.exit_code == 0, plan.stdout
    assert stage.state() == undisturbed[name][0]
    assert set(mails.values()) == {1}
    assert scenario.invited in mails or "D-14" in plan.codes
