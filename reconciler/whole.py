"""Whether what was read of an instance is all of it: from part of a tree nothing is concluded."""

from collections.abc import Iterable, Mapping

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import Tenant
from reconciler.errors import IncompleteReadError
from reconciler.live import Snapshot
from reconciler.resources.offering_items import OfferingItems
from reconciler.stamp import Stamp, read

AGAIN = "Try again; if it stays, ask the vendor."


def check_tree(tenants: Mapping[str, Tenant], root_id: str) -> None:
    """Raise IncompleteReadError unless every tenant is below our own one, near or far."""
    if root_id not in tenants:
        raise IncompleteReadError(
            f"the list of tenants lacks our own, {root_id}.",
            hint="Try again; an empty list is never taken for an empty platform.",
        )
    for tenant in tenants.values():
        if tenant.id != root_id and tenant.parent_id not in tenants:
            raise IncompleteReadError(
                f"the list of tenants has {tenant.id} but not its parent {tenant.parent_id}.",
                hint="Try again; if it stays, the API client does not see the whole tree.",
            )
    _check_circles(tenants, root_id)


def _check_circles(tenants: Mapping[str, Tenant], root_id: str) -> None:
    reached = {root_id}
    for tenant in tenants.values():
        current, above = tenant, dict[str, None]()
        while current.id not in reached:
            if current.id in above:
                raise IncompleteReadError(
                    f"the list of tenants has {current.id} above itself.", hint=AGAIN
                )
            above[current.id] = None
            current = tenants[current.parent_id]
        reached |= above.keys()


def missing(snapshot: Snapshot, api: ReadClient) -> tuple[Tenant, ...]:
    """Tenants that the list lacks, though users or items of theirs were listed and they are there.

    Costs no request as long as the lists fit. Personal tenants may be hidden from lists.
    """
    owners = {*snapshot.users, *snapshot.items} - snapshot.tenants.keys()
    found = api.tenants_by_id(owners) if owners else ()
    return tuple(one for one in found if not one.deleted_at and not one.owner_id)


def check_all_there(lost: Iterable[Tenant]) -> None:
    """Raise IncompleteReadError that names what the list of tenants lacks."""
    if names := sorted(f'"{tenant.name}" ({tenant.id})' for tenant in lost):
        raise IncompleteReadError(
            f"the list of tenants lacks {', '.join(names[:5])}, which is there.", hint=AGAIN
        )


def check_not_empty(snapshot: Snapshot, api: ReadClient) -> None:
    """Raise IncompleteReadError for an empty list of what is there when it is asked for itself.

    Costs a request only where our own stamps speak of users or items, and none is listed.
    """
    stamped = _stamped(snapshot.tenants.values())
    users = {stamp.user for stamp in stamped.values()} - {""}
    if users and not snapshot.users and api.users_by_id(sorted(users)):
        raise IncompleteReadError("the list of users is empty, and there are users.", hint=AGAIN)
    owner = next((id_ for id_, one in stamped.items() if OfferingItems.letter in one.prints), None)
    if owner and not snapshot.items and api.tenant_items(owner):
        raise IncompleteReadError(
            "the list of offering items is empty, and there are items.", hint=AGAIN
        )


def _stamped(tenants: Iterable[Tenant]) -> dict[str, Stamp]:
    """Our stamps on tenants that are there, by the tenant's id."""
    stamps = {one.id: read(one.internal_tag) for one in tenants if not one.deleted_at}
    return {id_: stamp for id_, stamp in stamps.items() if stamp}
