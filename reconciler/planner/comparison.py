"""One claim compared with its site: the changes that would make the one into the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler.findings import Finding
from reconciler.plan import Change, Row
from reconciler.planner.pair import Pair
from reconciler.planner.stamping import tenant_pair
from reconciler.resources.claim import Claim
from reconciler.resources.resource import Resource
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What one claim comes to: its changes, what has to wait, and what speaks against it."""

    changes: tuple[Change, ...] = ()
    waiting: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    no_op: int = 0


def compare(
    claim: Claim, wanted: Mapping[str, Resource], site: Site | None, shut: str
) -> Comparison:
    """The changes of a claim. `shut` says why only the tenant itself may be written, or is ""."""
    pairs = [
        Pair(claim, resource, site).sparing()
        for kind, resource in wanted.items()
        if kind != Tenant.kind
    ]
    differing = [pair for pair in pairs if pair.differs]
    tenant = tenant_pair(claim, wanted, site, pairs, shut).sparing()
    acting = [] if shut else differing
    if tenant.differs and not (shut and site is None):
        acting = [tenant, *acting]
    held = [pair for pair in (tenant, *differing) if pair.differs and pair not in acting]
    return Comparison(
        changes=tuple(pair.change() for pair in acting),
        waiting=tuple(Row(address=pair.address, reason=shut) for pair in held),
        findings=(
            *(finding for pair in acting for finding in pair.findings()),
            *(finding for pair in pairs if not pair.differs for finding in pair.findings()),
            *_adoption(claim, site, acting),
        ),
        no_op=1 + len(pairs) - len(acting) - len(held),
    )


def pairs_of(claim: Claim, wanted: Mapping[str, Resource], site: Site) -> tuple[Pair, ...]:
    """The two sides of all that a claim wants, the tenant's first.

    Of a tenant that is disabled and meant to be, nothing else is told: it waits (D-06).
    """
    shut = "" if claim.enabled else "suspended"
    others = [Pair(claim, one, site) for kind, one in wanted.items() if kind != Tenant.kind]
    tenant = tenant_pair(claim, wanted, site, others, shut)
    return (tenant,) if shut else (tenant, *others)


def _adoption(claim: Claim, site: Site | None, acting: Iterable[Pair]) -> Iterable[Finding]:
    """An adopted tenant gets our stamp with its next change, if that is acknowledged (D-13)."""
    if site is None or site.stamp is not None or not list(acting):
        return
    tag = site.tenant.internal_tag
    yield Finding(
        code="V-69" if tag else "V-35",
        severity="error",
        message=(
            f'the tenant carries somebody else\'s tag, "{tag}", which stays; so nothing is noted '
            "of what is applied, and no activation mail is sent."
            if tag
            else "the tenant was not made by us; this change puts our stamp on it."
        ),
        hint=f"Acknowledge with --ack {'V-69' if tag else 'V-35'}, or leave the tenant alone.",
        address=str(claim.address),
        path=f"accounts.{claim.account_key}.adopt.{claim.instance}",
        ack_needed=True,
    )
