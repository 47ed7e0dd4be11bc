"""Switching offering items on and off, under the versions of their quotas."""

from collections.abc import Iterable, Mapping, Sequence

from reconciler.acronis.client import WriteClient
from reconciler.acronis.wire import OfferingItem
from reconciler.errors import ConflictError
from reconciler.resources.item import ON, Item, body_off, body_on, item_of, on_items
from reconciler.resources.offer import key_of


def switch(
    api: WriteClient,
    tenant_id: str,
    going: Sequence[Item],
    coming: Sequence[Item],
    before: Iterable[Item],
    versions: Mapping[str, int],
) -> None:
    """Switch items off and on, in one request; `versions` are those of the quotas that were seen.

    A conflict is no failure if all is as it should be: it is also what a repeated PUT meets when
    only its first answer was lost. If all is still as it was `before`, it goes on with the
    versions that there are now. Raises ConflictError otherwise.
    """
    try:
        _put(api, tenant_id, going, coming, versions)
    except ConflictError:
        live = [item for item in api.tenant_items(tenant_id) if item.status == ON]
        touched = {key_of(item) for item in (*going, *coming)}
        now = {item for item in on_items(live) if key_of(item) in touched}
        if now == set(coming):
            return
        if now != {item for item in before if key_of(item) in touched}:
            raise
        _put(api, tenant_id, going, coming, versions_of(live))


def _put(
    api: WriteClient,
    tenant_id: str,
    going: Sequence[Item],
    coming: Sequence[Item],
    versions: Mapping[str, int],
) -> None:
    body = [body_off(item) for item in going]
    body += [body_on(item, versions.get(item.label, 0)) for item in coming]
    api.put_offering_items(tenant_id, body, check_usage=bool(going))


def versions_of(items: Iterable[OfferingItem]) -> dict[str, int]:
    """The quota's version of each item that is on; what is new or unlimited has none."""
    return {
        item_of(item).label: item.quota.version
        for item in items
        if item.status == ON and item.quota and item.quota.version
    }
