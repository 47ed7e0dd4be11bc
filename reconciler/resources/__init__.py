"""The kinds of resources, one per file beside this one, and what a manifest wants of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from reconciler.findings import Finding
from reconciler.manifest.model import Manifest
from reconciler.plan import Address
from reconciler.resources.claim import Claim, claims
from reconciler.resources.offer import Offer
from reconciler.resources.resource import KINDS, Resource, Unwantable

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")  # defining a kind registers it

__all__ = ["KINDS", "Desired", "Resource", "desired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """What the manifests want of one instance.

    `impossible` holds, by claim, what is asked for and cannot be had; resources of such a claim
    that depend on it are missing.
    """

    claims: tuple[Claim, ...]
    resources: Mapping[Address, Resource]
    impossible: Mapping[Address, tuple[Finding, ...]]

    def of(self, claim: Claim) -> dict[str, Resource]:
        """The resources of one claim by kind, in the order of the register."""
        found = ((kind, self.resources.get(claim.address.sibling(kind))) for kind in KINDS)
        return {kind: resource for kind, resource in found if resource is not None}


def desired(manifest: Manifest, offer: Offer) -> Desired:
    """Everything that the claims on the offer's instance come to; whatever is live."""
    resources: dict[Address, Resource] = {}
    impossible: dict[Address, tuple[Finding, ...]] = {}
    claimed = tuple(claims(manifest, offer.instance))
    for claim in claimed:
        if not claim.provisioned or claim.absent:
            continue
        for kind, resource_type in KINDS.items():
            try:
                wanted = resource_type.wanted_by(claim, offer)
            except Unwantable as reason:
                impossible[claim.address] = (*impossible.get(claim.address, ()), reason.finding)
                continue
            if wanted is not None:
                resources[claim.address.sibling(kind)] = wanted
    return Desired(claims=claimed, resources=resources, impossible=impossible)
