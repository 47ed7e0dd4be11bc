"""The tenant's two sides: its stamp sums up all the other resources of the account."""

from collections.abc import Iterable, Mapping

from reconciler.planner.pair import Pair
from reconciler.resources.claim import Claim
from reconciler.resources.resource import Resource
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant
from reconciler.stamp import Stamp, digest

WAITING_FIELDS = ("language", "customer_id")
"""Fields of a tenant that are not written while it is disabled (D-06)."""


def tenant_pair(
    claim: Claim,
    wanted: Mapping[str, Resource],
    site: Site | None,
    pairs: Iterable[Pair],
    shut: str,
) -> Pair:
    """The tenant's two sides, the wanted one with the stamp that sums up all the others."""
    tenant = wanted[Tenant.kind]
    assert isinstance(tenant, Tenant)
    pairs = list(pairs)
    if shut and site:
        kept = {name: getattr(site.tenant, name) or "" for name in WAITING_FIELDS}
        tenant = tenant.model_copy(update={k: v for k, v in kept.items() if getattr(tenant, k)})
    if site and site.foreign:  # never overwritten (V-69)
        return Pair(
            claim, tenant.model_copy(update={"internal_tag": site.tenant.internal_tag}), site
        )
    if site and site.stamp is None and not any(pair.differs for pair in pairs):
        quiet = tenant.model_copy(update={"internal_tag": site.tenant.internal_tag})
        if not Pair(claim, quiet, site).differs:
            return Pair(claim, quiet, site)  # adopted and as it should be: not a word is written
    goal = _goal(claim, wanted[Tenant.kind], site, pairs, shut)
    return Pair(claim, tenant.model_copy(update={"internal_tag": str(goal)}), site)


def _goal(
    claim: Claim, tenant: Resource, site: Site | None, pairs: Iterable[Pair], shut: str
) -> Stamp:
    """The stamp when all is done; what has to wait keeps the fingerprint that it has."""
    old = site.stamp if site and site.stamp else None
    if shut and old and not old.sealed:
        return old  # half made: its mail is still owed, which a seal would deny
    prints = dict(old.prints) if old else {}
    prints[tenant.letter] = tenant.fingerprint()
    for pair in pairs:
        if pair.wanted.letter and not (shut and pair.differs):
            prints[pair.wanted.letter] = pair.declared.fingerprint()
    user = site.user if site else None
    return Stamp(
        workspace=claim.workspace,
        account=claim.account_key,
        tenant=digest(site.tenant.id) if site else "",
        prints=prints,
        user=user.id if user else (old.user if old else ""),
        mail=old.mail if old else None,
    )
