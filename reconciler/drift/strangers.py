"""What is live and declared by nobody: tenants in the tree, and users in managed tenants."""

from collections.abc import Iterator

from reconciler.acronis.wire import Tenant, User
from reconciler.drift.since import since_of
from reconciler.drift.values import Drift, Verdict
from reconciler.live import Live
from reconciler.resources.claim import Claim
from reconciler.resources.site import Site
from reconciler.stamp import BrokenStampError, parse

READ_ONLY = ("readonly_admin",)
READ_ONLY_ENDING = "_ro_admin"
SERVICE_USERS = ("_user", "_guest")


def strangers(live: Live, workspace: str) -> Iterator[Drift]:
    """Tenants of no claim. Our own, deleted and personal ones and units are not reported.

    Units are how a customer divides itself; they are nobody's but its own.
    """
    doubtful = {address.account for address in live.problems}
    for family in live.families.values():
        for tenant in family:
            address = live.addresses[tenant.id]
            if address.account.startswith("@") and tenant.kind != "unit":
                verdict, sentence = _whose(tenant, workspace, doubtful)
                yield Drift(
                    address=address,
                    verdict=verdict,
                    sentence=sentence,
                    live={"name": tenant.name, "kind": tenant.kind},
                    since=since_of(tenant),
                )


def _whose(tenant: Tenant, workspace: str, doubtful: set[str]) -> tuple[Verdict, str]:
    """What the tag says of a tenant that no manifest declares."""
    name = f'The {tenant.kind} tenant "{tenant.name}"'
    try:
        stamp = parse(tenant.internal_tag)
    except BrokenStampError:
        return Verdict.UNKNOWN, f"{name} has a stamp that cannot be read."
    if stamp is None and tenant.internal_tag:
        return Verdict.FOREIGN, f'{name} carries the tag "{tenant.internal_tag}".'
    if stamp is None:
        return Verdict.UNMANAGED, f"{name} is in no manifest."
    if stamp.workspace != workspace:
        return Verdict.FOREIGN, f"{name} belongs to workspace {stamp.workspace}."
    if not stamp.fits(tenant.id):
        return Verdict.UNKNOWN, f"{name} has a copy of the stamp of account {stamp.account}."
    if stamp.account in doubtful:
        return Verdict.UNKNOWN, f"{name} is not the only one with the stamp of {stamp.account}."
    return Verdict.ORPHANED, f"{name} was made for account {stamp.account}, now in no manifest."


def undeclared_users(claim: Claim, site: Site) -> Iterator[Drift]:
    """Users beside ours. Of a customer's, only those who administer something are drift."""
    for user in site.users:
        if site.user and user.id == site.user.id:
            continue
        powers = _powers(user)
        theirs = not claim.reseller and not powers
        held = f", who holds {', '.join(powers)}" if powers else ""
        yield Drift(
            address=claim.address.sibling("user"),
            verdict=Verdict.DELEGATED if theirs else Verdict.UNMANAGED,
            sentence=f"Nobody has declared the user {user.login}{held}.",
            field=user.login,
            live={
                "login": user.login,
                "roles": sorted(one.role_id for one in user.access_policies),
            },
            since=since_of(user),
            grave=bool(powers),
        )


def _powers(user: User) -> list[str]:
    """The user's roles that can change something for others."""
    return sorted(
        policy.role_id
        for policy in user.access_policies
        if policy.role_id not in READ_ONLY
        and not policy.role_id.endswith((READ_ONLY_ENDING, *SERVICE_USERS))
    )
