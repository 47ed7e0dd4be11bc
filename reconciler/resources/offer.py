"""What an MSP can pass on: the offering items, storages and roles of one instance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from reconciler.acronis.wire import Infra, Location, OfferingItem

PROTECTION = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
FILE_SYNC_SHARE = "dfd85a5f-a464-32ab-81fd-99bcc66a070f"
SERVICE_NAMES = {
    PROTECTION: "Protection",
    FILE_SYNC_SHARE: "File Sync & Share",
    "b71b2c18-590a-303c-9d5a-8444fbe713ac": "Physical Data Shipping",
    "f9c5744e-bd1a-36b6-b0f0-ecd7483e1796": "Notary",
    "cc29685d-a9ca-3e87-a83d-069f18b588f0": "Storage SPLA",
    "7459244f-68f3-3bf4-9f53-5f63ecc1d91f": "Management Portal",
}
"""Application ids, which are the same in every data centre, and the words people use."""

EDITIONS = {
    (PROTECTION, "per_gigabyte"): "pck_per_gigabyte",
    (PROTECTION, "per_workload"): "pck_per_workload",
    (FILE_SYNC_SHARE, "per_gigabyte"): "fss_per_gigabyte",
    (FILE_SYNC_SHARE, "per_user"): "fss_per_user",
}
"""The edition that a licensing choice of the manifest stands for."""

ItemKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the instance's own tenant, `root_id`, may hand to its children.

    `roles` holds the role ids its applications offer, or None where the server does not say.
    """

    instance: str
    root_id: str
    partner_items: tuple[OfferingItem, ...] = ()
    customer_items: tuple[OfferingItem, ...] = ()
    roles: frozenset[str] | None = None
    infra: Mapping[str, Infra] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)

    def for_customer_of_reseller(self) -> tuple[OfferingItem, ...]:
        """What a customer can get below a reseller, who has all that a partner can have."""
        passed_on = {key_of(item) for item in self.partner_items}
        return tuple(item for item in self.customer_items if key_of(item) in passed_on)

    def storage_name(self, infra_id: str) -> str:
        """The name of a storage, or its id where the name is not known."""
        return self.infra[infra_id].name if infra_id in self.infra else infra_id

    def location_of(self, infra_id: str) -> str:
        """The id of the location a storage is in, "" where it is not known."""
        return self.infra[infra_id].location_id if infra_id in self.infra else ""

    def matching(self, infra_ids: Iterable[str], choice: str) -> tuple[str, ...]:
        """The storages that a choice stands for: by storage first, else by location."""
        ids = sorted(set(infra_ids))
        by_storage = [one for one in ids if choice in (one, self.storage_name(one))]
        return tuple(by_storage or (one for one in ids if choice in self._location_words(one)))

    def _location_words(self, infra_id: str) -> tuple[str, ...]:
        location = self.location_of(infra_id)
        known = self.locations.get(location)
        return (location, known.name) if known else (location,)


class Keyed(Protocol):
    """An offering item, ours or the API's."""

    @property
    def application_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def infra_id(self) -> str: ...


def key_of(item: Keyed) -> ItemKey:
    """What makes an offering item the same one: application, name and storage."""
    return (item.application_id, item.name, item.infra_id)


def service_name(application_id: str) -> str:
    """The words for a service; the id of one that is new to us."""
    return SERVICE_NAMES.get(application_id, application_id)
