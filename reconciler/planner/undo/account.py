"""What becomes of all that a run has done to one account."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.plan import Action, Address, Change
from reconciler.planner.gates import hidden
from reconciler.planner.undo.closing import bringing_back, closing
from reconciler.planner.undo.ended import Done
from reconciler.planner.undo.inverse import Inverse, inverse
from reconciler.planner.undo.tags import retagged, tag_back
from reconciler.planner.undo.telling import for_good, kept_out, moved
from reconciler.planner.undo.within import within
from reconciler.planner.verdict import Verdict
from reconciler.resources import KINDS
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant


def taken_back(dones: Mapping[str, Done], live: Live, above: Mapping[Address, Verdict]) -> Verdict:
    """The inverse of an account's changes, by kind. `above` has those of resellers."""
    own = dones.get(Tenant.kind)
    if own and own.opened:
        return closing(dones, live)
    tenant = live.snapshot.tenants.get(own.tenant_id) if own else None
    if own and own.closed:
        if tenant is None or tenant.deleted_at:
            return bringing_back(own, live, _restored(above))
        disabled = {**(own.before or {}), "enabled": False}  # back already, as it was deleted
        dones = {Tenant.kind: replace(own, action=Action.UPDATE, after=disabled)}
    elif own and tenant and (again := retagged(own, tenant, live)):
        return Verdict(changes=(again,))
    return _put_back(dones, live, above)


def _restored(above: Mapping[Address, Verdict]) -> set[str]:
    changes = [change for verdict in above.values() for change in verdict.changes]
    return {change.pins.id for change in changes if (change.before or {}).get("deleted")}


def _put_back(dones: Mapping[str, Done], live: Live, above: Mapping[Address, Verdict]) -> Verdict:
    """Field by field, in a tenant that is still ours."""
    one = next(iter(dones.values()))
    address = one.address.sibling(Tenant.kind)
    if errors := live.problems.get(address, ()):
        return kept_out(address, errors)
    site = live.sites.get(address)
    if site is None or site.tenant.id != one.tenant_id or site.stamp is None:
        return Verdict(findings=(moved(address, _why_not_ours(one, live)),))
    if errors := tuple(hidden(address, site.parent, live)):
        return kept_out(address, errors)
    stay = {kind: said for kind, done in dones.items() if (said := for_good(done))}
    found = {kind: inverse(done, site) for kind, done in dones.items() if kind not in stay}
    lost = [moved(dones[kind].address, f"the {kind} is gone.") for kind in found if not found[kind]]
    part = within({kind: one for kind, one in found.items() if one}, site, live, above)
    kept = {*stay, *part.kept, *(kind for kind, one in found.items() if one is None)}
    letters = {KINDS[kind].letter for kind in kept}
    changes = tuple(_changes(part.inverses, dones.get(Tenant.kind), site, letters))
    return Verdict(
        changes=changes,
        waiting=part.waiting,
        findings=(*stay.values(), *lost, *part.findings, *_objections(changes, site)),
    )


def _why_not_ours(done: Done, live: Live) -> str:
    tenant = live.snapshot.tenants.get(done.tenant_id)
    if tenant is None or tenant.deleted_at:
        return "the tenant is gone."
    return "the tenant does not carry our stamp any more, so it stays as it is."


def _changes(
    inverses: Mapping[str, Inverse], own: Done | None, site: Site, kept: Collection[str]
) -> Iterator[Change]:
    """The tenant's change, with the stamp as it is to be, and those of the other kinds."""
    for kind, found in inverses.items():
        wanted = found.wanted
        if kind == Tenant.kind and own:
            wanted = wanted.model_copy(update={"internal_tag": tag_back(own, site, kept)})
        if wanted != found.live:
            yield found.change(wanted)


def _objections(changes: Collection[Change], site: Site) -> Iterator[Finding]:
    for change in changes:
        kind = KINDS[change.address.kind]
        goal, live = kind.of(change.after or {}), kind.of(change.before or {})
        for finding in goal.objections(live, site):
            yield replace(finding, address=str(change.address))
