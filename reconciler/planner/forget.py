"""The plan that takes our stamp off an account's tenants (D-13)."""

from collections.abc import Iterator, Mapping

from reconciler.acronis import wire
from reconciler.errors import RefusedError
from reconciler.live import Live
from reconciler.plan import Action, Address, Change, Pins, Plan
from reconciler.planner.instances import Side
from reconciler.planner.standing import as_it_stands
from reconciler.resources.resource import digest_of
from reconciler.stamp import read

EFFECT = "The stamp goes and all else stays: nobody manages this tenant any more."
STILL_DECLARED = (
    "The manifests still ask for it: take the account out of them, or have it adopt this tenant."
)


def forget_plan(plan: Plan, sides: Mapping[str, Side], account: str) -> Plan:
    """One change for each tenant that carries the account's stamp; nothing else of `plan`.

    The account may have left the manifests. Copies of its stamp on other tenants are not its.
    Raises RefusedError if there is no such tenant.
    """
    changes = tuple(
        change for name in sorted(sides) for change in _removals(plan, sides[name], account)
    )
    if not changes:
        raise _nothing_to_forget(plan, sides, account)
    return plan.only(changes, account)


def _removals(plan: Plan, side: Side, account: str) -> Iterator[Change]:
    """Several tenants of one account on an instance go by their ids, as nobody's do."""
    wanted, live = side
    own = Address(live.offer.instance, account, "tenant")
    declared = any(claim.address == own for claim in wanted.claims)
    mine = [one for one in _stamped(plan.workspace, live, account) if not one.deleted_at]
    for tenant in mine:
        address = own if len(mine) == 1 else own._replace(account=f"@{tenant.id}")
        yield _removal(address, tenant, live, (EFFECT, STILL_DECLARED) if declared else (EFFECT,))


def _stamped(workspace: str, live: Live, account: str) -> Iterator[wire.Tenant]:
    for tenant in live.snapshot.tenants.values():
        stamp = read(tenant.internal_tag)
        ours = stamp and (stamp.workspace, stamp.account) == (workspace, account)
        if stamp and ours and stamp.fits(tenant.id) and tenant.id != live.offer.root_id:
            yield tenant


def _removal(address: Address, tenant: wire.Tenant, live: Live, effects: tuple[str, ...]) -> Change:
    before = as_it_stands(tenant, live).fields()
    return Change(
        address=address,
        action=Action.UPDATE,
        before=before,
        after={**before, "internal_tag": ""},
        reason="it is to be forgotten",
        pins=Pins(
            id=tenant.id,
            version=tenant.version,
            fingerprint=digest_of(before),
            refs={str(address): tenant.id},
        ),
        effects=effects,
    )


def _nothing_to_forget(plan: Plan, sides: Mapping[str, Side], account: str) -> RefusedError:
    gone = [one for _, live in sides.values() for one in _stamped(plan.workspace, live, account)]
    if gone:
        return RefusedError(
            f'The tenant "{gone[0].name}" of account "{account}" was deleted, and its stamp '
            "goes with it.",
            hint=f"Nothing is to be forgotten; as long as Acronis keeps {gone[0].id}, "
            "reconciler restore brings it back.",
        )
    return RefusedError(
        f'No tenant carries the stamp of account "{account}".',
        hint=f"Looked at: {', '.join(sorted(sides))}. reconciler drift lists tenants of accounts "
        "that have left the manifests.",
    )
