"""The two sides of one resource: whether they differ, who made them differ, what to do about it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Self

from reconciler.diff import FieldChange, diff
from reconciler.findings import Finding
from reconciler.plan import Action, Change, Pins
from reconciler.resources.claim import Claim
from reconciler.resources.resource import Resource, digest_of
from reconciler.resources.site import Site


class Pair:
    """The two sides of one resource of a claim."""

    def __init__(self, claim: Claim, wanted: Resource, site: Site | None) -> None:
        self.claim, self.wanted, self.declared, self.site = claim, wanted, wanted, site
        self.live = type(wanted).found_at(site, wanted) if site else None
        self.address = claim.address.sibling(wanted.kind)

    def sparing(self) -> Self:
        """The same pair, wanting what is live where a difference is not to be put right."""
        left = [one.path for one in self.difference if self._left(one.path)]
        if not (left and self.live):
            return self
        spared = type(self)(self.claim, self.wanted.keeping(self.live, left), self.site)
        spared.declared = self.declared
        return spared

    def _left(self, path: str) -> bool:
        return path != "internal_tag" and self.claim.leaves(self.wanted.kind, path)

    @cached_property
    def difference(self) -> tuple[FieldChange, ...]:
        """The fields that differ, live before and wanted after; none if there is no live side."""
        return diff(self.live.compared(), self.wanted.compared()) if self.live else ()

    @property
    def delegated(self) -> bool:
        """Whether what differs is the customer's own business (D-04)."""
        return self.site is not None and self.wanted.delegated_at(self.site)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that differ and are ours to put right."""
        return frozenset(() if self.delegated else (one.path for one in self.difference))

    @property
    def differs(self) -> bool:
        """Whether there is something to do."""
        return self.live is None or bool(self.fields)

    @property
    def drifted(self) -> bool:
        """Whether the manifest is as it was last applied, so that the live side has changed."""
        applied = self.site.print_of(self.wanted.letter) if self.site else ""
        return applied == self.declared.fingerprint() and self.fields != {"internal_tag"}

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
