"""A plan with some of its changes taken out, and what that means for the stamps."""

from collections.abc import Collection
from dataclasses import replace

from reconciler.plan import Address, Change
from reconciler.stamp import Stamp, read


def cut(changes: Collection[Change], kept: Collection[Address]) -> tuple[Change, ...]:
    """The changes that are kept. An account that loses one is not sealed by the others:

    its stamp would say that everything has been applied.
    """
    torn = {change.address[:2] for change in changes if change.address not in kept}
    return tuple(
        _unsealed(change) if change.address[:2] in torn else change
        for change in changes
        if change.address in kept
    )


def _unsealed(change: Change) -> Change:
    """A tenant's change that leaves the stamp as it is, or as it has to begin."""
    if change.address.kind != "tenant" or not change.after:
        return change
    goal = read(change.after["internal_tag"])
    owner = str(Stamp(workspace=goal.workspace, account=goal.account)) if goal else ""
    tag = change.before["internal_tag"] if change.before else owner
    return replace(change, after={**change.after, "internal_tag": tag})
