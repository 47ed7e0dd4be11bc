"""Which change waits for which: references give the order, and deleting reverses it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from graphlib import TopologicalSorter

from reconciler.plan import Action, Address, Change
from reconciler.resources import KINDS


def in_order(changes: Iterable[Change], parents: Mapping[Address, Address]) -> tuple[Change, ...]:
    """The changes with their needs, in an order that respects them; ties go by address.

    `parents` gives the address of the tenant above each account's tenant.
    """
    steps = {change.address: change for change in sorted(changes, key=lambda one: one.address)}
    needs: dict[Address, set[Address]] = {address: set() for address in steps}
    for address, change in steps.items():
        above = parents.get(address.sibling("tenant"))
        first = _siblings(change) | (_above(change, above) if above else set())
        for other in first & steps.keys():
            later, earlier = _turned(change, steps[other])
            needs[later.address].add(earlier.address)
    graph = {address: sorted(needs[address]) for address in needs}  # sets change order every run
    order = TopologicalSorter(graph).static_order()
    return tuple(replace(steps[address], needs=tuple(graph[address])) for address in order)


def _siblings(change: Change) -> set[Address]:
    if change.action is Action.DELETE:
        return set()
    return {change.address.sibling(kind) for kind in KINDS[change.address.kind].after}


def _above(change: Change, parent: Address) -> set[Address]:
    return {parent.sibling(kind) for kind in KINDS[change.address.kind].after_parent}


def _turned(child: Change, parent: Change) -> tuple[Change, Change]:
    """The later and the earlier of a change and one that it depends on, be it above or beside it.

    That one goes first, unless it closes its tenant: in and below a disabled or deleted tenant
    nothing can be written (code 1003).
    """
    closing = parent.action is Action.DELETE or _disables(parent)
    return (parent, child) if closing else (child, parent)


def _disables(change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return bool(before.get("enabled")) and after.get("enabled") is False
