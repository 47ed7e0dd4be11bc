"""Offering items: the services of a tenant, item by item, and their quotas."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal, Self

from reconciler.acronis.client import WriteClient
from reconciler.findings import Finding
from reconciler.plan import Pins
from reconciler.resources.choice import items_for, licensing
from reconciler.resources.claim import Claim
from reconciler.resources.item import ON, Item, item_of, on_items
from reconciler.resources.offer import (
    FILE_SYNC_SHARE,
    PROTECTION,
    Offer,
    key_of,
    service_name,
)
from reconciler.resources.resource import Resource, Source
from reconciler.resources.site import Site
from reconciler.resources.switching import switch, versions_of
from reconciler.resources.work import Work

LICENSED = (PROTECTION, FILE_SYNC_SHARE)
"""The services that products decide on; what else a customer has is nobody's but its own."""


class OfferingItems(Resource):
    """What a tenant may use: every item that is on, with its quota.

    `decision` is what the manifest chose, whatever that comes to in items; `services` says
    whether changes made live are put back or left to the customer (D-04).
    """

    kind: ClassVar = "offering_items"
    letter: ClassVar = "o"
    after: ClassVar = ("tenant",)
    after_parent: ClassVar = ("tenant", "offering_items")
    sources: ClassVar = {
        "items": Source(
            "subscriptions.{subscription}.product",
            ("reseller:R-23", "customer:R-36", "customer:R-42"),
            "offering_items",
        ),
        "decision": Source("products.{product}", ("reseller:R-23", "customer:R-36"), ""),
        "services": Source("products.{product}.services", ("R-36",), ""),
    }

    items: tuple[Item, ...]
    decision: str
    services: Literal["enforce", "provision_once"] = "enforce"

    @classmethod
    def wanted_by(cls, claim: Claim, offer: Offer) -> Self:
        """All that the MSP has for a reseller (R-22 to R-24), the product's for a customer."""
        if claim.product is None:
            return cls(items=on_items(offer.partner_items), decision="mirror of the MSP")
        editions = "+".join(sorted(licensing(claim.product).values()))
        return cls(
            items=on_items(items_for(claim, claim.product, offer)),
            decision=f"{editions} on {claim.storage}" if claim.storage else editions,
            services=claim.services or "enforce",
        )

    @classmethod
    def found_at(cls, site: Site, wanted: Self) -> Self:
        """The live items in so far as they are managed.

        Of a reseller all; of a customer the product's, what stands in their way (another
        edition or storage), and after a change of product the services that the new one lacks.
        """
        live = on_items(item for item in site.items if item.status == ON)
        locked = {key_of(item) for item in site.items if item.locked}
        names = {key_of(item) for item in wanted.items}
        stray = _strays(site, wanted)
        kept = (
            one
            for one in live
            if key_of(one) in names or (key_of(one) not in locked and stray(one))
        )
        return wanted.model_copy(update={"items": tuple(kept)})

    @classmethod
    def pins_at(cls, site: Site, wanted: Self) -> Pins:
        """The quota versions: 0 for what is new or unlimited is left out."""
        return Pins(id=site.tenant.id, version=versions_of(site.items))

    def compared(self) -> Mapping[str, Any]:
        """By item, so that one that differs is told from one that is missing."""
        return {
            item.label: item.model_dump(mode="json", include={"edition", "quota", "overage"})
            for item in self.items
        }

    def keeping(self, live: Self, paths: Iterable[str]) -> Self:
        labels = {path.partition(".")[0] for path in paths}
        mine = [item for item in self.items if item.label not in labels]
        theirs = [item for item in live.items if item.label in labels]
        items = tuple(sorted([*mine, *theirs], key=key_of))
        told = {"decision": live.decision, "services": live.services}
        return self.model_copy(update={"items": items, **told})

    def joined(self, other: Self) -> Self:
        mine = {item.label for item in self.items}
        more = (item for item in other.items if item.label not in mine)
        return self.model_copy(update={"items": (*self.items, *more)})

    def basis(self) -> Mapping[str, Any]:
        """The decision alone: what is on offer changes without anybody's decision."""
        return {"decision": self.decision}

    def delegated_at(self, site: Site) -> bool:
        """Services that are provisioned once have been, by us or in an adopted tenant's past."""
        provisioned = site.print_of(self.letter) == self.fingerprint()
        return self.services == "provision_once" and (provisioned or self._ran_before(site))

    def _ran_before(self, site: Site) -> bool:
        """Whether a tenant without our stamp has all of its services, licensed as is wanted."""
        live, mine = (
            _editions(on_items(one for one in site.items if one.status == ON)),
            _editions(self.items),
        )
        return site.stamp is None and {service: live.get(service) for service in mine} == mine

    def summary(self) -> str:
        by_service: dict[str, set[str]] = {}
        for item in self.items:
            by_service.setdefault(service_name(item.application_id), set()).add(item.edition)
        parts = (
            f"{service} ({', '.join(sorted(editions - {''}))})" if editions - {""} else service
            for service, editions in sorted(by_service.items())
        )
        return f"{len(self.items)} items: {', '.join(parts)}" if self.items else "nothing"

    def likeness(self) -> str:
        return self.summary()

    def told(self, path: str, live: Any, wanted: Any, site: Site) -> str:
        label, _, part = path.partition(".")
        name = site.named(label)
        match part:
            case "":
                return f"{name} {_presence(label, wanted, site)}."
            case "edition":
                return f"{name} is of edition {live or 'none'} and not {wanted or 'none'}."
        limit = "no limit" if live is None else f"a {part} of {live}"
        return f"{name} has {limit} where {'unlimited' if wanted is None else wanted} is wanted."

    def told_with(self, path: str) -> frozenset[str]:
        """An overage goes with the quota that it exceeds."""
        label, _, part = path.partition(".")
        return frozenset({f"{label}.quota"} if part == "overage" else ())

    def grave(self, path: str, live: Any, wanted: Any) -> bool:
        return wanted is None or path.endswith((".quota", ".overage"))

    def objections(self, before: Self | None, site: Site | None) -> Iterator[Finding]:
        if before is None:
            return
        mine = {key_of(item) for item in self.items}
        going = [item for item in before.items if key_of(item) not in mine]
        switched = _other_editions(self.items, before.items)
        if licences := sorted({one.edition for one in going if one.application_id in switched}):
            yield Finding(
                code="V-48",
                severity="error",
                message=f"the licensing changes from {', '.join(licences)} to {self.decision}; "
                "quotas are reset.",
                hint="Acknowledge with --ack V-48.",
                ack_needed=True,
            )
        name = site.named if site else str
        if lost := [name(one.label) for one in going if one.application_id not in switched]:
            yield Finding(
                code="V-72",
                severity="error",
                message=f"switching off {', '.join(lost)} deletes the data behind it at Acronis.",
                hint="Acknowledge with --ack V-72.",
                ack_needed=True,
            )

    def effects(self, before: Self | None) -> Iterator[str]:
        mine = {key_of(item) for item in self.items}
        going = [item for item in (before.items if before else ()) if key_of(item) not in mine]
        switched = _other_editions(self.items, before.items) if before else set()
        if any(item.application_id not in switched for item in going):
            yield "Data of what is switched off is deleted at Acronis."
        elif going:
            yield "The old licensing is switched off; what it counted starts again under the new."

    def create(self, api: WriteClient, work: Work) -> None:
        switch(api, work.tenant_id, (), self.items, (), {})

    def update(self, api: WriteClient, work: Work, before: Self) -> None:
        """PUT the items that differ, on and off in one request: it is done whole or not at all."""
        there, mine = set(before.items), {key_of(item) for item in self.items}
        going = [item for item in before.items if key_of(item) not in mine]
        coming = [item for item in self.items if item not in there]
        switch(api, work.tenant_id, going, coming, before.items, work.pins[self.kind].version or {})


