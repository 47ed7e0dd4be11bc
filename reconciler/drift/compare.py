"""Desired, live and stamp, three ways: what differs in each account, and who made it differ."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reconciler.drift.since import since_of
from reconciler.drift.strangers import strangers, undeclared_users
from reconciler.drift.values import Drift, Drifts, Verdict
from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.manifest.model import IgnoreRule, Manifest
from reconciler.plan import Address
from reconciler.planner import Side
from reconciler.planner.comparison import pairs_of
from reconciler.planner.pair import Pair
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.resources.site import Site


def find_drift(manifest: Manifest, sides: Mapping[str, Side], today: date) -> Drifts:
    """Every difference on the instances of `sides`, in order of addresses."""
    found = [
        _judged(one, manifest, today)
        for name in sorted(sides)
        for one in _instance(*sides[name], manifest.workspace)
    ]
    lives = [live for _, live in sides.values()]
    return Drifts(
        workspace=manifest.workspace,
        found=tuple(sorted(found, key=lambda one: (one.address, one.verdict, one.field))),
        managed=sum(len(live.sites) for live in lives),
        unmanaged=sum(1 for live in lives for _ in strangers(live, manifest.workspace)),
        parents={address: above for side in sides.values() for address, above in _parents(*side)},
        findings=tuple(_expired(manifest, today)),
    )


def _parents(wanted: Desired, live: Live) -> Iterator[tuple[Address, str]]:
    """Who is above whom: as the manifests say, and where there is a tenant, as it is."""
    yield from ((claim.address, claim.parent) for claim in wanted.claims if claim.parent)
    for id_, family in live.families.items():
        if id_ in live.addresses and id_ != live.offer.root_id:
            above = live.addresses[id_].account
            yield from ((live.addresses[tenant.id], above) for tenant in family)


def _instance(wanted: Desired, live: Live, workspace: str) -> Iterator[Drift]:
    for claim in wanted.claims:
        yield from _claim(claim, wanted, live)
    yield from strangers(live, workspace)


def _claim(claim: Claim, wanted: Desired, live: Live) -> Iterator[Drift]:
    """The differences of one account, in the order of what can be known at all."""
    site = live.sites.get(claim.address)
    if problems := live.problems.get(claim.address, ()):
        yield from (_about(claim, Verdict.UNKNOWN, one.message) for one in problems)
    elif site is None:
        yield from _absent(claim, live)
    elif doubt := _no_comparison(claim, site):
        yield _about(claim, *doubt, site)
    else:
        yield from _differences(claim, wanted, site)
        yield from undeclared_users(claim, site)


def _no_comparison(claim: Claim, site: Site) -> tuple[Verdict, str] | None:
    """Why an account that has a tenant is not compared with it field by field."""
    if not site.tenant.ancestral_access:
        return Verdict.UNKNOWN, "The tenant hides what is in it."
    if claim.absent:
        return Verdict.UNAPPLIED, "The tenant is to be deleted."
    if not claim.provisioned:
        return Verdict.ORPHANED, "Its last subscription left the manifests."
    return None


def _differences(claim: Claim, wanted: Desired, site: Site) -> Iterator[Drift]:
    """Field by field; what needs something that is gone follows from that, and is not told."""
    pairs = pairs_of(claim, wanted.of(claim), site)
    gone = {pair.wanted.kind for pair in pairs if pair.live is None}
    for pair in pairs:
        if pair.live is not None or not gone & set(pair.wanted.after):
            yield from _pair(pair, site)


def _absent(claim: Claim, live: Live) -> Iterator[Drift]:
    """No tenant: it was deleted outside, or it has never been made."""
    gone = live.gone.get(claim.address)
    if gone and not claim.absent:
        since = {"updated_at": str(gone.deleted_at), "version": gone.version}
        sentence = f'The tenant "{gone.name}" was deleted outside.'
        yield replace(
            _about(claim, Verdict.MISSING, sentence), since=since, live=gone.id, grave=True
        )
    elif claim.provisioned and claim.enabled and not claim.absent:
        yield _about(claim, Verdict.UNAPPLIED, "The tenant has not been made yet.")


def _about(claim: Claim, verdict: Verdict, sentence: str, site: Site | None = None) -> Drift:
    return Drift(
        address=claim.address,
        verdict=verdict,
        sentence=sentence,
        since=since_of(site.tenant) if site else {},
    )


def _pair(pair: Pair, site: Site) -> Iterator[Drift]:
    """The fields of one resource that differ; the stamp alone is no difference to tell."""
    since = since_of(_object(pair, site))
    if pair.live is None:
        verdict = Verdict.MISSING if pair.drifted else Verdict.UNAPPLIED
        said = "is gone" if pair.drifted else "has not been made yet"
        yield Drift(
            address=pair.address,
            verdict=verdict,
            sentence=f"The {pair.wanted.kind.replace('_', ' ')} ({pair.wanted.summary()}) {said}.",
            desired=pair.wanted.fields(),
            since=since,
        )
        return
    for field in pair.difference:
        if field.path != "internal_tag":
            told, grave = pair.wanted.told, pair.wanted.grave
            yield Drift(
                address=pair.address,
                verdict=_verdict(pair),
                sentence=told(field.path, field.before, field.after, site),
                field=field.path,
                desired=field.after,
                live=field.before,
                since=since,
                grave=grave(field.path, field.before, field.after),
            )


def _verdict(pair: Pair) -> Verdict:
    if pair.delegated:
        return Verdict.DELEGATED
    return Verdict.CHANGED if pair.drifted else Verdict.UNAPPLIED


def _object(pair: Pair, site: Site) -> Any:
    """The API's object that the resource is a part of."""
    ours = pair.wanted.kind in ("user", "access_policies", "activation")
    return site.user if ours and site.user else site.tenant


def _judged(drift: Drift, manifest: Manifest, today: date) -> Drift:
    """The difference, ignored if a rule that holds says that it is known and meant."""
    for rule in manifest.ignore_rules:
        if rule.holds(today) and not rule.report and _fits(rule, drift):
            return replace(drift, ignored=rule.reason)
    return drift


def _fits(rule: IgnoreRule, drift: Drift) -> bool:
    return rule.matches(drift.address.account, drift.address.kind, drift.field)


def _expired(manifest: Manifest, today: date) -> Iterator[Finding]:
    for number, rule in enumerate(manifest.ignore_rules):
        if not rule.holds(today):
            path = ("drift", "ignore", str(number))
            place = manifest.place(*path)
            yield Finding(
                code="I-01",
                severity="warning",
                message=f"this rule expired on {rule.until} ({rule.reason}).",
                hint="Remove it, or give it another end.",
                path=".".join(path),
                file=place.file,
                line=place.line,
            )
