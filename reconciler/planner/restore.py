"""The plan that brings a tenant back that was deleted (D-15)."""

from collections.abc import Mapping
from dataclasses import replace

from reconciler.acronis import wire
from reconciler.errors import RefusedError
from reconciler.live import Live
from reconciler.plan import Action, Address, Change, Pins, Plan
from reconciler.planner.instances import Side
from reconciler.planner.standing import as_it_stands
from reconciler.resources.resource import digest_of

EFFECT = "The tenant comes back disabled, with all that was deleted with it."


def restore_plan(plan: Plan, sides: Mapping[str, Side], address: Address) -> Plan:
    """One change: the tenant at an address, back again; nothing else of `plan`.

    Raises RefusedError if no tenant of ours was deleted there, or if it cannot come back.
    """
    wanted, live = sides[address.instance]
    gone = live.gone.get(address)
    if gone is None:
        raise RefusedError(
            f"No tenant was deleted at {address}.",
            hint="reconciler drift tells what is missing.",
        )
    if any(claim.absent for claim in wanted.claims if claim.address == address):
        raise RefusedError(
            f'The manifests want the tenant "{gone.name}" deleted.',
            hint=f"Take state: absent from accounts.{address.account} first.",
        )
    _check_place(gone, live)
    return replace(
        plan,
        changes=(_restoration(address, gone, live),),
        deferred=(),
        waiting=(),
        blocked=(),
        findings=(),
        no_op=0,
        partial=(str(address),),
    )


def _check_place(gone: wire.Tenant, live: Live) -> None:
    """Whether the tenant above is there, and its name still free."""
    above = live.snapshot.tenants[gone.parent_id]
    if above.deleted_at:
        raise RefusedError(
            f'The tenant above, "{above.name}", was deleted as well.',
            hint=f"Restore that one ({above.id}); what was deleted with it comes back with it.",
        )
    if others := live.called(gone.name, gone.parent_id):
        raise RefusedError(
            f'The name "{gone.name}" is taken by {others[0].id} meanwhile.',
            hint="Rename that tenant first.",
        )


def _restoration(address: Address, gone: wire.Tenant, live: Live) -> Change:
    before = as_it_stands(gone, live).fields()
    return Change(
        address=address,
        action=Action.UPDATE,
        before=before,
        after={**before, "deleted": False},
        reason=f"deleted on {gone.deleted_at:%Y-%m-%d}",
        pins=Pins(
            id=gone.id,
            version=gone.version,
            fingerprint=digest_of(before),
            refs={str(address): gone.id},
        ),
        effects=(EFFECT,),
        drifted=True,
    )
