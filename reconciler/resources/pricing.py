"""Pricing: a customer's tenant is a production tenant (R-37)."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from reconciler.acronis.client import WriteClient
from reconciler.errors import ConflictError
from reconciler.findings import Finding
from reconciler.plan import Pins
from reconciler.resources.claim import Claim
from reconciler.resources.offer import Offer
from reconciler.resources.resource import Resource, Source
from reconciler.resources.site import Site
from reconciler.resources.work import Work


class Pricing(Resource):
    """The pricing mode of a customer. Partners are in production from birth and have none here.

    Its version is in no list: it is read just before the write. Production is one-way
    ("Switching tenant modes", Acronis developer documentation).
    """

    kind: ClassVar = "pricing"
    letter: ClassVar = "p"
    after: ClassVar = ("tenant", "offering_items")
    irreversible: ClassVar = True
    sources: ClassVar = {
        "mode": Source("subscriptions.{subscription}", ("R-37",), "pricing.mode"),
    }
    newborn: ClassVar = {"mode": "trial"}

    mode: str

    @classmethod
    def wanted_by(cls, claim: Claim, offer: Offer) -> Self | None:
        """Production for every customer that is provisioned."""
        return cls(mode="production") if claim.role.tenant_kind == "customer" else None

    @classmethod
    def found_at(cls, site: Site, wanted: Self) -> Self:
        return cls(mode=site.tenant.pricing_mode)

    @classmethod
    def pins_at(cls, site: Site, wanted: Self) -> Pins:
        return Pins(id=site.tenant.id, version=site.tenant.pricing_mode)

    def summary(self) -> str:
        return f"{self.mode} mode"

    def told(self, path: str, live: Any, wanted: Any, site: Site) -> str:
        return f"The tenant is in {live} mode and not in {wanted}."

    def objections(self, before: Self | None, site: Site | None) -> Iterator[Finding]:
        yield Finding(
            code="V-50",
            severity="warning",
            message="a production tenant is reported and billed for the whole current month.",
            hint="Apply on the first of a month if that matters.",
        )

    def effects(self, before: Self | None) -> Iterator[str]:
        yield "The whole current month is billed; a production tenant never goes back to trial."

    def create(self, api: WriteClient, work: Work) -> None:
        """Set the mode, unless it is set; once more if the version was out of date by then."""
        try:
            self._set(api, work)
        except ConflictError:
            self._set(api, work)

    def update(self, api: WriteClient, work: Work, before: Self) -> None:
        self.create(api, work)

    def _set(self, api: WriteClient, work: Work) -> None:
        live = api.pricing(work.tenant_id)
        if live.mode != self.mode:
            api.put_pricing(work.tenant_id, {"mode": self.mode, "version": live.version})
