"""Every change of a saved plan against what is live by now: as seen, as wanted, or moved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import Tenant as LiveTenant
from reconciler.diff import diff
from reconciler.errors import StalePlanError
from reconciler.plan import Action, Address, Change, Plan
from reconciler.recheck.again import Seen, read_again, ref, with_appeared
from reconciler.resources import KINDS, Resource
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant
from reconciler.stamp import read

MOST_MOVED = 20


def recheck(plan: Plan, clients: Mapping[str, ReadClient], pages: int = 1) -> Plan:
    """The plan with fresh versions, and without what is as it is wanted by now.

    Raises StalePlanError that tells what moved, if anything the plan touches is neither as it
    was seen nor as it is wanted. `pages` is how many requests the list of all items took.
    """
    kept: list[Change] = []
    moved: list[str] = []
    for instance, api in clients.items():
        planned = [change for change in plan.changes if change.address.instance == instance]
        changes = with_appeared(plan.workspace, planned, api)
        seen = read_again(plan.workspace, changes, api, pages)
        for change in changes:
            fresh = _compared(change, seen)
            moved += fresh if isinstance(fresh, list) else []
            kept += [fresh] if isinstance(fresh, Change) else []
    if moved:
        more = f"; and {len(moved) - MOST_MOVED} more" if len(moved) > MOST_MOVED else ""
        raise StalePlanError(
            f"The plan is stale; since it was made: {'; '.join(moved[:MOST_MOVED])}{more}.",
            hint="Plan again.",
        )
    return replace(plan, changes=_without_dropped_needs(kept))


def _without_dropped_needs(changes: Iterable[Change]) -> tuple[Change, ...]:
    changes = tuple(changes)
    kept = {change.address for change in changes}
    return tuple(
        replace(change, needs=tuple(one for one in change.needs if one in kept))
        for change in changes
    )


def _compared(change: Change, seen: Seen) -> Change | list[str] | None:
    """The change with fresh pins; None if it is done already; what moved if it is stale."""
    kind = KINDS[change.address.kind]
    tenant_id = ref(change, "tenant")
    tenant = seen.tenants.get(tenant_id)
    if not tenant_id:
        return change  # it is made below a tenant that is made: the API refuses a second one
    if tenant is None or tenant.deleted_at:
        if change.action is Action.DELETE:
            return None
        return [f"{change.address}: the tenant {tenant_id} is gone"]
    site = _site(change, tenant, seen)
    if change.action is Action.DELETE:
        return _deletion(change, site)
    wanted = _as_made(kind.of(change.after or {}), change, site)
    live = kind.found_at(site, wanted)
    if live is not None and not diff(live.compared(), wanted.compared()):
        return None
    before = kind.of(change.before) if change.before else None
    if told := list(_moved(change.address, before, live)):
        return told
    fresh = kind.pins_at(site, wanted)
    return replace(change, pins=replace(change.pins, version=fresh.version))


def _as_made(wanted: Resource, change: Change, site: Site) -> Resource:
    """A tenant to be made, with the stamp of the one that has appeared: if that says as much.

    The ids in a stamp cannot be known before a tenant is made.
    """
    if not isinstance(wanted, Tenant) or change.action is not Action.CREATE:
        return wanted
    goal = read(wanted.internal_tag)
    complete = goal and site.stamp and site.stamp.prints == goal.prints
    tag = site.tenant.internal_tag if complete else wanted.internal_tag
    return wanted.model_copy(update={"internal_tag": tag})


def _moved(address: Address, before: Resource | None, live: Resource | None) -> Iterator[str]:
    """The fields that are not as they were seen."""
    if before is None or live is None:
        if before is not live:
            yield f"{address}: {'is there by now' if live else 'is gone'}"
        return
    for field in diff(before.compared(), live.compared()):
        yield f"{address}: {field.path} was {field.before!r} and is {field.after!r}"


def _deletion(change: Change, site: Site) -> Change | list[str]:
    before = change.before or {}
    now = {
        "name": site.tenant.name,
        "tenant_kind": site.tenant.kind,
        "enabled": site.tenant.enabled,
        "internal_tag": site.tenant.internal_tag,
    }
    moved = [
        f"{change.address}: {name} was {before.get(name)!r} and is {value!r}"
        for name, value in now.items()
        if before.get(name) != value
    ]
    return moved or replace(change, pins=replace(change.pins, version=site.tenant.version))


def _site(change: Change, tenant: LiveTenant, seen: Seen) -> Site:
    refs = change.pins.refs
    by_id = {id_: Address.parse(address) for address, id_ in refs.items()}
    nobody = Address(change.address.instance, f"@{tenant.parent_id}", "tenant")
    user = seen.users.get(ref(change, "user"))
    stamp = read(tenant.internal_tag)
    ours = stamp and (stamp.workspace, stamp.account) == (seen.workspace, change.address.account)
    login = str((change.after or {}).get("login", user.login if user else ""))
    return Site(
        tenant=tenant,
        parent=by_id.get(tenant.parent_id, nobody),
        login=login,
        stamp=stamp if ours else None,
        users=(user,) if user else (),
        items=seen.items.get(tenant.id, ()),
    )
