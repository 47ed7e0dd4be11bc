"""What is in a managed tenant beyond what the manifests speak of: items and users."""

from collections.abc import Iterator

from reconciler.acronis.wire import User
from reconciler.drift.since import since_of, since_of_item
from reconciler.drift.values import Drift, Verdict
from reconciler.manifest.entries import READ_ONLY, READ_ONLY_ENDING
from reconciler.resources import Resource
from reconciler.resources.claim import Claim
from reconciler.resources.item import ON, item_of
from reconciler.resources.offering_items import OfferingItems
from reconciler.resources.site import Site
from reconciler.sentences import OfAPerson

SERVICE_USERS = ("_user", "_guest")


def further_items(claim: Claim, wanted: Resource | None, site: Site) -> Iterator[Drift]:
    """Items of a customer that no manifest speaks of: switched on by whoever runs it (D-04)."""
    if not claim.enabled or not isinstance(wanted, OfferingItems):
        return
    compared = {item.label for item in OfferingItems.found_at(site, wanted).items}
    for item in site.items:
        label = item_of(item).label
        if item.status == ON and not item.locked and label not in compared:
            yield Drift(
                address=claim.address.sibling(OfferingItems.kind),
                verdict=Verdict.DELEGATED,
                sentence=f"{site.named(label)} is switched on as well.",
                field=label,
                live={"edition": item.edition},
                since=since_of_item(item),
            )


def undeclared_users(claim: Claim, site: Site) -> Iterator[Drift]:
    """Users beside ours. Of a customer's, only those who administer something are drift."""
    for user in site.users:
        if site.user and user.id == site.user.id:
            continue
        powers = _powers(user)
        theirs = not claim.reseller and not powers
        told = OfAPerson.POWERFUL if powers else OfAPerson.UNDECLARED
        yield Drift(
            address=claim.address.sibling("user"),
            verdict=Verdict.DELEGATED if theirs else Verdict.UNMANAGED,
            sentence=told.told(user.login, roles=", ".join(powers)),
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
        if policy.role_id != READ_ONLY
        and not policy.role_id.endswith((READ_ONLY_ENDING, *SERVICE_USERS))
    )
