"""Acknowledgements: whether everything that needs one has it, before anything is written."""

from collections.abc import Iterable

from reconciler.errors import RefusedError
from reconciler.findings import Finding
from reconciler.plan import Plan

FOR_THIS_PLAN = ("V-60", "V-62", "V-71")
"""Codes whose acknowledgement has to name the plan's digest when nobody is asked."""
SHORTEST_DIGEST = 8


def check_acknowledged(plan: Plan, acks: Iterable[str], digest: str, *, unattended: bool) -> None:
    """Raises RefusedError that names every finding still to be acknowledged."""
    given = [ack.partition(":")[::2] for ack in acks]
    missing = [
        finding
        for finding in plan.findings
        if finding.ack_needed and not _covered(finding, given, digest, unattended)
    ]
    if missing:
        add = "If this is meant, add " + " ".join(_options(missing, digest, unattended))
        raise RefusedError(
            "Not acknowledged: " + "; ".join(_told(finding) for finding in missing),
            hint=" ".join([*_of_another_plan(missing, given, digest), add]),
        )


def _covered(
    finding: Finding, given: Iterable[tuple[str, str]], digest: str, unattended: bool
) -> bool:
    strict = unattended and finding.code in FOR_THIS_PLAN
    return any(code == finding.code and _names(named, digest, strict) for code, named in given)


def _names(named: str, digest: str, strict: bool) -> bool:
    """Whether an acknowledgement's digest is this plan's; its first digits are enough."""
    if not named:
        return not strict
    return len(named) >= SHORTEST_DIGEST and digest.startswith(named)


def _of_another_plan(
    missing: Iterable[Finding], given: Iterable[tuple[str, str]], digest: str
) -> list[str]:
    """What was given for the codes that are missing, and names another plan."""
    codes = {finding.code for finding in missing}
    return [
        f"--ack {code}:{named} is of another plan, for this one's digest is {digest[:12]}."
        for code, named in given
        if code in codes and named and not digest.startswith(named)
    ]


def _told(finding: Finding) -> str:
    where = finding.address or finding.path
    return f"{where}: {finding.message} [{finding.code}]" if where else finding.message


def _options(missing: Iterable[Finding], digest: str, unattended: bool) -> list[str]:
    codes = sorted({finding.code for finding in missing})
    return [
        f"--ack {code}:{digest[:12]}" if unattended and code in FOR_THIS_PLAN else f"--ack {code}"
        for code in codes
    ]
