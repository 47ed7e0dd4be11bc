"""The plan that puts our stamp on adopted tenants, and does nothing else (D-13)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reconciler.live import Live
from reconciler.plan import Action, Change, Pins, Plan
from reconciler.planner.instances import Side
from reconciler.planner.pair import Pair
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.resources.resource import digest_of
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant
from reconciler.stamp import Stamp, digest

REASON = "adopted: its stamp says from now on whose it is"


def adoption_plan(plan: Plan, sides: Mapping[str, Side]) -> Plan:
    """One change of `internal_tag` for each tenant that is matched by `adopt` and carries no tag.

    What is as the manifests want it is noted as applied; what is not stays for the next plan.
    Somebody else's tag is left alone (V-69), and so are tenants without the account's user.
    """
    changes = sorted(
        (change for side in sides.values() for change in _adoptions(*side)),
        key=lambda one: one.address,
    )
    return replace(
        plan,
        changes=tuple(changes),
        deferred=(),
        waiting=(),
        blocked=(),
        findings=(),
        no_op=0,
        partial=tuple(change.address.account for change in changes),
    )


def _adoptions(wanted: Desired, live: Live) -> Iterator[Change]:
    for claim in wanted.claims:
        site = live.sites.get(claim.address)
        if site and not site.tenant.internal_tag and site.user and not claim.absent:
            own = Tenant.wanted_by(claim, live.offer)
            quiet = Pair(claim, own.model_copy(update={"internal_tag": ""}), site).sparing()
            others = (
                Pair(claim, resource, site).sparing()
                for kind, resource in wanted.of(claim).items()
                if kind != Tenant.kind
            )
            prints = {
                pair.wanted.letter: pair.declared.fingerprint()
                for pair in (quiet, *others)
                if pair.wanted.letter and not pair.differs
            }
            if prints:
                yield _change(claim, site, Tenant.found_at(site, own), prints)


def _change(claim: Claim, site: Site, live: Tenant, prints: Mapping[str, str]) -> Change:
    assert site.user is not None
    stamp = Stamp(
        workspace=claim.workspace,
        account=claim.account_key,
        tenant=digest(site.tenant.id),
        prints=prints,
        user=site.user.id,
    )
    return Change(
        address=claim.address,
        action=Action.UPDATE,
        before=live.fields(),
        after={**live.fields(), "internal_tag": str(stamp)},
        reason=REASON,
        pins=Pins(
            id=site.tenant.id,
            version=site.tenant.version,
            fingerprint=digest_of(live.fields()),
            refs={
                str(claim.address): site.tenant.id,
                str(claim.address.sibling("user")): site.user.id,
            },
        ),
    )
