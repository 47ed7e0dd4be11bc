"""What becomes of one claim: nothing, later, not at all, or a comparison of its two sides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.plan import Address, Change, Row
from reconciler.planner.comparison import compare
from reconciler.planner.gates import objections, unclear
from reconciler.planner.safety import deletion
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.resources.offering_items import unsold

DEFERRED = "no tenant until the first subscription"
LEFT = (
    "the last subscription has left the manifests; the tenant stays as it is.",
    "Declare the subscription as cancelled to have the tenant disabled.",
)
UNSOLD = (
    "no subscription is declared; the tenant stays as it is.",
    "Declare one to have its services managed; that puts the tenant into production.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one claim adds to the plan."""

    changes: tuple[Change, ...] = ()
    deferred: tuple[Row, ...] = ()
    waiting: tuple[Row, ...] = ()
    blocked: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    no_op: int = 0


def judge(claim: Claim, wanted: Desired, live: Live, above: Mapping[Address, Verdict]) -> Verdict:
    """The verdict on a claim. `above` has those on its reseller, which is judged first."""
    site = live.sites.get(claim.address)
    if claim.absent:
        return _unwanted(claim, live)
    if not claim.provisioned:
        return _without_subscription(claim, live)
    if site is None and not claim.enabled and claim.address not in live.problems:
        return Verdict(deferred=(Row(address=claim.address, reason=_not_open(claim, live)),))
    if errors := tuple(_placed(claim, objections(claim, wanted, live))):
        return _blocked(claim, errors)
    if reason := _parent_missing(claim, live, above):
        return _blocked(claim, (reason,), needs=(claim.above,))
    return _compared(claim, wanted, live, above)


def _unwanted(claim: Claim, live: Live) -> Verdict:
    """The end of a tenant, unless it is not clear which one it is, or what would go with it."""
    if errors := tuple(_placed(claim, unclear(claim.address, live))):
        return _blocked(claim, errors)
    site = live.sites.get(claim.address)
    if site is None:
        return Verdict()
    return Verdict(changes=(deletion(claim.address, site, "state: absent"),))


def _compared(
    claim: Claim, wanted: Desired, live: Live, above: Mapping[Address, Verdict]
) -> Verdict:
    site = live.sites.get(claim.address)
    result = compare(claim, wanted.of(claim), site, _shut(claim, live, above))
    errors = [one for one in result.findings if one.severity == "error" and not one.ack_needed]
    if errors:
        return _blocked(claim, tuple(result.findings))
    changes = tuple(_referring(change, claim, live) for change in result.changes)
    return Verdict(
        changes=changes,
        waiting=result.waiting,
        findings=(*result.findings, *_lost(claim, live)),
        no_op=result.no_op,
    )


def _referring(change: Change, claim: Claim, live: Live) -> Change:
    """The change with the id of the tenant above, if there is one already."""
    above = live.id_of(claim.above) if claim.parent else ""
    if not above:
        return change
    refs = {**change.pins.refs, str(claim.above): above}
    return replace(change, pins=replace(change.pins, refs=refs))


def _without_subscription(claim: Claim, live: Live) -> Verdict:
    """A customer nobody has sold anything to: deferred, or left as its last sale left it."""
    if site := live.sites.get(claim.address):
        message, hint = UNSOLD if unsold(site) else LEFT
        finding = Finding(code="D-10", severity="info", message=message, hint=hint)
        return Verdict(findings=tuple(_placed(claim, [finding])))
    return Verdict(deferred=(Row(address=claim.address, reason=DEFERRED),))


def _not_open(claim: Claim, live: Live) -> str:
    """Why a suspended account has no tenant."""
    if gone := live.gone.get(claim.address):
        return f'the tenant "{gone.name}" was deleted on {gone.deleted_at:%Y-%m-%d}'
    if claim.account.state == "suspended":
        return "the account was suspended before it had a tenant"
    state = claim.subscription.state if claim.subscription else ""
    return f"subscription {claim.subscription_key} was {state} before it opened a tenant"


def _shut(claim: Claim, live: Live, above: Mapping[Address, Verdict]) -> str:
    """Why only the tenant itself may be written, "" if everything may (D-06)."""
    site = live.sites.get(claim.address)
    if not claim.enabled:
        return "the tenant is suspended"
    reseller = claim.above
    if claim.parent and not _open(reseller, live, above):
        return f'reseller "{claim.parent}" is suspended'
    outside = site.shut if site else None
    if outside and outside != reseller:
        return f"{outside} is disabled"
    return ""


def _open(reseller: Address, live: Live, above: Mapping[Address, Verdict]) -> bool:
    """Whether the reseller's tenant can be written below when its own changes are done."""
    for change in above[reseller].changes if reseller in above else ():
        if change.address == reseller and change.after:
            return bool(change.after["enabled"])
    return reseller in live.sites and live.sites[reseller].tenant.enabled


def _parent_missing(claim: Claim, live: Live, above: Mapping[Address, Verdict]) -> Finding | None:
    """V-17: the reseller has no tenant and this plan does not make one (R-55)."""
    if claim.parent is None:
        return None
    reseller = claim.above
    verdict = above.get(reseller, Verdict())
    own = [change for change in verdict.changes if change.address == reseller]
    going = any(change.after is None for change in own)
    if (own and not going) or (reseller in live.sites and not going):
        return None
    if verdict.waiting or verdict.deferred:
        return None if verdict.waiting else _without_parent(claim, "is suspended")
    return _without_parent(claim, "is deleted" if going else "cannot be made")


def _without_parent(claim: Claim, why: str) -> Finding:
    return Finding(
        code="V-17",
        severity="error",
        message=f'reseller "{claim.parent}" has no tenant, for it {why}.',
        hint=f"Settle what is said of accounts.{claim.parent} first.",
        address=str(claim.address),
        path=claim.path,
    )


def _lost(claim: Claim, live: Live) -> tuple[Finding, ...]:
    """V-71: the tenant was deleted, and making a second one has to be acknowledged."""
    gone = live.gone.get(claim.address)
    if gone is None:
        return ()
    finding = Finding(
        code="V-71",
        severity="error",
        message=f'the tenant "{gone.name}" ({gone.id}) was deleted on '
        f"{gone.deleted_at:%Y-%m-%d}; a second one would be made.",
        hint=f"reconciler restore {claim.address} brings it back; "
        "acknowledge with --ack V-71:DIGEST to make a new one.",
        ack_needed=True,
    )
    return tuple(_placed(claim, [finding]))


def _placed(claim: Claim, findings: Iterable[Finding]) -> Iterable[Finding]:
    for finding in findings:
        address, path = finding.address or str(claim.address), finding.path or claim.path
        yield replace(finding, address=address, path=path)


def _blocked(
    claim: Claim, findings: tuple[Finding, ...], needs: tuple[Address, ...] = ()
) -> Verdict:
    errors = [one for one in findings if one.severity == "error" and not one.ack_needed]
    reason = " ".join(f"{one.message} [{one.code}]" for one in errors)
    row = Row(address=claim.address, reason=reason, needs=needs)
    return Verdict(blocked=(row,), findings=findings)
