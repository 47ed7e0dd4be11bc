"""The offering items of a customer: one billing mode and one storage for each service."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reconciler.acronis.wire import OfferingItem
from reconciler.findings import Finding
from reconciler.manifest.model import Product
from reconciler.resources.claim import Claim
from reconciler.resources.offer import EDITIONS, FILE_SYNC_SHARE, PROTECTION, Offer, service_name
from reconciler.resources.resource import Unwantable


def licensing(product: Product) -> dict[str, str]:
    """The edition of each service that a product licenses, by application id (D-08)."""
    chosen = {PROTECTION: product.protection, FILE_SYNC_SHARE: product.file_sync_share}
    return {app: EDITIONS[app, model] for app, model in chosen.items() if model != "none"}


def items_for(claim: Claim, product: Product, offer: Offer) -> tuple[OfferingItem, ...]:
    """The items a customer gets: of the chosen editions, and those without an edition (R-22).

    Raises Unwantable where an edition is not on offer [V-45, V-46] or the storage is not
    settled [V-47].
    """
    candidates = offer.for_customer_of_reseller() if claim.parent else offer.customer_items
    chosen: list[OfferingItem] = []
    for application, edition in licensing(product).items():
        of_service = [item for item in candidates if item.application_id == application]
        if not any(item.edition == edition for item in of_service):
            raise Unwantable(_not_on_offer(claim, application, edition, of_service))
        fitting = [item for item in of_service if item.edition in (edition, "")]
        chosen += _one_storage_each(claim, fitting, offer)
    return tuple(chosen)


def _one_storage_each(
    claim: Claim, items: Sequence[OfferingItem], offer: Offer
) -> Iterator[OfferingItem]:
    """Items as they are, but of those that exist once per storage only the chosen one."""
    for _, same in groupby(sorted(items, key=_by_name), key=_by_name):
        group = list(same)
        storages = sorted({item.infra_id for item in group})
        keep = storages if len(storages) == 1 else [_storage(claim, group[0], storages, offer)]
        yield from (item for item in group if item.infra_id in keep)


def _storage(claim: Claim, item: OfferingItem, candidates: Sequence[str], offer: Offer) -> str:
    """The one storage the manifest chooses for an item, or the one beside it (D-12).

    Disaster recovery has a storage of its own in the same location, so a choice that names
    none of the candidates is taken to mean its neighbour there.
    """
    fitting: Sequence[str] = candidates
    if claim.storage:
        beside = {offer.location_of(one) for one in offer.matching(offer.infra, claim.storage)}
        fitting = offer.matching(candidates, claim.storage) or [
            one for one in candidates if offer.location_of(one) in beside
        ]
    if len(fitting) == 1:
        return fitting[0]
    raise Unwantable(_unsettled(claim, item, fitting or candidates, offer))


def _by_name(item: OfferingItem) -> tuple[str, str]:
    return (item.application_id, item.name)


def _not_on_offer(
    claim: Claim, application: str, edition: str, candidates: Sequence[OfferingItem]
) -> Finding:
    parent = f'reseller "{claim.parent}"' if claim.parent else "the MSP"
    there = sorted({item.edition for item in candidates if item.edition})
    return Finding(
        code="V-46" if claim.parent else "V-45",
        severity="error",
        message=f"{service_name(application)} as {edition} is not available to customers of "
        f"{parent}; available: {', '.join(there) or 'nothing of this service'}.",
        hint="Choose another licensing in the product, or have the edition switched on above.",
        path=f"subscriptions.{claim.subscription_key}.product",
    )


def _unsettled(claim: Claim, item: OfferingItem, storages: Sequence[str], offer: Offer) -> Finding:
    names = ", ".join(sorted(offer.storage_name(one) for one in storages))
    said = f'storage "{claim.storage}" does not settle' if claim.storage else "nothing settles"
    return Finding(
        code="V-47",
        severity="error",
        message=f"{said} which storage {service_name(item.application_id)} uses ({item.name}); "
        f"a customer has one. Candidates: {names}.",
        hint=f"Name one of them as storage: on the product or on instances.{claim.instance}.",
        path=f"subscriptions.{claim.subscription_key}.product",
    )
