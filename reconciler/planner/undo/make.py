"""The plan that takes back what a run has done, on every instance that is looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reconciler.errors import StalePlanError
from reconciler.findings import Finding, in_order
from reconciler.live import Live, with_orphans
from reconciler.plan import Address, Change, Plan
from reconciler.planner import order, safety
from reconciler.planner.instances import Side
from reconciler.planner.undo.account import taken_back
from reconciler.planner.undo.ended import Done, Ended
from reconciler.planner.undo.telling import stays
from reconciler.planner.verdict import Verdict
from reconciler.resources.tenant import Tenant

Accounts = Mapping[Address, Mapping[str, Done]]


def undo_plan(plan: Plan, sides: Mapping[str, Side], ended: Ended) -> Plan:
    """The inverse of a run; of `plan`, which is what the manifests ask for, nothing is done.

    What cannot be undone is told as U-01, what was changed since as U-02. The rules that guard
    a plan hold for this one too. Raises StalePlanError for the run of another partner tenant.
    """
    for name, root_id in ended.roots.items():
        if name in sides and sides[name][1].offer.root_id != root_id:
            raise StalePlanError(
                f'The run was on tenant {root_id} as instance "{name}", and the credentials are '
                f"those of tenant {sides[name][1].offer.root_id}.",
                hint="Use the credentials that it was run with.",
            )
    verdicts: list[Verdict] = []
    changes: list[Change] = []
    findings = list(_told(ended, sides))
    for name in sorted(sides):
        live = with_orphans(sides[name][1], plan.workspace)
        accounts = _accounts(ended.done, name)
        judged = _judged(accounts, live)
        made = [
            safety.with_reach(change, live) for one in judged.values() for change in one.changes
        ]
        verdicts += judged.values()
        changes += order.in_order(made, _parents(accounts, live))
        findings += [one for change in made for one in safety.cautions(change, live)]
        findings += safety.mass_change(made, live)
    findings += [one for verdict in verdicts for one in verdict.findings]
    hidden = [one for one in plan.findings if one.code == "V-65"]
    undoing = replace(
        plan,
        changes=tuple(changes),
        deferred=(),
        waiting=tuple(row for verdict in verdicts for row in verdict.waiting),
        blocked=tuple(row for verdict in verdicts for row in verdict.blocked),
        findings=in_order([*findings, *hidden]),
        no_op=0,
        partial=None,
    )
    return undoing if plan.complete else safety.without_destruction(undoing)


def _accounts(done: Iterable[Done], instance: str) -> Accounts:
    """What was done, by account and kind."""
    accounts: dict[Address, dict[str, Done]] = {}
    for one in done:
        if one.address.instance == instance:
            accounts.setdefault(one.address.sibling(Tenant.kind), {})[one.address.kind] = one
    return accounts


def _judged(accounts: Accounts, live: Live) -> dict[Address, Verdict]:
    """The verdicts, on resellers first: what is undone of them decides on their customers."""
    verdicts: dict[Address, Verdict] = {}
    for address in sorted(accounts, key=lambda one: (_depth(accounts[one], live), one)):
        verdicts[address] = taken_back(accounts[address], live, verdicts)
    return verdicts


def _depth(dones: Mapping[str, Done], live: Live) -> int:
    """How far below our own tenant an account's tenant is."""
    current, depth = live.snapshot.tenants.get(_tenant_id(dones)), 0
    while current and current.id != live.offer.root_id:
        current, depth = live.snapshot.tenants.get(current.parent_id), depth + 1
    return depth


def _parents(accounts: Accounts, live: Live) -> dict[Address, Address]:
    """The tenant above each account's, under the address that it has in this plan."""
    own = {_tenant_id(dones): address for address, dones in accounts.items()}
    known = {**live.addresses, **own}
    return {
        address: known[tenant.parent_id]
        for id_, address in own.items()
        if (tenant := live.snapshot.tenants.get(id_))
    }


def _tenant_id(dones: Mapping[str, Done]) -> str:
    return next(iter(dones.values())).tenant_id


def _told(ended: Ended, sides: Mapping[str, Side]) -> Iterator[Finding]:
    """What is not looked into: outcomes in doubt, and instances that are out of scope."""
    for address, why in ended.doubtful.items():
        if address.instance in sides:
            yield stays(address, why)
    for name in sorted({one.address.instance for one in ended.done} - sides.keys()):
        yield Finding(
            code="U-01",
            severity="info",
            message="what the run has done on this instance is not looked at.",
            hint="Undo it with manifests that declare the instance, and without --instance.",
            path=f"instances.{name}",
        )
