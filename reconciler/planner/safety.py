"""Consequences that reach beyond one resource: suspending, deleting, changing many at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.plan import Action, Address, Change, Pins, Plan, Row
from reconciler.planner.cut import cut
from reconciler.resources.resource import digest_of
from reconciler.resources.site import Site
from reconciler.resources.tenant import Tenant

MASS_SHARE = 0.3
MASS_COUNT = 10


def deletion(address: Address, site: Site, reason: str) -> Change:
    """The change that deletes an account's tenant (D-06)."""
    tenant = site.tenant
    before = {
        "name": tenant.name,
        "tenant_kind": tenant.kind,
        "parent": str(site.parent),
        "enabled": tenant.enabled,
        "internal_tag": tenant.internal_tag,
    }
    return Change(
        address=address,
        action=Action.DELETE,
        before=before,
        after=None,
        reason=reason,
        pins=Pins(
            id=tenant.id,
            version=tenant.version,
            fingerprint=digest_of(before),
            refs={str(address): tenant.id, str(site.parent): tenant.parent_id},
        ),
        irreversible=True,
    )


def with_reach(change: Change, live: Live) -> Change:
    """The change with the tenants below that it closes, pinned, and what that means, counted."""
    if not closes(change):
        return change
    closed = tuple(sorted(tenant.id for tenant in live.below(live.id_of(change.address))))
    change = replace(change, pins=replace(change.pins, below=closed))
    customers = _customers_below(change.address, live)
    if change.action is Action.DELETE:
        below = f", with {_count(customers, 'customer tenant')} below it" if customers else ""
        said = (f"The tenant is deleted{below}; its backups are deleted and it cannot be undone.",)
        return replace(change, effects=(*change.effects, *said))
    if customers:
        return replace(
            change, effects=(*change.effects, f"It stops {_count(customers, 'customer')}.")
        )
    return change


def cautions(change: Change, live: Live) -> Iterator[Finding]:
    """V-60, V-61 and V-62: what has to be acknowledged before a tenant is closed."""
    if change.action is Action.DELETE:
        yield _caution(
            "V-60",
            f"the tenant is deleted, and {_names_below(change, live)}; backups are deleted.",
            change,
        )
    elif not suspends(change):
        return
    else:
        yield Finding(
            code="V-61",
            severity="warning",
            message="the tenant is disabled; Acronis goes on billing what it stores.",
            hint=f"Delete it (accounts.{change.address.account}.state: absent) if it is not to be "
            "billed any more.",
            address=str(change.address),
        )
    active = _customers_below(change.address, live)
    if active and live.sites[change.address].tenant.kind == "partner":
        stopped = _count(active, "active customer")
        yield _caution("V-62", f"this stops {stopped} of the reseller.", change)


def mass_change(changes: Iterable[Change], live: Live) -> Iterator[Finding]:
    """V-68: more than 30 % and more than 10 of the managed tenants would be touched at once.

    What finishes a half-made account and what only notes the stamp do not count.
    """
    touched = {change.address.account for change in changes if _counts(change, live)}
    managed = len(live.sites)
    if len(touched) > MASS_COUNT and len(touched) > MASS_SHARE * managed:
        yield Finding(
            code="V-68",
            severity="error",
            message=f"{live.offer.instance}: {len(touched)} of {managed} managed tenants would be "
            "changed, disabled or deleted at once.",
            hint="Look for a mistake in the manifests; acknowledge with --ack V-68.",
            path=f"instances.{live.offer.instance}",
            ack_needed=True,
        )


def without_destruction(plan: Plan) -> Plan:
    """The plan of an incomplete read: nothing is disabled, deleted or switched off by it.

    What needs such a change, directly or not, is kept out with it.
    """
    gone: dict[Address, Row] = {}
    for change in plan.changes:  # in order: what is needed stands before what needs it
        needs = tuple(address for address in change.needs if address in gone)
        if needs or _destroys(change):
            reason = "the read was incomplete [V-65]"
            gone[change.address] = Row(address=change.address, reason=reason, needs=needs)
    kept = [change.address for change in plan.changes if change.address not in gone]
    return replace(
        plan, changes=cut(plan.changes, set(kept)), blocked=(*plan.blocked, *gone.values())
    )


def _destroys(change: Change) -> bool:
    """Whether something is lost by it: a tenant, its use, or the data of an item."""
    switched_off = change.action is Action.UPDATE and change.irreversible
    return closes(change) or switched_off


def closes(change: Change) -> bool:
    """Whether the change disables or deletes a tenant, and with it all that is below."""
    return change.action is Action.DELETE or suspends(change)


def suspends(change: Change) -> bool:
    """Whether the change disables a tenant."""
    before, after = change.before or {}, change.after or {}
    disabled = after.get("enabled") is False and before.get("enabled") is True
    return change.address.kind == Tenant.kind and disabled


def _counts(change: Change, live: Live) -> bool:
    site = live.sites.get(change.address.sibling(Tenant.kind))
    if site is None or change.action is Action.CREATE:
        return False
    finishing = site.stamp is not None and not site.stamp.sealed
    before, after = change.before or {}, change.after or {}
    differing = {name for name in before if before[name] != after.get(name)}
    return not finishing and differing != {"internal_tag"}


def _customers_below(address: Address, live: Live) -> int:
    below = live.below(live.id_of(address))
    return sum(tenant.kind == "customer" and tenant.enabled for tenant in below)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _names_below(change: Change, live: Live) -> str:
    names = sorted(tenant.name for tenant in live.below(live.id_of(change.address)))
    return f"with it {_some(names)}" if names else "nothing is below it"


def _some(names: Sequence[str], most: int = 10) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f'"{name}"' for name in names[:most]) + rest


def _caution(code: str, message: str, change: Change) -> Finding:
    return Finding(
        code=code,
        severity="error",
        message=message,
        hint=f"Acknowledge with --ack {code}:DIGEST.",
        address=str(change.address),
        ack_needed=True,
    )
