"""Which live tenants can be accounts of the manifests, and why the others cannot."""

from collections.abc import Iterator, Mapping

from reconciler.acronis.wire import Tenant
from reconciler.importing.people import Names, chosen
from reconciler.importing.values import Candidate, LeftOut
from reconciler.live import Live
from reconciler.manifest.model import Manifest, RoleName
from reconciler.stamp import BrokenStampError, parse

ROLES: Mapping[str, RoleName] = {"partner": "Reseller", "customer": "User"}
KINDS = {
    "folder": "a folder: manifests have none",
    "unit": "a unit: how a customer divides itself is its own business",
}
PERSONAL = "the personal tenant of a user"
BELOW = "what is above it is left out"


def sorted_out(
    manifest: Manifest, live: Live, objections: Mapping[str, str]
) -> tuple[list[Candidate], list[LeftOut]]:
    """The tenants that no claim has, sorted into candidates and others, by levels of the tree.

    Resellers come before the customers beside and below them, so that of two with the same
    username or address it is the reseller who keeps it.
    """
    names = Names.of(manifest, live.offer.instance)
    found: list[Candidate] = []
    reasons: dict[str, str] = {}
    for tenant in _by_level(live):
        if not live.addresses[tenant.id].account.startswith("@"):
            continue  # managed already
        reason = objections.get(tenant.id) or _objection(tenant, manifest, live, reasons)
        judged = reason or _judged(tenant, manifest, live, names)
        if isinstance(judged, Candidate):
            found.append(judged)
        else:
            reasons[tenant.id] = judged
    return found, [*_left_out(live, reasons)]


def _by_level(live: Live) -> Iterator[Tenant]:
    """All tenants below our own, partners first on each level, by name."""
    level = [live.offer.root_id]
    while level:
        children = [child for parent in level for child in live.families.get(parent, ())]
        yield from sorted(children, key=lambda one: (one.kind != "partner", *_order(one)))
        level = [child.id for child in children]


def _order(tenant: Tenant) -> tuple[str, str]:
    return tenant.name.casefold(), tenant.id


def _objection(tenant: Tenant, manifest: Manifest, live: Live, reasons: Mapping[str, str]) -> str:
    """What keeps a tenant out whoever is in it, "" if nothing does."""
    if tenant.parent_id in reasons:
        above = live.snapshot.tenants[tenant.parent_id].name
        return f'{BELOW}: "{above}"'
    if tenant.kind not in ROLES:
        return KINDS.get(tenant.kind, f"a tenant of kind {tenant.kind}")
    if not tenant.ancestral_access:
        return "it was switched to self-service: what is in it cannot be seen [D-09]"
    if tenant.kind == "partner" and tenant.parent_id != live.offer.root_id:
        return "a partner below a partner: resellers have no resellers [R-58]"
    return _tag(tenant, manifest)


def _tag(tenant: Tenant, manifest: Manifest) -> str:
    """V-69: somebody else's tag. A stamp of ours whose account was lost is no objection."""
    try:
        stamp = parse(tenant.internal_tag)
    except BrokenStampError:
        return "it carries a stamp that cannot be read [V-69]"
    if stamp is None:
        tag = tenant.internal_tag
        return f'it carries somebody else\'s tag, "{tag}" [V-69]' if tag else ""
    if stamp.workspace != manifest.workspace:
        return f"it belongs to workspace {stamp.workspace} [V-69]"
    if not stamp.fits(tenant.id):
        return f"it carries a copy of the stamp of account {stamp.account} [V-69]"
    if stamp.account in manifest.accounts:
        return f"it carries the stamp of accounts.{stamp.account} [V-69]"
    return ""


def _judged(tenant: Tenant, manifest: Manifest, live: Live, names: Names) -> Candidate | str:
    """The tenant with its user, or why nobody in it can be that."""
    role = ROLES[tenant.kind]
    users = live.snapshot.users.get(tenant.id, ())
    choice = chosen(users, manifest.roles[role].access_policies, tenant.id, names)
    if choice.user is None:
        return choice.why
    names.give(choice.user, f'"{tenant.name}"')
    return Candidate(tenant=tenant, role=role, user=choice.user, why=choice.why)


def _left_out(live: Live, reasons: Mapping[str, str]) -> Iterator[LeftOut]:
    """All that are left out, by name; the personal tenants of users among them."""
    tenants = live.snapshot.tenants
    personal = {one.id: PERSONAL for one in tenants.values() if one.owner_id and not one.deleted_at}
    for tenant_id, reason in sorted(
        {**personal, **reasons}.items(), key=lambda pair: _order(tenants[pair[0]])
    ):
        name = tenants[tenant_id].name
        login = name if tenant_id in personal else ""
        yield LeftOut(tenant_id=tenant_id, name=name, reason=reason, login=login)
