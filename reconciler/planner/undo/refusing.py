"""What must not be put back though it is still as the run left it."""

from collections.abc import Iterator

from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.manifest.entries import READ_ONLY, READ_ONLY_ENDING
from reconciler.planner.undo.inverse import Inverse
from reconciler.planner.undo.telling import stays


def refusals(inverse: Inverse, live: Live) -> Iterator[tuple[str, Finding]]:
    """Fields with what speaks against each of them."""
    address, site = inverse.done.address, inverse.site
    for name in inverse.back:
        value = inverse.wanted.fields().get(name)
        if name == "name" and _taken(str(value), inverse, live):
            yield name, stays(address, f'another tenant is called "{value}" by now.')
        if name == "roles" and site.tenant.kind == "partner" and (powers := _powers(value)):
            text = f"a reseller's user only reads, and does not get {', '.join(powers)} again."
            yield name, stays(address, text)


def _taken(name: str, inverse: Inverse, live: Live) -> bool:
    tenant = inverse.site.tenant
    return any(one.id != tenant.id for one in live.called(name, tenant.parent_id))


def _powers(roles: object) -> list[str]:
    """Roles that can write (V-21)."""
    held = [str(role) for role in roles] if isinstance(roles, list | tuple) else []
    ids = {role: role.partition("@")[0] for role in held}
    return [role for role in held if ids[role] != READ_ONLY and not _reads(ids[role])]


def _reads(role_id: str) -> bool:
    return role_id.endswith(READ_ONLY_ENDING)
