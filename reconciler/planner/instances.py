"""What only shows when instances are seen side by side: shared tenants and moved accounts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.acronis.wire import Tenant
from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.manifest.model import Manifest
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.stamp import read

Side = tuple[Desired, Live]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """An instance that is not planned for: its own tenant's id, and all tenants there."""

    root_id: str
    tenants: tuple[Tenant, ...]


Others = Mapping[str, Elsewhere]


def to_look_at(manifest: Manifest, sides: Mapping[str, Side]) -> list[str]:
    """Instances that are not planned for, where accounts about to get a tenant may have one."""
    opening = {claim.account_key for side in sides.values() for claim in _opening(*side)}
    return [
        name
        for name in sorted(manifest.instances.keys() - sides.keys())
        if any(_asks_nothing(manifest, key, name) for key in opening)
    ]


def shared_tenants(sides: Mapping[str, Side], others: Others) -> Iterator[Finding]:
    """V-06: two instances are the same partner tenant, which would be managed twice."""
    roots = {name: live.offer.root_id for name, (_, live) in sides.items()}
    roots |= {name: other.root_id for name, other in others.items()}
    seen: dict[str, str] = {}
    for name, root_id in sorted(roots.items()):
        if root_id in seen:
            yield Finding(
                code="V-06",
                severity="error",
                message=f'is the same partner tenant ({root_id}) as instance "{seen[root_id]}".',
                hint="Remove one of the two.",
                path=f"instances.{name}",
            )
        seen.setdefault(root_id, name)


def without_moves(sides: Mapping[str, Side], manifest: Manifest, others: Others) -> dict[str, Side]:
    """The sides, with a problem for each account whose tenant is on an instance it has left.

    So it is for an account that may have one where nobody has looked.
    """
    held: dict[str, Iterable[Tenant]] = {name: other.tenants for name, other in others.items()}
    held |= {name: live.snapshot.tenants.values() for name, (_, live) in sides.items()}
    left = {name: _left_on(name, tenants, manifest) for name, tenants in held.items()}
    unseen = sorted(manifest.instances.keys() - held.keys())
    checked: dict[str, Side] = {}
    for name, (wanted, live) in sides.items():
        found = {
            claim.address: problems
            for claim in _opening(wanted, live)
            if (problems := tuple(_elsewhere(claim, left, unseen, manifest)))
        }
        checked[name] = wanted, replace(live, problems={**found, **live.problems})
    return checked


def _opening(wanted: Desired, live: Live) -> Iterator[Claim]:
    """The claims that would have a tenant made."""
    for claim in wanted.claims:
        open_ = claim.provisioned and claim.enabled and not claim.absent
        if open_ and claim.address not in live.sites:
            yield claim


def _asks_nothing(manifest: Manifest, account: str, instance: str) -> bool:
    return account not in manifest.accounts or instance not in manifest.accounts[account].sync


def _left_on(name: str, tenants: Iterable[Tenant], manifest: Manifest) -> dict[str, Tenant]:
    """Tenants with our stamp whose accounts ask nothing of an instance, by account."""
    stamps = (
        (read(tenant.internal_tag), tenant)
        for tenant in tenants
        if tenant.internal_tag and not tenant.deleted_at
    )
    return {
        stamp.account: tenant
        for stamp, tenant in stamps
        if stamp
        and stamp.workspace == manifest.workspace
        and _asks_nothing(manifest, stamp.account, name)
    }


def _elsewhere(
    claim: Claim,
    left: Mapping[str, Mapping[str, Tenant]],
    unseen: Iterable[str],
    manifest: Manifest,
) -> Iterator[Finding]:
    """V-64: the one place where the account has its tenant, or those where it may have one."""
    there = [name for name in sorted(left) if claim.account_key in left[name]]
    if there:
        yield _moved(claim, there[-1], left[there[-1]][claim.account_key])
        return
    for name in unseen:
        if _asks_nothing(manifest, claim.account_key, name):
            yield _unseen(claim, name)


def _unseen(claim: Claim, name: str) -> Finding:
    return Finding(
        code="V-64",
        severity="error",
        message=f'the account may have its tenant on instance "{name}", which could not be '
        "looked at; it would get a second one.",
        hint=f"Set the credentials of instances.{name}, or plan without --instance.",
    )


def _moved(claim: Claim, other: str, tenant: Tenant) -> Finding:
    return Finding(
        code="V-64",
        severity="error",
        message=f'the account has its tenant on instance "{other}" ({tenant.id}); tenants are '
        "not moved to another instance.",
        hint=f"Declare accounts.{claim.account_key}.sync.{other} again, or a new account for "
        f"{claim.instance}.",
    )
