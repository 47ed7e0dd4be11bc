"""The steps of a plan: one for each change, and one more that completes an account's stamp."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from reconciler.plan import Action, Address, Change, Plan
from reconciler.stamp import read


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work. A sealing step writes the stamp when all else of the account is done."""

    address: Address
    change: Change = field(compare=False)
    sealing: bool = False

    @classmethod
    def of(cls, change: Change, *, sealing: bool = False) -> Self:
        """The step of a change."""
        return cls(change.address, change, sealing)


def steps_of(plan: Plan) -> dict[Step, frozenset[Step]]:
    """Every step with those it has to wait for, in an order that respects that.

    Raises KeyError for a plan whose changes need something that is not in it: half a plan.
    """
    doing = {change.address: Step.of(change) for change in plan.changes}
    mates: dict[Address, list[Step]] = defaultdict(list)
    for step in doing.values():
        mates[step.address.sibling("tenant")].append(step)
    needs = {
        step: frozenset(doing[address] for address in step.change.needs) for step in doing.values()
    }
    sealing = {
        Step.of(step.change, sealing=True): frozenset(mates[step.address])
        for step in doing.values()
        if has_seal(step.change)
    }
    return {**needs, **sealing}


def alone(plan: Plan) -> Mapping[Address, bool]:
    """Whether a change is the only one of its account, so that it may write the stamp as well."""
    accounts = Counter(change.address[:2] for change in plan.changes)
    return {
        change.address: has_seal(change) and accounts[change.address[:2]] == 1
        for change in plan.changes
    }


def has_seal(change: Change) -> bool:
    """Whether a tenant's tag is to be written after everything else of its account.

    That is so for a stamp that says what has been applied, and for what takes a stamp's place.
    """
    if change.action is Action.DELETE or not change.after or "internal_tag" not in change.after:
        return False
    before = change.before["internal_tag"] if change.before else ""
    goal = read(change.after["internal_tag"])
    says = goal is None or goal.sealed or bool(goal.prints)
    return says and change.after["internal_tag"] != before


def only_seals(change: Change) -> bool:
    """Whether the stamp is all that differs."""
    if change.before is None or change.after is None:
        return False
    return {name for name in change.after if change.after[name] != change.before.get(name)} == {
        "internal_tag"
    }
