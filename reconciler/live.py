"""What is live, told by account: the tenants of one instance, matched to the claims on it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from reconciler.acronis.wire import OfferingItem, Tenant, User
from reconciler.findings import Finding
from reconciler.plan import Address
from reconciler.resources.claim import Claim
from reconciler.resources.offer import Offer
from reconciler.resources.site import Site
from reconciler.stamp import Stamp, read

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One refresh as it was read: tenants by id, parents before children, deleted ones too."""

    offer: Offer
    tenants: Mapping[str, Tenant]
    users: Mapping[str, tuple[User, ...]] = field(default_factory=dict)
    items: Mapping[str, tuple[OfferingItem, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The live side of an instance.

    `sites` are the tenants that belong to claims, by the address of their tenant; `gone` those
    that did and were deleted. `problems` say why a claim could not be matched.
    `families` are the tenants right below each one, without deleted and personal ones, and
    `namesakes` the same by parent and name in lower case.
    `logins` tells of users about to be made whether their login is "free", "taken", "invalid".
    """

    snapshot: Snapshot
    sites: Mapping[Address, Site]
    gone: Mapping[Address, Tenant]
    problems: Mapping[Address, tuple[Finding, ...]]
    addresses: Mapping[str, Address]
    families: Mapping[str, tuple[Tenant, ...]]
    namesakes: Mapping[tuple[str, str], tuple[Tenant, ...]]
    logins: Mapping[str, str] = field(default_factory=dict)

    @property
    def offer(self) -> Offer:
        """What the instance's own tenant can pass on."""
        return self.snapshot.offer

    def id_of(self, address: Address) -> str:
        """The id of the tenant at an address, "" if there is none."""
        if address.account.startswith("@"):
            return address.account[1:]
        return self.sites[address].tenant.id if address in self.sites else ""

    def hides(self, address: Address) -> bool:
        """Whether the tenant at an address was switched to self-service (D-09)."""
        return address in self.sites and not self.sites[address].tenant.ancestral_access

    def called(self, name: str, parent_id: str) -> tuple[Tenant, ...]:
        """The tenants of a name right below another; case makes no difference."""
        return self.namesakes.get((parent_id, name.casefold()), ())

    def below(self, tenant_id: str) -> Iterator[Tenant]:
        """All tenants below one, at any depth."""
        for child in self.families.get(tenant_id, ()):
            yield child
            yield from self.below(child.id)


def match(snapshot: Snapshot, claims: Iterable[Claim]) -> Live:
    """Find each claim's tenant: by stamp, else by the account's `adopt` (D-13)."""
    stamped = _by_owner(snapshot)
    found: dict[Address, Tenant] = {}
    gone: dict[Address, Tenant] = {}
    problems: dict[Address, tuple[Finding, ...]] = {}
    claimed = tuple(claims)
    keys = frozenset(claim.account_key for claim in claimed)
    for claim in claimed:
        mine = stamped.get((claim.workspace, claim.account_key), [])
        there = [tenant for tenant, _ in mine if not tenant.deleted_at]
        fitting = [tenant for tenant, stamp in mine if stamp.fits(tenant.id)]
        alive = [tenant for tenant in fitting if not tenant.deleted_at]
        adopted = claim.account.adopt.get(claim.instance, "")
        if len(alive) == 1:
            found[claim.address] = alive[0]
        elif there:
            problems[claim.address] = (_ambiguous(claim, there),)
        elif adopted and not (why := _unadoptable(claim, adopted, snapshot, keys)):
            found[claim.address] = snapshot.tenants[adopted]
        elif fitting:
            gone[claim.address] = max(fitting, key=_deleted)
        elif adopted and not claim.absent:
            problems[claim.address] = (_not_adoptable(claim, adopted, why),)
    return _live(snapshot, claimed, found, gone, problems)


def _live(
    snapshot: Snapshot,
    claims: Iterable[Claim],
    found: Mapping[Address, Tenant],
    gone: Mapping[Address, Tenant],
    problems: Mapping[Address, tuple[Finding, ...]],
) -> Live:
    instance = snapshot.offer.instance
    addresses = {id_: Address(instance, f"@{id_}", "tenant") for id_ in snapshot.tenants}
    addresses.update({tenant.id: address for address, tenant in found.items()})
    sites = {
        claim.address: _site(
            (claim.workspace, claim.account_key),
            claim.sync.username,
            found[claim.address],
            snapshot,
            addresses,
        )
        for claim in claims
        if claim.address in found
    }
    shown = _shown(snapshot)
    return Live(
        snapshot=snapshot,
        sites=sites,
        gone=gone,
        problems=problems,
        addresses=addresses,
        families=grouped(shown, lambda tenant: tenant.parent_id),
        namesakes=grouped(shown, lambda tenant: (tenant.parent_id, tenant.name.casefold())),
    )


def grouped(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, tuple[Thing, ...]]:
    """The things by their keys, in their order."""
    groups: dict[Key, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return {name: tuple(members) for name, members in groups.items()}


def _shown(snapshot: Snapshot) -> list[Tenant]:
    """The tenants that can be in the way: not deleted, not personal, not our own."""
    return [
        one
        for one in snapshot.tenants.values()
        if not one.deleted_at and not one.owner_id and one.id != snapshot.offer.root_id
    ]


def with_orphans(live: Live, workspace: str) -> Live:
    """The same with the tenants of accounts that ask for nothing any more, known by their stamps.

    An account whose stamp stands on several tenants is left out.
    """
    snapshot, known = live.snapshot, {*live.sites, *live.problems}
    found: dict[Address, Tenant] = {}
    for (owner, account), mine in _by_owner(snapshot).items():
        address = Address(live.offer.instance, account, "tenant")
        alive = [one for one, stamp in mine if stamp.fits(one.id) and not one.deleted_at]
        if owner == workspace and address not in known and len(alive) == 1:
            found[address] = alive[0]
    addresses = {**live.addresses, **{one.id: address for address, one in found.items()}}
    orphans = {
        address: _site((workspace, address.account), "", tenant, snapshot, addresses)
        for address, tenant in found.items()
    }
    return replace(live, sites={**live.sites, **orphans}, addresses=addresses)


def _site(
    owner: tuple[str, str],
    login: str,
    tenant: Tenant,
    snapshot: Snapshot,
    addresses: Mapping[str, Address],
) -> Site:
    stamp = read(tenant.internal_tag)
    ours = stamp and (stamp.workspace, stamp.account) == owner
    infra = snapshot.offer.infra
    return Site(
        tenant=tenant,
        parent=addresses[tenant.parent_id],
        login=login,
        stamp=stamp if ours else None,
        users=snapshot.users.get(tenant.id, ()),
        items=snapshot.items.get(tenant.id, ()),
        shut=_disabled_above(tenant, snapshot, addresses),
        above=snapshot.tenants[tenant.parent_id].name,
        storages={id_: storage.name for id_, storage in infra.items() if storage.name},
    )


def _by_owner(snapshot: Snapshot) -> dict[tuple[str, str], list[tuple[Tenant, Stamp]]]:
    owned: dict[tuple[str, str], list[tuple[Tenant, Stamp]]] = {}
    for tenant in snapshot.tenants.values():
        if tenant.id != snapshot.offer.root_id and (stamp := read(tenant.internal_tag)):
            owned.setdefault((stamp.workspace, stamp.account), []).append((tenant, stamp))
    return owned


def _unadoptable(
    claim: Claim, tenant_id: str, snapshot: Snapshot, accounts: Collection[str]
) -> str:
    """What the tenant that the manifest names is instead of one to adopt, "" if it is one."""
    tenant = snapshot.tenants.get(tenant_id)
    if tenant_id == snapshot.offer.root_id:
        return "the tenant of our own API client"
    if tenant is None or tenant.deleted_at:
        return "not there"
    stamp = read(tenant.internal_tag)
    if stamp is None or stamp.workspace != claim.workspace or not stamp.fits(tenant_id):
        return ""
    others = stamp.account in accounts and stamp.account != claim.account_key
    return f"accounts.{stamp.account}'s, whose stamp it carries" if others else ""


def _not_adoptable(claim: Claim, tenant_id: str, why: str) -> Finding:
    return Finding(
        code="V-35",
        severity="error",
        message=f"the tenant to adopt, {tenant_id}, is {why}.",
        hint="Correct the id, or remove adopt to have a tenant made.",
        path=f"accounts.{claim.account_key}.adopt.{claim.instance}",
    )


def _ambiguous(claim: Claim, tenants: list[Tenant]) -> Finding:
    names = ", ".join(sorted(f"{tenant.name} ({tenant.id})" for tenant in tenants))
    many = len(tenants) > 1
    return Finding(
        code="V-69",
        severity="error",
        message=(
            f"{len(tenants)} tenants carry this account's stamp: {names}."
            if many
            else f"the stamp of {names} was written for another tenant: it has been copied."
        ),
        hint="Clear internal_tag of the tenant that is not this account's.",
    )


def _disabled_above(
    tenant: Tenant, snapshot: Snapshot, addresses: Mapping[str, Address]
) -> Address | None:
    """The nearest disabled ancestor below the instance's own tenant."""
    current = snapshot.tenants.get(tenant.parent_id)
    while current and current.id != snapshot.offer.root_id:
        if not current.enabled:
            return addresses[current.id]
        current = snapshot.tenants.get(current.parent_id)
    return None


def _deleted(tenant: Tenant) -> str:
    return str(tenant.deleted_at)
