"""What a customer has bought, read off its offering items: a product and its storage."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.acronis.wire import OfferingItem
from reconciler.manifest.model import Manifest, Product
from reconciler.resources.choice import items_for
from reconciler.resources.claim import Claim
from reconciler.resources.item import ON
from reconciler.resources.offer import (
    EDITIONS,
    FILE_SYNC_SHARE,
    PROTECTION,
    Offer,
    service_name,
)
from reconciler.resources.resource import Unwantable

MODELS = {edition: model for (_, model), edition in EDITIONS.items()}
NONE = "none"


class Unsaleable(Exception):  # noqa: N818 - no error: the tenant is left out, with this reason
    """No product can say what a customer has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What is on at a customer: the billing mode of each service, and where its items are.

    `places` are the storages by service and name of the item.
    """

    protection: str
    file_sync_share: str
    places: Mapping[tuple[str, str], str]

    @property
    def something(self) -> bool:
        """Whether any service is on at all."""
        return {self.protection, self.file_sync_share} != {NONE}


def bought(items: Collection[OfferingItem]) -> Bought:
    """What the items of a customer come to. Raises Unsaleable."""
    on = [item for item in items if item.status == ON]
    modes = {service: _mode(service, on) for service in (PROTECTION, FILE_SYNC_SHARE)}
    places = {
        (item.application_id, item.name): item.infra_id
        for item in sorted(on, key=lambda one: one.infra_id)
        if item.infra_id and modes.get(item.application_id, NONE) != NONE
    }
    return Bought(
        protection=modes[PROTECTION], file_sync_share=modes[FILE_SYNC_SHARE], places=places
    )


def _mode(service: str, items: Collection[OfferingItem]) -> str:
    editions = sorted({one.edition for one in items if one.application_id == service} - {""})
    name = service_name(service)
    if len(editions) > 1:
        raise Unsaleable(f"{name} is on in several editions: {', '.join(editions)} [D-08]")
    if editions and editions[0] not in MODELS:
        raise Unsaleable(f'{name} is of edition "{editions[0]}", as no product is [D-08]')
    return MODELS[editions[0]] if editions else NONE


def product_of(what: Bought, claim: Claim, manifest: Manifest, offer: Offer) -> tuple[str, Product]:
    """The product that comes closest, with its key if the manifests have it already, else "".

    `claim` is the customer's. Closest is what takes the storages that the customer has; where
    it has different ones for its services, one that takes the first. Raises Unsaleable.
    """
    possible: list[Product] = []
    reasons: list[str] = []
    for key, product in _products(what, claim.instance, manifest, offer):
        try:
            wanted = items_for(_buying(claim, product, manifest), product, offer)
        except Unwantable as reason:
            reasons.append(f"{reason.finding.message.rstrip('.')} [{reason.finding.code}]")
            continue
        if all(_in_place(item, what.places) for item in wanted):
            return key, product
        if not key:
            possible.append(product)
    if possible:
        return "", next((one for one in possible if one.storage), possible[0])
    raise Unsaleable(reasons[-1])


def _products(
    what: Bought, instance: str, manifest: Manifest, offer: Offer
) -> Iterator[tuple[str, Product]]:
    """Those of the manifests that license the same, then new ones, the plainest first."""
    new = Product.model_validate(
        {
            "instance": instance,
            "protection": what.protection,
            "file_sync_share": what.file_sync_share,
        }
    )
    for key, product in manifest.products.items():
        unsettled = {"storage": None, "services": None}
        if product.model_copy(update=unsettled) == new:
            yield key, product
    yield "", new
    storages = list(dict.fromkeys(what.places[at] for at in sorted(what.places)))
    for storage in storages:
        for name in (offer.storage_name(storage), storage):  # names may be those of several
            yield "", new.model_copy(update={"storage": name})


def _buying(claim: Claim, product: Product, manifest: Manifest) -> Claim:
    storage = product.storage or manifest.instances[claim.instance].storage
    return replace(claim, product=product, storage=storage)


def _in_place(item: OfferingItem, places: Mapping[tuple[str, str], str]) -> bool:
    """Whether an item is wanted on the storage where it is, if it is on one."""
    there = places.get((item.application_id, item.name), item.infra_id)
    return there == item.infra_id
