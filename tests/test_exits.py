"""The exit code that a plan and a run stand for."""

from dataclasses import replace

import pytest

from reconciler.executor import Outcome, Status
from reconciler.exits import apply_exit_code, plan_exit_code
from reconciler.findings import Finding
from reconciler.plan import Action, Address, Change, Plan, Row

ADDRESS = Address("eu", "contoso", "tenant")
CREATE = Change(address=ADDRESS, action=Action.CREATE, before=None, after={})
NOTHING = Plan(workspace="w", manifests_digest="", instances={})
CHANGES = replace(NOTHING, changes=(CREATE,))
BLOCKED = replace(CHANGES, blocked=(Row(address=ADDRESS, reason="no"),))
ERROR = Finding(code="V-34", severity="error", message="no")
UNACKNOWLEDGED = replace(ERROR, ack_needed=True)


@pytest.mark.parametrize(
    ("plan", "plain", "detailed"),
    [
        (NOTHING, 0, 0),
        (CHANGES, 0, 2),
        (replace(CHANGES, findings=(UNACKNOWLEDGED,)), 0, 2),
        (replace(NOTHING, findings=(ERROR,)), 3, 3),
        (BLOCKED, 3, 3),
        (replace(BLOCKED, complete=False), 8, 8),
        (replace(NOTHING, deferred=(Row(address=ADDRESS, reason="later"),)), 0, 0),
        (replace(NOTHING, waiting=(Row(address=ADDRESS, reason="closed"),)), 0, 0),
    ],
)
def test_a_plan_exits_with(plan, plain, detailed):
    assert plan_exit_code(plan, detailed=False) == plain
    assert plan_exit_code(plan, detailed=True) == detailed


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.DONE])
def test_a_run_that_left_anything_undone_is_partial(status):
    outcomes = [_outcome(Status.DONE), _outcome(status)]

    assert apply_exit_code(CHANGES, outcomes) == 7


@pytest.mark.parametrize(
    ("plan", "code"), [(CHANGES, 0), (BLOCKED, 7), (replace(CHANGES, complete=False), 8)]
)
def test_a_run_that_did_everything_exits_with(plan, code):
    assert apply_exit_code(plan, [_outcome(Status.DONE)]) == code


def _outcome(status):
    return Outcome(address=ADDRESS, action=Action.CREATE, status=status)
