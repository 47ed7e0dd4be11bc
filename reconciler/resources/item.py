"""One offering item: as it is compared, and as the API takes it."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from reconciler.acronis import wire
from reconciler.resources.offer import key_of, service_name

ON = 1


class Item(BaseModel):
    """An offering item that is switched on. No quota means unlimited, or a feature."""

    model_config = ConfigDict(frozen=True)

    application_id: str
    name: str
    edition: str = ""
    infra_id: str = ""
    type: str = ""
    quota: int | None = None
    overage: int | None = None

    @property
    def label(self) -> str:
        """Service, name and storage, as people tell items apart."""
        place = f"@{self.infra_id}" if self.infra_id else ""
        return f"{service_name(self.application_id)}/{self.name}{place}"


def on_items(items: Iterable[wire.OfferingItem]) -> tuple[Item, ...]:
    """The items, all of them taken to be on, in order of their keys."""
    return tuple(sorted((item_of(item) for item in items), key=key_of))


def item_of(item: wire.OfferingItem) -> Item:
    """What counts of an item of the API; an overage means nothing without a quota."""
    quota = item.quota
    return Item(
        application_id=item.application_id,
        name=item.name,
        edition=item.edition,
        infra_id=item.infra_id,
        type=item.type,
        quota=quota.value if quota else None,
        overage=quota.overage if quota and quota.value is not None else None,
    )


def body_on(item: Item, version: int) -> dict[str, Any]:
    """The item as the API takes it: features have no quota, new quotas are of version 0."""
    body = {**_named(item), "status": ON}
    if item.type != "feature":
        body["quota"] = {"value": item.quota, "overage": item.overage, "version": version}
    return body


def body_off(item: Item) -> dict[str, Any]:
    """The item switched off: its quota goes with it."""
    return {**_named(item), "status": 0}


def _named(item: Item) -> dict[str, Any]:
    names = {"application_id": item.application_id, "name": item.name, "infra_id": item.infra_id}
    return {key: value for key, value in names.items() if value}
