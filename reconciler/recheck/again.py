"""Reading again what a plan touches, and no more."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import OfferingItem, Tenant, User
from reconciler.errors import NotFoundError
from reconciler.plan import Change


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read again of one instance, by id, and whose plan it is for."""

    workspace: str
    tenants: Mapping[str, Tenant]
    users: Mapping[str, User]
    items: Mapping[str, tuple[OfferingItem, ...]]


def read_again(workspace: str, changes: Sequence[Change], api: ReadClient, pages: int) -> Seen:
    """Tenants and users by id, a hundred a request; items of the touched tenants that are there.

    `pages` is how many requests the list of all items takes.
    """
    tenant_ids = {ref(change, "tenant") for change in changes} - {""}
    tenants = {one.id: one for one in api.tenants_by_id(sorted(tenant_ids))}
    alive = [one for one in changes if _alive(tenants.get(ref(one, "tenant")))]
    user_ids = {ref(change, "user") for change in alive} - {""}
    item_ids = {ref(one, "tenant") for one in alive if one.address.kind == "offering_items"}
    items = _items(sorted(item_ids), api, pages)
    return Seen(
        workspace=workspace,
        tenants={id_: one for id_, one in tenants.items() if id_ not in item_ids - items.keys()},
        users={one.id: one for one in api.users_by_id(sorted(user_ids))},
        items=items,
    )


def read_all(workspace: str, changes: Sequence[Change], api: ReadClient, pages: int) -> Seen:
    """Everything below our own tenant, in the three lists, whatever the plan touches."""
    root_id = api.own_tenant_id()
    return Seen(
        workspace=workspace,
        tenants={one.id: one for one in api.tenants(root_id)},
        users={one.id: one for one in api.users(root_id) if not one.deleted_at},
        items=_listed(api, root_id),
    )


Look = Callable[[str, Sequence[Change], ReadClient, int], Seen]


def _alive(tenant: Tenant | None) -> bool:
    return tenant is not None and tenant.deleted_at is None


def ref(change: Change, kind: str) -> str:
    """The id of the account's tenant or user, "" if there was none when it was planned."""
    return change.pins.refs.get(str(change.address.sibling(kind)), "")


def _items(ids: list[str], api: ReadClient, pages: int) -> dict[str, tuple[OfferingItem, ...]]:
    """One request for each touched tenant, or the list of all, whichever is fewer.

    A tenant that goes meanwhile is left out.
    """
    if len(ids) <= pages:
        return {one: items for one in ids if (items := _items_of(one, api)) is not None}
    listed = _listed(api, api.own_tenant_id())
    return {one: listed.get(one, ()) for one in ids}


def _listed(api: ReadClient, root_id: str) -> dict[str, tuple[OfferingItem, ...]]:
    """The items of all tenants, by tenant."""
    grouped: dict[str, list[OfferingItem]] = defaultdict(list)
    for item in api.offering_items(root_id):
        grouped[item.tenant_id].append(item)
    return {tenant_id: tuple(items) for tenant_id, items in grouped.items()}


def _items_of(tenant_id: str, api: ReadClient) -> tuple[OfferingItem, ...] | None:
    try:
        return api.tenant_items(tenant_id)
    except NotFoundError:
        return None
