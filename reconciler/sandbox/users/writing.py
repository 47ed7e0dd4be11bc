"""Creating and updating users."""

import sqlite3
from typing import Any

from reconciler.sandbox import contacts, settings, tree
from reconciler.sandbox.contacts import Contact
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.tenants.bodies import TenantPost
from reconciler.sandbox.tenants.creating import born
from reconciler.sandbox.users import showing
from reconciler.sandbox.users.bodies import UserPost, UserPut, valid_login
from reconciler.sandbox.users.finding import found, login_taken

routes = Routes()


@routes.post("/users", needs="users")
def create(call: Call) -> dict[str, Any]:
    """A new user without any role (200, not 201); in a customer it gets a personal tenant."""
    wanted = UserPost.of(call.body)
    tenant = tree.referred(call, wanted.tenant_id)
    tree.open_inside(call, tenant)
    tree.settled(tenant)
    tree.unlocked_inside(call, tenant)
    if tenant["owner_id"] is not None:
        raise RefusedError(1027, "A personal tenant has no users.", id=tenant["id"])
    contact = wanted.contact or Contact()
    login = _free_login(call, wanted.login or contact.email)
    user_id = settings.fresh_id(call.db)
    _insert(call.db, call.now, tenant, wanted, {"id": user_id, "login": login})
    contacts.create(call.db, user_id, contact, call.now)
    if tenant["kind"] in ("customer", "unit"):
        _give_personal_tenant(call, tenant, user_id, login)
    return showing.single(showing.by_id(call.db, user_id))


@routes.put("/users/<user_id>", needs="users")
def update(call: Call, user_id: str) -> dict[str, Any]:
    """The user after the change, one version further."""
    wanted = UserPut.of(call.body)
    user = found(call, user_id)
    home = tree.found(call, user["tenant_id"])
    tree.open_inside(call, home)
    tree.unlocked_inside(call, home)
    tree.current(user, wanted.version)
    plain = ("external_id", "idp_id", "enabled", "language")
    changes: dict[str, Any] = {name: wanted.given[name] for name in plain if name in wanted.given}
    if "login" in wanted.given:
        login = _free_login(call, wanted.login, but=user_id)
        changes |= {"login": login, "login_key": login.lower()}
    if "notifications" in wanted.given:
        changes["notifications"] = ",".join(wanted.notifications)
    if "disable_after" in wanted.given:
        changes["disable_after"] = wanted.disable_after and wanted.disable_after.isoformat()
    if "contact" in wanted.given:
        contacts.update(call.db, user_id, wanted.contact, call.now)
    sets = "".join(f"{name} = :{name}, " for name in changes)
    call.db.execute(
        f"UPDATE users SET {sets} version = version + 1, updated_at = :now WHERE seq = :seq",
        {**changes, "now": call.now, "seq": user["seq"]},
    )
    return showing.single(showing.by_id(call.db, user_id))


def _free_login(call: Call, login: str, *, but: str = "") -> str:
    if not valid_login(login):
        raise RefusedError(1033, f"The login {login!r} is not acceptable.")
    if login_taken(call.db, login, but=but):
        raise RefusedError(409, f"The login {login!r} is taken.", login=login)
    return login


def _insert(
    db: sqlite3.Connection, now: int, tenant: sqlite3.Row, wanted: UserPost, more: dict[str, Any]
) -> None:
    row = {
        **wanted.model_dump(include={"external_id", "idp_id", "enabled", "language"}),
        **wanted.model_dump(include={"origin_id", "origin_external_id"}),
        "disable_after": wanted.disable_after and wanted.disable_after.isoformat(),
        "business_types": ",".join(wanted.business_types),
        "notifications": ",".join(wanted.notifications),
        "tenant": tenant["seq"],
        "tenant_id": tenant["id"],
        "login_key": more["login"].lower(),
        "version": 1,
        "mfa_status": "setup_required" if tenant["mfa_status"] == "enabled" else "disabled",
        "activated": 0,
        "created_at": now,
        "updated_at": now,
        **more,
    }
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO users ({', '.join(row)}) VALUES ({marks})", row)


def _give_personal_tenant(call: Call, tenant: sqlite3.Row, user_id: str, login: str) -> None:
    wanted = TenantPost(name=login, parent_id=tenant["id"], kind="unit")
    personal = born(call.db, call.now, tenant, wanted, {"owner_id": user_id})
    call.db.execute("UPDATE users SET personal_tenant_id = ? WHERE id = ?", (personal, user_id))
