"""The crash matrix: killed at every request of an apply, in three ways, and then run again."""

import signal
from collections import Counter

import pytest

from tests.resilience.story import AFTER
from tests.resilience.trap import ACTED, ANSWERED, BEFORE

APPLY = ("apply", "--auto-approve", "-o", "json", "--parallelism")
REQUESTS = 34


@pytest.fixture(scope="module")
def undisturbed(theatre):
    """How it ends if nothing happens: the state, and the number of requests it takes."""
    theatre.rewind("before")
    theatre.declare(AFTER)
    before = theatre.last_request()
    done = theatre.child(*APPLY, "1")
    assert done.code == 0, done.told
    count = theatre.last_request() - before
    return theatre.state(), count


def test_the_matrix_covers_every_request(undisturbed):
    _, count = undisturbed

    assert count == REQUESTS


@pytest.mark.parametrize("at", range(1, REQUESTS + 1))
@pytest.mark.parametrize(("when", "width"), [(BEFORE, "1"), (ACTED, "1"), (ANSWERED, "8")])
def test_a_killed_apply_is_completed_by_the_next(stage, undisturbed, when, width, at):
    stage.declare(AFTER)

    killed = stage.child(*APPLY, width, trap=(at, when))
    again = stage.child(*APPLY, width)
    plan = stage.plan("--detailed-exitcode")

    assert killed.code == -signal.SIGKILL, killed.told
    assert again.code == 0, again.told
    assert_all_is_done(stage, plan, undisturbed)


def assert_all_is_done(stage, plan, undisturbed):
    """The last plan is empty, nothing is there twice, and no mail went out twice or in silence."""
    state, _ = undisturbed
    mails = Counter(one["login"] for one in stage.mails())
    assert plan.exit_code == 0, plan.stdout
    assert stage.state() == state
    assert set(mails.values()) == {1}
    assert "adatum-admin" in mails or "D-14" in plan.codes
