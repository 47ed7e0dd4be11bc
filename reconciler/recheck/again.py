"""Reading again what a plan touches, and no more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import OfferingItem, Tenant, User
from reconciler.plan import Action, Address, Change
from reconciler.stamp import read


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read again of one instance, by id, and whose plan it is for."""

    workspace: str
    tenants: Mapping[str, Tenant]
    users: Mapping[str, User]
    items: Mapping[str, tuple[OfferingItem, ...]]


def read_again(workspace: str, changes: Sequence[Change], api: ReadClient, pages: int) -> Seen:
    """Tenants and users by id, a hundred a request; items of the touched tenants.

    `pages` is how many requests the list of all items takes.
    """
    tenant_ids = {ref(change, "tenant") for change in changes} - {""}
    user_ids = {ref(change, "user") for change in changes} - {""}
    item_ids = {ref(one, "tenant") for one in changes if one.address.kind == "offering_items"}
    return Seen(
        workspace=workspace,
        tenants={one.id: one for one in api.tenants_by_id(sorted(tenant_ids))},
        users={one.id: one for one in api.users_by_id(sorted(user_ids))},
        items=_items(sorted(item_ids - {""}), api, pages),
    )


def ref(change: Change, kind: str) -> str:
    """The id of the account's tenant or user, "" if there was none when it was planned."""
    return change.pins.refs.get(str(change.address.sibling(kind)), "")


def _items(ids: list[str], api: ReadClient, pages: int) -> dict[str, tuple[OfferingItem, ...]]:
    """One request for each touched tenant, or the list of all, whichever is fewer."""
    if len(ids) <= pages:
        return {one: api.tenant_items(one) for one in ids}
    grouped: dict[str, list[OfferingItem]] = defaultdict(list)
    for item in api.offering_items(api.own_tenant_id()):
        grouped[item.tenant_id].append(item)
    return {one: tuple(grouped[one]) for one in ids}


def with_appeared(workspace: str, changes: Iterable[Change], api: ReadClient) -> tuple[Change, ...]:
    """The changes, with the ids of those tenants and users to be made that are there by now.

    Costs one list for each parent below which the plan makes tenants, and the users of each
    account that has appeared.
    """
    changes = tuple(changes)  # in order: parents stand before their children
    families: dict[str, tuple[Tenant, ...]] = {}
    ids: dict[str, str] = {}
    for change in changes:
        if change.address.kind == "tenant" and change.action is Action.CREATE:
            for tenant in _family(_parent_id(change, ids), families, api):
                stamp = read(tenant.internal_tag)
                owner = (stamp.workspace, stamp.account) if stamp else None
                if owner == (workspace, change.address.account):
                    ids |= _ids(change.address, tenant, changes, api)
    return tuple(_with_ids(change, ids) for change in changes)


def _family(
    parent_id: str, families: dict[str, tuple[Tenant, ...]], api: ReadClient
) -> tuple[Tenant, ...]:
    if parent_id and parent_id not in families:
        families[parent_id] = api.children(parent_id)
    return families.get(parent_id, ())


def _parent(change: Change) -> str:
    return str((change.after or {}).get("parent", ""))


def _parent_id(change: Change, ids: Mapping[str, str]) -> str:
    """The id of the tenant above; "" if that is still to be made."""
    parent = _parent(change)
    account = Address.parse(parent).account
    return account[1:] if account.startswith("@") else {**ids, **change.pins.refs}.get(parent, "")


def _ids(
    address: Address, tenant: Tenant, changes: Iterable[Change], api: ReadClient
) -> dict[str, str]:
    """The ids of an account that has appeared: its tenant's, and its user's if that is there."""
    own = address.sibling("user")
    logins = {str((one.after or {}).get("login")) for one in changes if one.address == own}
    users = [user.id for user in api.users_of(tenant.id) if user.login in logins]
    return {str(address): tenant.id, **{str(own): user for user in users}}


def _with_ids(change: Change, ids: Mapping[str, str]) -> Change:
    """The change, referring to what has appeared of its account and right above it."""
    own = (str(change.address.sibling(kind)) for kind in ("tenant", "user"))
    refs = {name: ids[name] for name in (*own, _parent(change)) if name in ids}
    return replace(change, pins=replace(change.pins, refs={**change.pins.refs, **refs}))
