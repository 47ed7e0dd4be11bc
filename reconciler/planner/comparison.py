"""One claim compared with its site: the changes that would make the one into the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reconciler.diff import diff
from reconciler.findings import Finding
from reconciler.plan import Action, Change, Pins, Row
from reconciler.resources.claim import Claim
from reconciler.resources.resource import Resource, digest_of
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant
from reconciler.stamp import Stamp, digest

WAITING_FIELDS = ("language", "customer_id")
"""Fields of a tenant that are not written while it is disabled (D-06)."""


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
        _Pair(claim, resource, site) for kind, resource in wanted.items() if kind != Tenant.kind
    ]
    differing = [pair for pair in pairs if pair.differs]
    tenant = _tenant_pair(claim, wanted, site, pairs, shut)
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


class _Pair:
    """The two sides of one resource of a claim."""

    def __init__(self, claim: Claim, wanted: Resource, site: Site | None) -> None:
        self.claim, self.wanted, self.site = claim, wanted, site
        self.live = type(wanted).found_at(site, wanted) if site else None
        self.address = claim.address.sibling(wanted.kind)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that differ and are ours to put right; empty if there is no live side."""
        if self.live is None or (self.site and self.wanted.delegated_at(self.site)):
            return frozenset()
        changed = diff(self.live.compared(), self.wanted.compared())
        return frozenset(change.path for change in changed)

    @property
    def differs(self) -> bool:
        """Whether there is something to do."""
        return self.live is None or bool(self.fields)

    @property
    def drifted(self) -> bool:
        """Whether the manifest is as it was last applied, so that the live side has changed."""
        applied = self.site.print_of(self.wanted.letter) if self.site else ""
        return applied == self.wanted.fingerprint() and self.fields != {"internal_tag"}

    def change(self) -> Change:
        """The change that makes the live side into what is wanted."""
        return Change(
            address=self.address,
            action=Action.CREATE if self.live is None else Action.UPDATE,
            before=self.live.fields() if self.live else None,
            after=self.wanted.fields(),
            reason=self._reason(),
            pins=self._pins(),
            irreversible=self.wanted.irreversible or self._loses_data(),
            effects=tuple(self.wanted.effects(self.live)),
            drifted=self.drifted,
        )

    def findings(self) -> Iterable[Finding]:
        """What speaks against the change, or needs to be known even without one."""
        objections = self.wanted.objections(self.live, self.site)
        if self.live is not None and not self.differs and self.wanted.letter:
            return
        for finding in objections:
            path = finding.path or self.claim.path
            yield replace(finding, address=str(self.address), path=path)

    def _loses_data(self) -> bool:
        return any(finding.code in ("V-48", "V-72") for finding in self.findings())

    def _reason(self) -> str:
        if self.fields == {"internal_tag"}:
            return "what has been applied is noted in the stamp"
        if self.drifted:
            return "changed outside" if self.live else "removed outside"
        if self.live is not None:
            return "the manifest has changed"
        if self.claim.subscription_key:
            return f"subscription {self.claim.subscription_key}"
        return f"role {self.claim.sync.role}"

    def _pins(self) -> Pins:
        if not self.site:
            return Pins()
        pins = type(self.wanted).pins_at(self.site, self.wanted)
        refs = {str(self.claim.address): self.site.tenant.id}
        if self.site.user:
            refs[str(self.claim.address.sibling("user"))] = self.site.user.id
        seen = digest_of(self.live.fields()) if self.live else ""
        return replace(pins, fingerprint=seen, refs=refs)


def _tenant_pair(
    claim: Claim,
    wanted: Mapping[str, Resource],
    site: Site | None,
    pairs: Iterable[_Pair],
    shut: str,
) -> _Pair:
    """The tenant's two sides, the wanted one with the stamp that sums up all the others."""
    tenant = wanted[Tenant.kind]
    assert isinstance(tenant, Tenant)
    pairs = list(pairs)
    if shut and site:
        kept = {name: getattr(site.tenant, name) or "" for name in WAITING_FIELDS}
        tenant = tenant.model_copy(update={k: v for k, v in kept.items() if getattr(tenant, k)})
    if site and site.stamp is None and not any(pair.differs for pair in pairs):
        quiet = tenant.model_copy(update={"internal_tag": site.tenant.internal_tag})
        if not _Pair(claim, quiet, site).differs:
            return _Pair(claim, quiet, site)  # adopted and as it should be: not a word is written
    goal = _goal(claim, wanted[Tenant.kind], site, pairs, shut)
    return _Pair(claim, tenant.model_copy(update={"internal_tag": str(goal)}), site)


def _goal(
    claim: Claim, tenant: Resource, site: Site | None, pairs: Iterable[_Pair], shut: str
) -> Stamp:
    """The stamp when all is done; what has to wait keeps the fingerprint that it has."""
    old = site.stamp if site and site.stamp else None
    if shut and old and not old.sealed:
        return old  # half made: its mail is still owed, which a seal would deny
    prints = dict(old.prints) if old else {}
    prints[tenant.letter] = tenant.fingerprint()
    for pair in pairs:
        if pair.wanted.letter and not (shut and pair.differs):
            prints[pair.wanted.letter] = pair.wanted.fingerprint()
    user = site.user if site else None
    return Stamp(
        workspace=claim.workspace,
        account=claim.account_key,
        tenant=digest(site.tenant.id) if site else "",
        prints=prints,
        user=user.id if user else (old.user if old else ""),
        mail=old.mail if old else None,
    )


def _adoption(claim: Claim, site: Site | None, acting: Iterable[_Pair]) -> Iterable[Finding]:
    """An adopted tenant gets our stamp with its next change, if that is acknowledged (D-13)."""
    if site is None or site.stamp is not None or not list(acting):
        return
    tag = site.tenant.internal_tag
    yield Finding(
        code="V-69" if tag else "V-35",
        severity="error",
        message=(
            f'the tenant carries somebody else\'s tag, "{tag}", which would be overwritten.'
            if tag
            else "the tenant was not made by us; this change puts our stamp on it."
        ),
        hint=f"Acknowledge with --ack {'V-69' if tag else 'V-35'}, or leave the tenant alone.",
        address=str(claim.address),
        path=f"accounts.{claim.account_key}.adopt.{claim.instance}",
        ack_needed=True,
    )
