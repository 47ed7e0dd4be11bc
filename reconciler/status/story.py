"""The story of one account on one instance: bought, made, invited, and what is to be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from reconciler.manifest.model import Manifest
from reconciler.plan import Address, Plan
from reconciler.planner import Side
from reconciler.resources.claim import Claim
from reconciler.resources.site import Site
from reconciler.status.rows import AccountStatus

NOTHING = "Nothing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What has become of an account. `mail` is "confirmed", "unconfirmed" or "none".

    Moments are RFC 3339; None stands for what is not there. `to_do` is never empty.
    """

    account: str
    instance: str
    name: str
    bought: str | None = None
    state: str | None = None
    tenant_name: str | None = None
    created_at: str | None = None
    enabled: bool | None = None
    login: str | None = None
    email: str | None = None
    activated: bool | None = None
    mail: str = "none"
    to_do: tuple[str, ...] = (NOTHING,)

    def as_json(self) -> dict[str, Any]:
        """The story with its fields as keys."""
        return {**asdict(self), "to_do": list(self.to_do)}


def story_of(
    row: AccountStatus, manifest: Manifest, sides: Mapping[str, Side], plan: Plan
) -> Story:
    """The story behind a row of the status."""
    wanted, live = sides[row.instance]
    address = Address(row.instance, row.account, "tenant")
    claim = next((one for one in wanted.claims if one.address == address), None)
    site = live.sites.get(address)
    user = site.user if site else None
    return Story(
        account=row.account,
        instance=row.instance,
        name=manifest.accounts[row.account].name,
        bought=_bought(claim) if claim else None,
        state=row.subscription_state,
        tenant_name=site.tenant.name if site else None,
        created_at=_moment(site.tenant.created_at) if site else None,
        enabled=site.tenant.enabled if site else None,
        login=user.login if user else None,
        email=user.contact.email if user else None,
        activated=user.activated if user else None,
        mail=_mail(site),
        to_do=tuple(dict.fromkeys(_to_do(row, plan, address, site))) or (NOTHING,),
    )


def _bought(claim: Claim) -> str | None:
    """The product in words."""
    if claim.subscription is None or claim.product is None:
        return None
    protection, sharing = claim.product.protection, claim.product.file_sync_share
    sold = (("Protection", protection), ("File Sync & Share", sharing))
    modes = (f"{name} {mode.replace('_', ' ')}" for name, mode in sold if mode != "none")
    return f"{claim.subscription.product} ({', '.join(modes)})"


def _mail(site: Site | None) -> str:
    mark = site.stamp.mail if site and site.stamp else None
    if mark is None:
        return "none"
    return "confirmed" if mark.confirmed else "unconfirmed"


def _to_do(row: AccountStatus, plan: Plan, address: Address, site: Site | None) -> Iterator[str]:
    """What a person does next; the hints of the findings on the account are part of it."""
    account, path = row.account, f"accounts.{row.account}.sync.{row.instance}"
    match row.status:
        case "not_synchronized" if row.role is None:
            yield f"Declare {path} to have it synchronized."
        case "synchronized_deferred":
            yield "Nothing, until a subscription is sold to it."
        case "suspended":
            yield "Nothing, while it is suspended."
    yield from _hints(plan, address)
    if changes := [one for one in plan.changes if one.address.sibling("tenant") == address]:
        again = " again" if row.status == "failed" else ""
        told = ", ".join(f"{one.action} {one.address.kind}" for one in changes)
        yield f"reconciler apply{again}: {told}."
    if row.status == "missing":
        yield f"reconciler restore {address} brings the tenant back."
    elif site and site.user and site.user.enabled and not site.user.activated and site.stamp:
        yield f"The user has not activated yet; reconciler resend {account} sends the mail again."


def _hints(plan: Plan, address: Address) -> Iterable[str]:
    """What the plan's findings on the account advise, but for advice on what is as it should be."""
    for finding in plan.findings:
        ours = finding.address and Address.parse(finding.address).sibling("tenant") == address
        if ours and finding.hint and finding.code not in ("V-50", "V-71"):
            yield finding.hint


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
