"""What a role lets its holder do, as far as the API's operations ask for it.

The contract names the scopes of every operation (`tenant_viewer`, `tenant_admin`, `user_admin`, …);
which of the portal's roles carry them follows from the roles' published descriptions.
"""

from typing import Literal

Right = Literal["view", "users", "tenants", "company", "partner"]
Need = Right | Literal["nothing", "identity"]
"""What an operation asks for: no caller at all, any caller, or one with a right."""

_ALL: frozenset[Right] = frozenset({"view", "users", "tenants", "company", "partner"})
_COMPANY = _ALL - {"partner"}
_UNIT = _COMPANY - {"company"}

RIGHTS: dict[str, frozenset[Right]] = {
    "root_admin": _ALL,
    "partner_admin": _ALL,
    "company_admin": _COMPANY,
    "unit_admin": _UNIT,
    "accounts_admin": frozenset({"view", "users"}),
    "readonly_admin": frozenset({"view"}),
    "accounts_ro_admin": frozenset({"view"}),
}


def rights_of(roles: set[str]) -> frozenset[Right]:
    """The rights of all roles together; those of a service alone give none in the portal."""
    return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in roles))


def administrator_of(kind: str) -> str:
    """The role that may do everything in a tenant of this kind."""
    return {"root": "root_admin", "customer": "company_admin", "unit": "unit_admin"}.get(
        kind, "partner_admin"
    )
