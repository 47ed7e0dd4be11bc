"""The plan of all instances, put together from the verdicts on their claims."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.findings import Finding
from reconciler.findings import in_order as findings_in_order
from reconciler.live import Live
from reconciler.manifest.model import Manifest
from reconciler.plan import Address, Change, Plan, Row, Source
from reconciler.planner import safety
from reconciler.planner.instances import Elsewhere, Side, shared_tenants, without_moves
from reconciler.planner.order import in_order
from reconciler.planner.target import chosen
from reconciler.planner.verdict import Verdict, judge
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.resources.offer import FILE_SYNC_SHARE, PROTECTION, service_name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one instance adds to the plan."""

    verdicts: Mapping[Address, Verdict]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def make_plan(
    manifest: Manifest,
    sides: Mapping[str, Side],
    *,
    others: Mapping[str, Elsewhere] | None = None,
    targets: Sequence[str] | None = None,
    paths: Sequence[str] = (),
) -> Plan:
    """The plan that makes what is live into what is wanted, on every instance of `sides`.

    `others` are further instances that were looked at, lest an account that was moved from there
    gets a second tenant. With `targets` it is cut down to those, be it to nothing. Tenants that
    no manifest declares are left alone: absence is not deletion (D-10).
    """
    others = others or {}
    checked = without_moves(sides, manifest, others)
    parts = [_part(*checked[name]) for name in sorted(checked)]
    verdicts = [verdict for part in parts for verdict in part.verdicts.values()]
    findings = [
        *shared_tenants(sides, others),
        *(finding for part in parts for finding in part.findings),
    ]
    plan = Plan(
        workspace=manifest.workspace,
        manifests_digest=manifest.digest,
        instances={name: _source(manifest, name, sides[name][1]) for name in sorted(sides)},
        changes=tuple(change for part in parts for change in part.changes),
        deferred=_rows(verdicts, lambda verdict: verdict.deferred),
        waiting=_rows(verdicts, lambda verdict: verdict.waiting),
        blocked=_rows(verdicts, lambda verdict: verdict.blocked),
        findings=findings_in_order([_with_place(one, manifest) for one in findings]),
        no_op=sum(verdict.no_op for verdict in verdicts),
        complete=not any(finding.code == "V-65" for finding in findings),
        paths=tuple(paths),
    )
    plan = plan if plan.complete else safety.without_destruction(plan)
    return chosen(plan, targets) if targets is not None else plan


def _part(wanted: Desired, live: Live) -> _Part:
    """One instance. Resellers are judged first, for their customers depend on them (R-44)."""
    verdicts: dict[Address, Verdict] = {}
    for claim in sorted(wanted.claims, key=lambda one: (one.parent is not None, one.address)):
        verdicts[claim.address] = judge(claim, wanted, live, verdicts)
    changes = [
        safety.with_reach(change, live)
        for verdict in verdicts.values()
        for change in verdict.changes
    ]
    findings = [
        *(finding for verdict in verdicts.values() for finding in verdict.findings),
        *_cautions(changes, wanted.claims, live),
        *safety.mass_change(changes, live),
        *_one_billing_mode(wanted.claims, live),
    ]
    return _Part(
        verdicts=verdicts,
        changes=in_order(changes, _parents(wanted.claims)),
        findings=tuple(findings),
    )


def _cautions(changes: Iterable[Change], claims: Iterable[Claim], live: Live) -> Iterator[Finding]:
    """What is to be known of closing tenants, at the place where the manifests ask for it."""
    asked_at = {claim.address: claim.closed_at for claim in claims}
    for change in changes:
        for finding in safety.cautions(change, live):
            yield replace(finding, path=asked_at[change.address])


def _parents(claims: Iterable[Claim]) -> dict[Address, Address]:
    return {
        claim.address: Address(claim.instance, claim.parent, "tenant")
        for claim in claims
        if claim.parent
    }


def _one_billing_mode(claims: Iterable[Claim], live: Live) -> Iterator[Finding]:
    """V-70: resellers mirror both billing modes, if the MSP has both (R-24)."""
    if not any(claim.reseller for claim in claims):
        return
    for application in (PROTECTION, FILE_SYNC_SHARE):
        items = live.offer.partner_items
        editions = {one.edition for one in items if one.application_id == application} - {""}
        if len(editions) == 1:
            yield Finding(
                code="V-70",
                severity="info",
                message=f"{live.offer.instance}: the MSP has {service_name(application)} in one "
                f"billing mode only, {editions.pop()}; resellers get that one.",
                path=f"instances.{live.offer.instance}",
            )


def _with_place(finding: Finding, manifest: Manifest) -> Finding:
    """The finding with file and line of the value it is about."""
    place = manifest.place_of(finding.path)
    return replace(finding, file=place.file, line=place.line) if finding.path else finding


def _source(manifest: Manifest, name: str, live: Live) -> Source:
    instance = manifest.instances[name]
    return Source(
        gateway_url=instance.gateway_url,
        client_id=str(instance.client_id or ""),
        client_secret=str(instance.client_secret or ""),
        tenant_id=live.offer.root_id,
    )


def _rows(verdicts: Iterable[Verdict], of: Callable[[Verdict], tuple[Row, ...]]) -> tuple[Row, ...]:
    return tuple(sorted((row for one in verdicts for row in of(one)), key=lambda row: row.address))
