"""Tenants that a run has opened are deleted again, and those that it deleted come back."""

from collections.abc import Container, Mapping

from reconciler.acronis import wire
from reconciler.live import Live
from reconciler.plan import Action, Change, Pins
from reconciler.planner.gates import unclear
from reconciler.planner.safety import deletion
from reconciler.planner.standing import as_it_stands
from reconciler.planner.undo.ended import Done
from reconciler.planner.undo.telling import inside, kept_out, moved, stays
from reconciler.planner.verdict import Verdict
from reconciler.resources.resource import digest_of
from reconciler.stamp import read

OPENED = "the run made it"
BROUGHT_BACK = "the run brought it back"
EFFECT = "The tenant comes back, with all that was deleted with it."


def closing(dones: Mapping[str, Done], live: Live) -> Verdict:
    """The deletion of a tenant that the run has opened, as long as it bears our stamp.

    Nothing is left to do if it is deleted. What may not be seen may not be deleted (V-65).
    """
    done = dones["tenant"]
    tenant = live.snapshot.tenants.get(done.tenant_id)
    if tenant is None or tenant.deleted_at:
        return Verdict()
    site = live.sites.get(done.address)
    if errors := tuple(unclear(done.address, live)):
        return kept_out(done.address, errors)
    if site is None or site.tenant.id != done.tenant_id or site.stamp is None:
        text = "the tenant does not carry our stamp any more, so it is not deleted."
        return Verdict(findings=(moved(done.address, text),))
    reason = OPENED if done.action is Action.CREATE else BROUGHT_BACK
    return Verdict(
        changes=(deletion(done.address, site, reason),),
        findings=tuple(inside(one) for kind, one in dones.items() if kind != "tenant"),
    )


def bringing_back(done: Done, live: Live, restored: Container[str]) -> Verdict:
    """The restoration of a tenant that the run has deleted; `restored` are others' ids."""
    gone = live.snapshot.tenants.get(done.tenant_id)
    if gone is None:
        text = "Acronis does not keep the deleted tenant any more."
        return Verdict(findings=(stays(done.address, text),))
    if why := _hindrance(gone, done, live, restored):
        return Verdict(findings=(stays(done.address, why),))
    return Verdict(changes=(_restoration(done, gone, live),))


def _hindrance(gone: wire.Tenant, done: Done, live: Live, restored: Container[str]) -> str:
    """Why it cannot come back, or not as ours; "" if it can."""
    if gone.internal_tag != (done.before or {}).get("internal_tag") or not read(gone.internal_tag):
        return "the deleted tenant does not carry our stamp."
    above = live.snapshot.tenants[gone.parent_id]
    if above.deleted_at and above.id not in restored:
        return f'the tenant above, "{above.name}", is deleted as well.'
    if others := live.called(gone.name, gone.parent_id):
        return f'the name "{gone.name}" is taken by {others[0].id} meanwhile.'
    if (other := live.sites.get(done.address)) is not None:
        return f"the account has another tenant by now, {other.tenant.id}."
    return ""


def _restoration(done: Done, gone: wire.Tenant, live: Live) -> Change:
    before = as_it_stands(gone, live).fields()
    enabled = bool((done.before or {}).get("enabled"))
    parent = live.addresses[gone.parent_id]
    return Change(
        address=done.address,
        action=Action.UPDATE,
        before=before,
        after={**before, "enabled": enabled, "deleted": False},
        reason="the run deleted it",
        pins=Pins(
            id=gone.id,
            version=gone.version,
            fingerprint=digest_of(before),
            refs={str(done.address): gone.id, str(parent): gone.parent_id},
        ),
        effects=(EFFECT,),
    )
