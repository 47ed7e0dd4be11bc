"""Exit codes of plans and runs; errors carry their own."""

from collections.abc import Iterable

from reconciler.drift import Drifts
from reconciler.executor import Outcome, Status
from reconciler.plan import Plan

CHANGES = 2
INVALID = 3
PARTIAL = 7
INCOMPLETE = 8


def plan_exit_code(plan: Plan, *, detailed: bool) -> int:
    """8 for an answer not to be trusted, 3 for accounts kept out, 2 for changes if asked for."""
    if not plan.complete:
        return INCOMPLETE
    if plan.errored:
        return INVALID
    return CHANGES if detailed and plan.changes else 0


def drift_exit_code(drifts: Drifts, *, complete: bool, detailed: bool) -> int:
    """8 for an answer not to be trusted, 2 for drift if asked for."""
    if not complete:
        return INCOMPLETE
    return CHANGES if detailed and any(one.counts for one in drifts.found) else 0


def apply_exit_code(plan: Plan, outcomes: Iterable[Outcome]) -> int:
    """7 if anything was left undone or kept out, 8 if the read was not whole, else 0."""
    if not plan.complete:
        return INCOMPLETE
    undone = any(outcome.status is not Status.DONE for outcome in outcomes)
    return PARTIAL if undone or plan.errored else 0
