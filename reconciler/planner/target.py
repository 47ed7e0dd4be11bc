"""A plan cut down to some targets, and to what they need."""

from collections.abc import Sequence
from dataclasses import replace

from reconciler.errors import UsageError
from reconciler.plan import Address, Plan
from reconciler.planner.cut import cut
from reconciler.resources import KINDS


def chosen(plan: Plan, targets: Sequence[str]) -> Plan:
    """The part of a plan that concerns accounts or addresses, with the changes they wait for.

    Rows and findings are kept by account: what keeps an account out keeps its resources out.
    """
    named = frozenset(targets)
    kept = {one.address for one in plan.changes if named & {one.address.account, str(one.address)}}
    for change in reversed(plan.changes):  # in order, so needs stand before what needs them
        if change.address in kept:
            kept.update(change.needs)
    needed = {address[:2] for address in kept}
    accounts = {target.split("/")[1] if "/" in target else target for target in targets}

    def concerned(address: Address) -> bool:
        return address.account in accounts or address[:2] in needed

    return replace(
        plan,
        changes=cut(plan.changes, kept),
        deferred=tuple(row for row in plan.deferred if concerned(row.address)),
        waiting=tuple(row for row in plan.waiting if concerned(row.address)),
        blocked=tuple(row for row in plan.blocked if concerned(row.address)),
        findings=tuple(
            finding
            for finding in plan.findings
            if not finding.address or concerned(Address.parse(finding.address))
        ),
        partial=tuple(targets),
    )


def check(targets: Sequence[str], accounts: Sequence[str], instances: Sequence[str]) -> None:
    """Raises UsageError for a target that is neither an account nor an address of one."""
    for target in targets:
        instance, account, kind = target.split("/") if target.count("/") == 2 else ("", target, "")
        if account not in accounts:
            why = f'"{account}" is no account of the manifests'
        elif instance and instance not in instances:
            why = f'"{instance}" is no instance that is planned'
        elif kind and kind not in KINDS:
            why = f'"{kind}" is none of the kinds {", ".join(KINDS)}'
        else:
            continue
        raise UsageError(
            f'--target "{target}": {why}.',
            hint="Give an account's key, or INSTANCE/ACCOUNT/KIND.",
        )