def unsold(site: Site) -> bool:
    """Whether a tenant was adopted, and no subscription has opened services in it since."""
    stamp = site.stamp
    return stamp is None or (stamp.sealed and OfferingItems.letter not in stamp.prints)


def _presence(label: str, wanted: Any, site: Site) -> str:
    """Of an item that one side does not have: who is without it, and since when."""
    if wanted is None:
        return "is switched on, and nobody has asked for it"
    known = any(item_of(item).label == label for item in site.items)
    return "is switched off" if known else "is new, and has not been passed on yet"


def _strays(site: Site, wanted: OfferingItems) -> Callable[[Item], bool]:
    """Tells which live items, of those that are not wanted, are ours to switch off."""
    if site.tenant.kind != "customer":
        return lambda item: True
    services = {item.application_id for item in wanted.items}
    editions = {item.edition for item in wanted.items if item.edition}
    stored = {(item.application_id, item.name) for item in wanted.items if item.infra_id}
    applied = site.print_of(OfferingItems.letter)
    product_changed = bool(applied) and applied != wanted.fingerprint()

    def stray(item: Item) -> bool:
        if item.application_id not in services:
            return product_changed and item.application_id in LICENSED
        other_edition = bool(item.edition) and item.edition not in editions
        return other_edition or (item.application_id, item.name) in stored

    return stray


def _other_editions(mine: Iterable[Item], before: Iterable[Item]) -> set[str]:
    """The services whose edition is another one now; a reseller's lose one of two at most."""
    now, then = _editions(mine), _editions(before)
    return {service for service in now.keys() & then.keys() if not now[service] & then[service]}


def _editions(items: Iterable[Item]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in items:
        if item.edition:
            found.setdefault(item.application_id, set()).add(item.edition)
    return found
