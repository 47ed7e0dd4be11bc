"""What concerns a user's way in: the own account, passwords and the second factor."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from reconciler.sandbox import passwords, settings, tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape, Text
from reconciler.sandbox.tenants.showing import BRAND_UUID, pricing_mode
from reconciler.sandbox.users import showing
from reconciler.sandbox.users.finding import found

routes = Routes()


class PasswordPost(Shape):
    """A new password."""

    password: Annotated[Text, Field(min_length=1)]


class CheckPost(Shape):
    """The SHA-1 hash of a password that somebody thinks of."""

    password: Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{40}$")]


class MfaPut(Shape):
    """Whether the user needs a second factor."""

    enabled: bool


@routes.get("/users/me", needs="identity")
def me(call: Call) -> dict[str, Any]:
    """The user who asks; an API client is none (404), it has `/clients/{id}` instead."""
    if call.caller.user_id is None:
        raise RefusedError(404, "An API client is no user.")
    row = showing.by_id(call.db, call.caller.user_id)
    tenant = tree.found(call, row["tenant_id"])
    return {
        **showing.full(row),
        "terms_accepted": False,
        "login_totp_time": None,
        "tenant_kind": tenant["kind"],
        "tenant_pricing_model": pricing_mode(tenant, call.now),
        "brand_id": BRAND_UUID,
    }


@routes.post("/users/check_password", needs="nothing")
def check_password(call: Call) -> dict[str, Any]:
    """Whether a password is known from a breach; here, whether it is one of the commonest."""
    digest = CheckPost.of(call.body).password.lower()
    return {"compromised": digest in passwords.COMPROMISED_HASHES}


@routes.post("/users/<user_id>/password", needs="users")
def set_password(call: Call, user_id: str) -> None:
    """Set a password, which activates the user; for API clients only (OAS)."""
    password = PasswordPost.of(call.body).password
    if call.caller.user_id is not None:
        raise RefusedError(403, "Only API clients set passwords.")
    user = found(call, user_id)
    if not user["enabled"]:
        raise RefusedError(1018, id=user_id)
    tree.open_inside(call, tree.found(call, user["tenant_id"]))
    salt = settings.derived(settings.read(call.db, "seed"), f"salt {user_id} {call.now}").hex()
    call.db.execute(
        """UPDATE users SET password = ?, activated = 1, updated_at = ?, version = version + 1
            WHERE seq = ?""",
        (passwords.stored(salt, password), call.now, user["seq"]),
    )


@routes.put("/users/<user_id>/mfa/status", needs="users")
def set_mfa(call: Call, user_id: str) -> dict[str, Any]:
    """Ask the user for a second factor, which then has to be set up, or no longer."""
    wanted = MfaPut.of(call.body)
    user = found(call, user_id)
    tree.open_inside(call, tree.found(call, user["tenant_id"]))
    call.db.execute(
        "UPDATE users SET mfa_status = ?, updated_at = ? WHERE seq = ?",
        ("setup_required" if wanted.enabled else "disabled", call.now, user["seq"]),
    )
    return {}
