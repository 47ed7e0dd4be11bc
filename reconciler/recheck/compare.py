"""Every change of a saved plan against what is live by now: as seen, as wanted, or moved."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.acronis.client import ReadClient
from reconciler.acronis.wire import Tenant as LiveTenant
from reconciler.diff import diff
from reconciler.errors import Moved, StalePlanError
from reconciler.plan import Action, Address, Change, Plan
from reconciler.planner.safety import closes
from reconciler.recheck.again import Look, Seen, read_again, ref
from reconciler.recheck.appeared import with_appeared
from reconciler.recheck.moved import appeared_below, moved, moved_before_deletion
from reconciler.resources import KINDS, Resource
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant
from reconciler.stamp import read

Fresh = Change | list[Moved] | None
"""What is left to do of a change, or what moved, or nothing: it is done."""


def recheck(
    plan: Plan, clients: Mapping[str, ReadClient], pages: int = 1, look: Look = read_again
) -> Plan:
    """The plan as it goes on from here: what is as it is wanted by now has left it.

    Raises StalePlanError that tells what moved, if anything the plan touches is neither as it
    was seen nor as it is wanted. `pages` is how many requests the list of all items took.
    """
    kept: list[Change] = []
    told: list[Moved] = []
    for instance, api in clients.items():
        planned = [change for change in plan.changes if change.address.instance == instance]
        changes, taken = with_appeared(plan, planned, api)
        seen = look(plan.workspace, changes, api, pages)
        told += taken
        for change in changes:
            fresh = _closing(change, _compared(change, seen), api)
            told += fresh if isinstance(fresh, list) else []
            kept += [fresh] if isinstance(fresh, Change) else []
    if told:
        number = len({one.address for one in told})
        raise StalePlanError(
            f"The plan is stale: {number} resource{'s' * (number != 1)} that it touches moved "
            "since it was made.",
            hint="Plan again.",
            moved=sorted(told, key=lambda one: one.address),
        )
    return replace(plan, changes=_without_dropped_needs(kept))


def _closing(change: Change, fresh: Fresh, api: ReadClient) -> Fresh:
    """What closes a tenant closes nothing that has come below it since it was planned."""
    if not isinstance(fresh, Change) or not closes(fresh):
        return fresh
    return list(appeared_below(change, api, ref(change, "tenant"))) or fresh


def _without_dropped_needs(changes: Iterable[Change]) -> tuple[Change, ...]:
    changes = tuple(changes)
    kept = {change.address for change in changes}
    return tuple(
        replace(change, needs=tuple(one for one in change.needs if one in kept))
        for change in changes
    )


def _compared(change: Change, seen: Seen) -> Fresh:
    """The change that is left to do; None if it is done already; what moved if it is stale."""
    tenant_id = ref(change, "tenant")
    tenant = seen.tenants.get(tenant_id)
    if not tenant_id:
        return change  # it is made below a tenant that is made: the API refuses a second one
    if tenant is None or tenant.deleted_at:
        if change.action is Action.DELETE:
            return None
        return [Moved(address=str(change.address), message=f"The tenant {tenant_id} is gone.")]
    site = _site(change, tenant, seen)
    if change.action is Action.DELETE:
        told = list(moved_before_deletion(change, tenant))
        return told or replace(change, pins=replace(change.pins, version=tenant.version))
    return _going_on(change, site)


def _going_on(change: Change, site: Site) -> Fresh:
    """A create or update from where it stands now, which an earlier run may have left midway."""
    kind = KINDS[change.address.kind]
    wanted = _as_sealed(kind.of(change.after or {}), change, site)
    live = kind.found_at(site, wanted)
    if live is not None and not diff(live.compared(), wanted.compared()):
        return None
    before = kind.of(change.before) if change.before else None
    if told := list(moved(change.address, before, live, wanted)):
        return told
    pins = replace(change.pins, version=kind.pins_at(site, wanted).version)
    if live is None:
        return replace(change, pins=pins)
    return replace(change, action=Action.UPDATE, before=live.fields(), pins=pins)


def _as_sealed(wanted: Resource, change: Change, site: Site) -> Resource:
    """A tenant with the stamp that a run has sealed it with since, if that says as much.

    The user and the mail in a stamp cannot be known before they are there.
    """
    tag = site.tenant.internal_tag
    if not isinstance(wanted, Tenant) or tag == (change.before or {}).get("internal_tag"):
        return wanted
    goal = read(wanted.internal_tag)
    sealed = goal and site.stamp and site.stamp.sealed and site.stamp.prints == goal.prints
    return wanted.model_copy(update={"internal_tag": tag}) if sealed else wanted


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
