"""Tenants in the tree that belong to no account of the manifests."""

from collections.abc import Collection, Iterator

from reconciler.acronis.wire import Tenant
from reconciler.drift.since import since_of
from reconciler.drift.values import Drift, Verdict
from reconciler.live import Live
from reconciler.manifest.model import Manifest
from reconciler.plan import Address
from reconciler.stamp import BrokenStampError, Stamp, parse


def strangers(live: Live, manifest: Manifest) -> Iterator[Drift]:
    """Tenants of no claim. Our own, deleted and personal ones and units are not reported.

    Units are how a customer divides itself; they are nobody's but its own. Tenants that carry
    the stamp of an account which is doubtful for that are told with the account.
    """
    doubtful = {address.account for address in live.problems}
    for tenant, address in unmatched(live):
        stamp, verdict, sentence = _whose(tenant, manifest)
        if stamp is None or stamp.workspace != manifest.workspace or stamp.account not in doubtful:
            yield Drift(
                address=address,
                verdict=verdict,
                sentence=f'The {tenant.kind} tenant "{tenant.name}" {sentence}.',
                live={"name": tenant.name, "kind": tenant.kind},
                since=since_of(tenant),
            )


def unmatched(live: Live) -> Iterator[tuple[Tenant, Address]]:
    """The live tenants that belong to no claim, with their addresses."""
    for family in live.families.values():
        for tenant in family:
            address = live.addresses[tenant.id]
            if address.account.startswith("@") and tenant.kind != "unit":
                yield tenant, address


def _whose(tenant: Tenant, manifest: Manifest) -> tuple[Stamp | None, Verdict, str]:
    """What the tag says of a tenant that no manifest declares."""
    try:
        stamp = parse(tenant.internal_tag)
    except BrokenStampError:
        return None, Verdict.UNKNOWN, "has a stamp that cannot be read"
    if stamp is None and tenant.internal_tag:
        return None, Verdict.FOREIGN, f'carries the tag "{tenant.internal_tag}"'
    if stamp is None:
        return None, Verdict.UNMANAGED, "is in no manifest"
    if stamp.workspace != manifest.workspace:
        return stamp, Verdict.FOREIGN, f"belongs to workspace {stamp.workspace}"
    if not stamp.fits(tenant.id):
        return stamp, Verdict.UNKNOWN, f"has a copy of the stamp of account {stamp.account}"
    return stamp, Verdict.ORPHANED, _left(stamp.account, manifest.accounts)


def _left(account: str, declared: Collection[str]) -> str:
    where = "not synchronized with this instance" if account in declared else "in no manifest"
    return f"was made for account {account}, now {where}"
