"""What only shows when instances are seen side by side: shared tenants and moved accounts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reconciler.acronis.wire import Tenant
from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.stamp import read

Side = tuple[Desired, Live]


def shared_tenants(sides: Mapping[str, Side]) -> Iterator[Finding]:
    """V-06: two instances are the same partner tenant, which would be managed twice."""
    seen: dict[str, str] = {}
    for name in sorted(sides):
        root_id = sides[name][1].offer.root_id
        if root_id in seen:
            yield Finding(
                code="V-06",
                severity="error",
                message=f'is the same partner tenant ({root_id}) as instance "{seen[root_id]}".',
                hint="Remove one of the two.",
                path=f"instances.{name}",
            )
        seen.setdefault(root_id, name)


def without_moves(sides: Mapping[str, Side], workspace: str) -> dict[str, Side]:
    """The sides, with a problem for each account whose tenant is on an instance it has left."""
    left = {name: _left_on(*side, workspace) for name, side in sides.items()}
    return {name: _checked(*side, name, left) for name, side in sides.items()}


def _left_on(wanted: Desired, live: Live, workspace: str) -> dict[str, Tenant]:
    """Tenants with our stamp whose accounts ask nothing of this instance, by account."""
    asking = {claim.account_key for claim in wanted.claims}
    stamps = (
        (read(tenant.internal_tag), tenant)
        for tenant in live.snapshot.tenants.values()
        if tenant.internal_tag and not tenant.deleted_at
    )
    return {
        stamp.account: tenant
        for stamp, tenant in stamps
        if stamp and stamp.workspace == workspace and stamp.account not in asking
    }


def _checked(
    wanted: Desired, live: Live, name: str, left: Mapping[str, Mapping[str, Tenant]]
) -> Side:
    moved = {
        claim.address: (_moved(claim, other, there[claim.account_key]),)
        for other, there in sorted(left.items())
        for claim in wanted.claims
        if other != name and claim.account_key in there and _opens(claim, live)
    }
    return wanted, replace(live, problems={**moved, **live.problems}) if moved else live


def _opens(claim: Claim, live: Live) -> bool:
    """Whether the claim would have a tenant made."""
    wanted = claim.provisioned and claim.enabled and not claim.absent
    return wanted and claim.address not in live.sites


def _moved(claim: Claim, other: str, tenant: Tenant) -> Finding:
    return Finding(
        code="V-64",
        severity="error",
        message=f'the account has its tenant on instance "{other}" ({tenant.id}); tenants are '
        "not moved to another instance.",
        hint=f"Declare accounts.{claim.account_key}.sync.{other} again, or a new account for "
        f"{claim.instance}.",
    )
