"""The plan that sends a lost activation mail again."""

from collections.abc import Iterator, Mapping

from reconciler.acronis.wire import User
from reconciler.errors import RefusedError
from reconciler.plan import Action, Change, Pins, Plan
from reconciler.planner.instances import Side
from reconciler.resources.activation import Activation
from reconciler.resources.claim import Claim
from reconciler.resources.site import Site


def resend_plan(plan: Plan, sides: Mapping[str, Side], account: str) -> Plan:
    """One mail per instance on which the account's user is live; nothing else of `plan`.

    Raises RefusedError if there is no such user, or its tenant does not carry our stamp.
    """
    changes = tuple(_mails(sides, account))
    if not changes:
        raise RefusedError(
            f'Account "{account}" has no user of ours that a mail could go to.',
            hint="Apply first; the mail is sent when the user is made.",
        )
    return plan.only(changes, account)


def _mails(sides: Mapping[str, Side], account: str) -> Iterator[Change]:
    for wanted, live in sides.values():
        for claim in wanted.claims:
            site = live.sites.get(claim.address)
            if claim.account_key == account and site and site.stamp and site.user:
                yield _mail(claim, site, site.user)


def _mail(claim: Claim, site: Site, user: User) -> Change:
    activation = Activation(login=user.login, email=user.contact.email)
    address = claim.address.sibling(Activation.kind)
    refs = {str(claim.address): site.tenant.id, str(claim.address.sibling("user")): user.id}
    return Change(
        address=address,
        action=Action.UPDATE,
        before=activation.fields(),
        after=activation.fields(),
        reason="sent again",
        pins=Pins(id=user.id, refs=refs),
        irreversible=True,
        effects=tuple(activation.effects(None)),
    )
