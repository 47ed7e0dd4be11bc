"""What has moved since a plan was made: fields that are neither as they were nor as wanted."""

from collections.abc import Iterator

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import Tenant as LiveTenant
from reconciler.errors import Moved
from reconciler.plan import Address, Change
from reconciler.resources import Resource
from reconciler.resources.below import newcomers
from reconciler.stamp import read

TAG = "internal_tag"


def moved(
    address: Address, before: Resource | None, live: Resource | None, wanted: Resource
) -> Iterator[Moved]:
    """Each field that somebody else must have written.

    A field that is as it is wanted by now has not moved: a run that broke off leaves such. Nor
    has one of something to be made that is still as the API makes it.
    """
    if live is None:
        if before is not None:
            yield Moved(address=str(address), message=f"The {address.kind} is gone.")
        return
    was, now, goal = before.compared() if before else {}, live.compared(), wanted.compared()
    for name in sorted(was.keys() | now.keys()):
        value = now.get(name)
        if value in (was.get(name), goal.get(name)):
            continue
        if before is None and (not value or value == wanted.newborn.get(name)):
            continue
        if name == TAG and _on_its_way(str(was.get(TAG, "")), str(value), str(goal[TAG])):
            continue
        yield Moved(address=str(address), field=name, before=was.get(name), after=value)


def _on_its_way(before: str, live: str, goal: str) -> bool:
    """Whether a stamp lies between two: our own, with prints of the one or the other only."""
    old, now, new = read(before), read(live), read(goal)
    if now is None or new is None or (now.workspace, now.account) != (new.workspace, new.account):
        return False
    known = {*(old.prints.items() if old else ()), *new.prints.items()}
    return now.prints.items() <= known


def _parent(change: Change, tenant: LiveTenant) -> str:
    """The address of the tenant above as it was planned, if it is still the same one."""
    planned = str((change.before or {}).get("parent", ""))
    account = Address.parse(planned).account
    known = account[1:] if account.startswith("@") else change.pins.refs.get(planned, "")
    own = Address(change.address.instance, f"@{tenant.parent_id}", "tenant")
    return planned if tenant.parent_id == known else str(own)


def appeared_below(change: Change, api: ReadClient, tenant_id: str) -> Iterator[Moved]:
    """Each tenant that would be closed with this one, and was not there when it was planned."""
    for tenant in newcomers(api, tenant_id, change.pins.below):
        message = f'The tenant "{tenant.name}" ({tenant.id}) is below it by now.'
        yield Moved(address=str(change.address), message=message)


def moved_before_deletion(change: Change, tenant: LiveTenant) -> Iterator[Moved]:
    """Each field of a tenant to be deleted that was changed; deleting begins with disabling it."""
    before = change.before or {}
    for name, value in {
        "name": tenant.name,
        "tenant_kind": tenant.kind,
        "enabled": tenant.enabled,
        TAG: tenant.internal_tag,
        "parent": _parent(change, tenant),
    }.items():
        if before.get(name) != value and (name, value) != ("enabled", False):
            yield Moved(
                address=str(change.address), field=name, before=before.get(name), after=value
            )
