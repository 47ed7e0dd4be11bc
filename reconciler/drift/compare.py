"""Desired, live and stamp, three ways: what differs in each account, and who made it differ."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reconciler.drift.fields import differences
from reconciler.drift.further import further_items, undeclared_users
from reconciler.drift.ignoring import expired, judged
from reconciler.drift.since import NOT_KNOWN, since_deleted, since_of
from reconciler.drift.strangers import strangers, unmatched
from reconciler.drift.values import Drift, Drifts, Verdict
from reconciler.live import Live
from reconciler.manifest.model import Manifest
from reconciler.plan import Address
from reconciler.planner import Side
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.resources.offering_items import OfferingItems, unsold
from reconciler.resources.site import Site
from reconciler.resources.tenant import parent_of


def find_drift(manifest: Manifest, sides: Mapping[str, Side], today: date) -> Drifts:
    """Every difference on the instances of `sides`, in order of addresses."""
    found = [
        judged(one, manifest, today)
        for name in sorted(sides)
        for one in _instance(*sides[name], manifest)
    ]
    lives = [live for _, live in sides.values()]
    return Drifts(
        workspace=manifest.workspace,
        found=tuple(sorted(found, key=lambda one: (one.address, one.verdict, one.field))),
        managed=sum(len(live.sites) for live in lives),
        unmanaged=sum(1 for live in lives for _ in unmatched(live)),
        parents={address: above for side in sides.values() for address, above in _parents(*side)},
        findings=tuple(expired(manifest, today)),
    )


def _parents(wanted: Desired, live: Live) -> Iterator[tuple[Address, str]]:
    """Who is above whom: as the manifests say, and where there is a tenant, as it is."""
    yield from ((claim.address, claim.parent) for claim in wanted.claims if claim.parent)
    for id_, family in live.families.items():
        if id_ in live.addresses and id_ != live.offer.root_id:
            above = live.addresses[id_].account
            yield from ((live.addresses[tenant.id], above) for tenant in family)


def _instance(wanted: Desired, live: Live, manifest: Manifest) -> Iterator[Drift]:
    for claim in wanted.claims:
        yield from _claim(claim, wanted, live)
    yield from strangers(live, manifest)


def _claim(claim: Claim, wanted: Desired, live: Live) -> Iterator[Drift]:
    """The differences of one account, in the order of what can be known at all."""
    site = live.sites.get(claim.address)
    if problems := live.problems.get(claim.address, ()):
        yield from (_about(claim, Verdict.UNKNOWN, one.message) for one in problems)
    elif site is None:
        yield from _absent(claim, live)
    elif doubt := _no_comparison(claim, site):
        yield _about(claim, *doubt, since=since_of(site.tenant))
    elif claim.provisioned:
        resources = wanted.of(claim)
        yield from differences(claim, resources, site)
        yield from further_items(claim, resources.get(OfferingItems.kind), site)
        yield from undeclared_users(claim, site)


def _no_comparison(claim: Claim, site: Site) -> tuple[Verdict, str] | None:
    """Why an account that has a tenant is not compared with it field by field."""
    if not site.tenant.ancestral_access:
        return Verdict.UNKNOWN, "The tenant hides what is in it."
    if claim.absent:
        return Verdict.UNAPPLIED, "The tenant is to be deleted."
    if not claim.provisioned and not unsold(site):
        return Verdict.ORPHANED, "Its last subscription left the manifests."
    return None


def _absent(claim: Claim, live: Live) -> Iterator[Drift]:
    """No tenant: it was deleted, cannot be seen, or has never been made."""
    if claim.absent or not claim.provisioned:
        return
    if gone := live.gone.get(claim.address):
        yield Drift(
            address=claim.address,
            verdict=Verdict.MISSING,
            sentence=f'The tenant "{gone.name}" was deleted.',
            live=gone.id,
            since=since_deleted(gone),
            grave=True,
        )
    elif live.hides(claim.above):
        yield _about(claim, Verdict.UNKNOWN, f"Reseller {claim.parent} hides what is below it.")
    elif claim.enabled:
        yield _about(claim, Verdict.UNAPPLIED, _not_made(claim, live))


def _not_made(claim: Claim, live: Live) -> str:
    above = live.id_of(parent_of(claim, live.offer.root_id))
    if live.called(claim.account.title, above):
        return f'A tenant "{claim.account.title}" is there, without the stamp of this account.'
    return "The tenant has not been made yet."


def _about(
    claim: Claim, verdict: Verdict, sentence: str, since: Mapping[str, Any] = NOT_KNOWN
) -> Drift:
    return Drift(address=claim.address, verdict=verdict, sentence=sentence, since=since)
