"""What may be written of offering items."""

from typing import Literal

from reconciler.sandbox.shapes import Count, Id, Shape, Text, Version


class Quota(Shape):
    """All three are required; a null value means unlimited, a null overage a soft quota."""

    value: Count | None
    overage: Count | None
    version: Version


class ItemPut(Shape):
    """One item; read-only fields that come along are ignored, a missing status means on."""

    application_id: Id
    name: Text
    infra_id: Id | None = None
    status: Literal[0, 1] = 1
    quota: Quota | None = None

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What an item is known by within a tenant."""
        return self.application_id, self.name, self.infra_id


class ItemsPut(Shape):
    """Only what is listed changes, and either all of it or nothing."""

    offering_items: tuple[ItemPut, ...]
    check_usage: bool = False
