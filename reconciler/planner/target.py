"""A plan cut down to some targets, and to what they need."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from reconciler.errors import UsageError
from reconciler.plan import Address, Change, Plan
from reconciler.stamp import Stamp, read


def chosen(plan: Plan, targets: Sequence[str]) -> Plan:
    """The part of a plan that concerns accounts or addresses, with the changes they wait for."""
    wanted = _matcher(targets)
    kept = {change.address for change in plan.changes if wanted(change.address)}
    for change in reversed(plan.changes):  # in order, so needs stand before what needs them
        if change.address in kept:
            kept.update(change.needs)
    accounts = {(address.instance, address.account) for address in kept}
    torn = {change.address[:2] for change in plan.changes if change.address not in kept}
    return replace(
        plan,
        changes=tuple(
            _unsealed(change) if change.address[:2] in torn else change
            for change in plan.changes
            if change.address in kept
        ),
        deferred=tuple(row for row in plan.deferred if wanted(row.address)),
        waiting=tuple(row for row in plan.waiting if wanted(row.address)),
        blocked=tuple(row for row in plan.blocked if wanted(row.address)),
        findings=tuple(
            finding
            for finding in plan.findings
            if not finding.address
            or wanted(Address.parse(finding.address))
            or Address.parse(finding.address)[:2] in accounts
        ),
        partial=tuple(targets),
    )


def _unsealed(change: Change) -> Change:
    """A tenant's change without the final stamp: other changes of its account are left out."""
    if change.address.kind != "tenant" or not change.after:
        return change
    goal = read(change.after["internal_tag"])
    owner = str(Stamp(workspace=goal.workspace, account=goal.account)) if goal else ""
    tag = change.before["internal_tag"] if change.before else owner
    return replace(change, after={**change.after, "internal_tag": tag})


def _matcher(targets: Sequence[str]) -> Callable[[Address], bool]:
    named = frozenset(targets)

    def wanted(address: Address) -> bool:
        return address.account in named or str(address) in named

    return wanted


def check(targets: Sequence[str], accounts: Sequence[str]) -> None:
    """Raises UsageError for a target that is neither an account nor an address of one."""
    for target in targets:
        account = target.split("/")[1] if target.count("/") == 2 else target
        if account not in accounts:
            raise UsageError(
                f'--target "{target}" names no account of the manifests.',
                hint="Give an account's key, or INSTANCE/ACCOUNT/KIND.",
            )
