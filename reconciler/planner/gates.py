"""What keeps a claim out of the plan: conflicts that only a person can settle."""

from collections.abc import Callable, Iterator

from reconciler.acronis.wire import Tenant as LiveTenant
from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.plan import Address
from reconciler.resources import Desired
from reconciler.resources.claim import Claim
from reconciler.resources.tenant import Tenant
from reconciler.sentences import OfAPerson

Gate = Callable[[Claim, Desired, Live], Iterator[Finding]]


def objections(claim: Claim, wanted: Desired, live: Live) -> Iterator[Finding]:
    """Every error of the gates for one claim."""
    yield from live.problems.get(claim.address, ())
    if claim.enabled or claim.address not in live.sites:  # closing a tenant needs no services
        yield from wanted.impossible.get(claim.address, ())
    if claim.address not in live.problems:
        for gate in GATES:
            yield from gate(claim, wanted, live)


def unclear(address: Address, live: Live) -> Iterator[Finding]:
    """What speaks against deleting a tenant: V-65 also for a tenant hidden below it."""
    yield from live.problems.get(address, ())
    site = live.sites.get(address)
    if live.hides(address):
        yield _hidden("the tenant")
    for tenant in live.below(site.tenant.id) if site else ():
        if not tenant.ancestral_access:
            yield _hidden(f'the tenant "{tenant.name}" below it')


def name_is_taken(claim: Claim, wanted: Desired, live: Live) -> Iterator[Finding]:
    """V-35: another tenant below the same parent has the name, and it is not ours."""
    tenant = wanted.resources.get(claim.address)
    if not isinstance(tenant, Tenant):
        return
    mine = live.id_of(claim.address)
    parent_id = live.id_of(Address.parse(tenant.parent))
    for other in sorted(live.called(tenant.name, parent_id), key=lambda one: one.id):
        if other.id != mine:
            yield Finding(
                code="V-35",
                severity="error",
                message=f'a tenant "{tenant.name}" ({other.id}) already exists below '
                f"{_below(claim)}, and {_owner(other, live)}.",
                hint=f"Adopt it with accounts.{claim.account_key}.adopt.{claim.instance}: "
                f"{other.id}, or choose another tenant_name.",
            )


def login_is_taken(claim: Claim, wanted: Desired, live: Live) -> Iterator[Finding]:
    """V-34: the login belongs to a user we do not manage."""
    state = live.logins.get(claim.sync.username, "free")
    if state != "free" and claim.address.sibling("user") in wanted.resources:
        yield Finding(
            code="V-34",
            severity="error",
            message=OfAPerson.NOT_FREE.told(claim.sync.username, problem=_login_problem(state)),
            hint="Choose another username; logins are unique over the whole platform.",
            path=f"{claim.path}.username",
        )


def is_locked(claim: Claim, wanted: Desired, live: Live) -> Iterator[Finding]:
    """V-19: the tenant above is locked against us."""
    above = live.snapshot.tenants.get(_parent_id(claim, live))
    lock = above.update_lock if above else None
    if above and lock and lock.enabled and lock.owner_id not in ("", live.offer.root_id):
        yield Finding(
            code="V-19",
            severity="error",
            message=f'the parent tenant "{above.name}" is locked by another tenant (code 1012).',
            hint="Have its owner unlock it.",
        )


def is_hidden(claim: Claim, wanted: Desired, live: Live) -> Iterator[Finding]:
    """V-65: a self-service tenant hides what is in it, so nothing can be concluded (D-09)."""
    yield from hidden(claim.address, claim.above, live)


def hidden(address: Address, above: Address, live: Live) -> Iterator[Finding]:
    """V-65 for a tenant that cannot be looked into, or one below such a tenant."""
    if live.hides(address):
        yield _hidden("the tenant")
    elif live.hides(above):
        yield _hidden(f'the tenant of reseller "{above.account}"')


def partners_are_allowed(claim: Claim, wanted: Desired, live: Live) -> Iterator[Finding]:
    """V-20: our own tenant is of a kind that cannot hold partner tenants.

    The finding is about that tenant, and so the same for every reseller: it is told once.
    """
    own = live.snapshot.tenants[live.offer.root_id]
    if claim.reseller and own.kind not in ("root", "partner", "folder"):
        yield Finding(
            code="V-20",
            severity="error",
            message=f"our own tenant is a {own.kind}, which may not create partner tenants.",
            hint="Use an API client of a partner tenant.",
            address=str(Address(claim.instance, f"@{own.id}", "tenant")),
            path=f"instances.{claim.instance}",
        )


GATES: tuple[Gate, ...] = (
    name_is_taken,
    login_is_taken,
    is_locked,
    is_hidden,
    partners_are_allowed,
)


def _hidden(what: str) -> Finding:
    return Finding(
        code="V-65",
        severity="error",
        message=f"{what} was switched to self-service: what is in it cannot be seen.",
        hint="Only an administrator of that tenant can switch it back to managed.",
    )


def _parent_id(claim: Claim, live: Live) -> str:
    if claim.parent is None:
        return live.offer.root_id
    return live.id_of(Address(claim.instance, claim.parent, "tenant"))


def _below(claim: Claim) -> str:
    return f'reseller "{claim.parent}"' if claim.parent else "the MSP"


def _owner(tenant: LiveTenant, live: Live) -> str:
    owner = live.addresses[tenant.id]
    if not owner.account.startswith("@"):
        return f"belongs to accounts.{owner.account}"
    return f'carries the tag "{tenant.internal_tag}"' if tenant.internal_tag else "is not ours"


def _login_problem(state: str) -> str:
    taken = "taken by a user that is not managed here"
    return taken if state == "taken" else "not acceptable to Acronis"
