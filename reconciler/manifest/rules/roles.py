"""Rules on what the two roles are (V-10, V-21)."""

from collections.abc import Iterator, Mapping

from reconciler.findings import Finding
from reconciler.manifest.draft import ANY, Draft
from reconciler.manifest.entries import (
    BUILT_IN_ROLES,
    READ_ONLY,
    READ_ONLY_ENDING,
    ROLE_NAMES,
    canonical_role,
)
from reconciler.manifest.nearest import did_you_mean
from reconciler.manifest.place import Path
from reconciler.manifest.rules.rule import rule

KINDS: Mapping[str, str] = {name: role.tenant_kind for name, role in BUILT_IN_ROLES.items()}
READ_ONLY_ROLES = 3


@rule("V-10")
def known_roles(draft: Draft) -> Iterator[Finding]:
    """A role is neither Reseller nor User."""
    for path, role in draft.each("accounts", ANY, "sync", ANY, "role"):
        if isinstance(role, str):
            yield from _unknown_role(draft, path, role)
    for path, _ in draft.each("roles", ANY):
        yield from _unknown_role(draft, path, path[-1])
    for path, kind in draft.each("roles", ANY, "tenant_kind"):
        right = KINDS.get(path[1])
        if right and kind in KINDS.values() and kind != right:
            message = f'"{kind}" is not the tenant kind of role {path[1]}.'
            yield draft.finding("V-10", path, message, f'Write "{right}".')


def _unknown_role(draft: Draft, path: Path, role: str) -> Iterator[Finding]:
    if canonical_role(role) not in ROLE_NAMES:
        hint = "Write Reseller for a reseller, User for a direct or end customer."
        hint = did_you_mean(role, ROLE_NAMES) or hint
        yield draft.finding("V-10", path, f'"{role}" is not a role.', hint)


@rule("V-21")
def resellers_only_read(draft: Draft) -> Iterator[Finding]:
    """Role Reseller grants something that can write, or not exactly three roles (R-20, R-21)."""
    path = ("roles", "Reseller", "access_policies")
    granted = draft.sound.roles["Reseller"].access_policies
    for policy in dict.fromkeys(granted):
        if policy != READ_ONLY and not policy.endswith(READ_ONLY_ENDING):
            message = f'"{policy}" can write; a Reseller only reads.'
            hint = f"Grant {READ_ONLY} and roles that end in {READ_ONLY_ENDING} only."
            yield draft.finding("V-21", path, message, hint)
    if (number := len(set(granted))) != READ_ONLY_ROLES:
        roles = "role" if number == 1 else "roles"
        message = f"grants {number} {roles}; the page says that a Reseller has {READ_ONLY_ROLES}."
        hint = "Name one for the portal, one for Protection and one for File Sync & Share."
        yield draft.finding("V-21", path, message, hint, severity="warning")
