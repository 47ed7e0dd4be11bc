"""The users of the fleet: an administrator for everybody, and some who only use the services."""

import sqlite3
from collections.abc import Iterator
from random import Random

from reconciler.sandbox import contacts, settings
from reconciler.sandbox.fleet import names
from reconciler.sandbox.tenants.bodies import TenantPost
from reconciler.sandbox.tenants.creating import born
from reconciler.sandbox.users.bodies import UserContact, UserPost

RESELLER = ("readonly_admin", "protection_ro_admin", "sync_share_ro_admin")
ADMINISTRATOR = ("company_admin",)
USER = ("backup_user", "sync_share_user")
# One customer in so many has a second user.
SECOND_USER = 3

_EXAMPLE = UserPost(tenant_id=settings.derived_id("", "any"))


def settle(db: sqlite3.Connection, dice: Random, tenant: sqlite3.Row) -> None:
    """Give a tenant its users, with their roles and personal tenants."""
    for person, roles in _staff(dice, tenant):
        user_id = settings.fresh_id(db)
        seq = _insert(db, tenant, user_id, person.email)
        contact = UserContact(
            email=person.email, firstname=person.firstname, lastname=person.lastname
        )
        contacts.create(db, user_id, contact, tenant["created_at"])
        _give_roles(db, tenant, seq, roles)
        if tenant["kind"] == "customer":
            _give_personal_tenant(db, tenant, user_id, person.email)


def _staff(dice: Random, tenant: sqlite3.Row) -> Iterator[tuple[names.Person, tuple[str, ...]]]:
    roles: list[tuple[str, ...]] = [RESELLER if tenant["kind"] == "partner" else ADMINISTRATOR]
    if tenant["kind"] == "customer" and dice.randrange(SECOND_USER) == 0:
        roles.append(USER)
    yield from zip(names.people(dice, tenant["name"], len(roles)), roles, strict=True)


def _insert(db: sqlite3.Connection, tenant: sqlite3.Row, user_id: str, login: str) -> int:
    row = {
        "id": user_id,
        "tenant": tenant["seq"],
        "tenant_id": tenant["id"],
        "login": login,
        "login_key": login.lower(),
        "version": 1,
        "enabled": 1,
        "activated": 1,
        "language": _EXAMPLE.language,
        "idp_id": _EXAMPLE.idp_id,
        "business_types": "",
        "notifications": ",".join(_EXAMPLE.notifications),
        "created_at": tenant["created_at"],
        "updated_at": tenant["created_at"],
    }
    marks = ", ".join(f":{name}" for name in row)
    done = db.execute(f"INSERT INTO users ({', '.join(row)}) VALUES ({marks})", row)
    assert done.lastrowid is not None
    return done.lastrowid


def _give_roles(
    db: sqlite3.Connection, tenant: sqlite3.Row, user: int, roles: tuple[str, ...]
) -> None:
    db.executemany(
        """INSERT INTO access_policies (user, tenant_id, role_id, issuer_id, created_at)
            VALUES (?, ?, ?, ?, ?)""",
        [(user, tenant["id"], role, tenant["id"], tenant["created_at"]) for role in roles],
    )


def _give_personal_tenant(
    db: sqlite3.Connection, tenant: sqlite3.Row, user_id: str, login: str
) -> None:
    wanted = TenantPost(name=login, parent_id=tenant["id"], kind="unit")
    personal = born(db, tenant["created_at"], tenant, wanted, {"owner_id": user_id})
    db.execute("UPDATE users SET personal_tenant_id = ? WHERE id = ?", (personal, user_id))
