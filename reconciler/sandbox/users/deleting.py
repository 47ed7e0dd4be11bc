"""Deleting users softly, with their personal tenants, and bringing them back."""

from reconciler.sandbox import tree
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Shape
from reconciler.sandbox.tenants.deleting import Deletion
from reconciler.sandbox.users.finding import found, login_taken

routes = Routes()


class Restoration(Shape):
    """Whether a login that is taken by now gets a suffix, and whether the user is enabled."""

    force: bool = False
    enable: bool = False


@routes.delete("/users/<user_id>", needs="users")
def delete(call: Call, user_id: str) -> None:
    """A user can be deleted only when disabled (guide); its personal tenant goes with it."""
    version = Deletion.of(call.arguments).version
    user = found(call, user_id)
    tree.unlocked_inside(call, tree.found(call, user["tenant_id"]))
    if user["enabled"]:
        raise RefusedError(400, "It is prohibited to delete a non-disabled user.", id=user_id)
    tree.current(user, version)
    _mark(call, user_id, call.now)


@routes.post("/users/<user_id>/restore", needs="users")
def restore(call: Call, user_id: str) -> None:
    """Bring a user back within the retention; a login taken meanwhile is a conflict (OAS)."""
    wanted = Restoration.of(call.arguments)
    user = found(call, user_id, deleted=True)
    if user["deleted_at"] is None:
        raise RefusedError(409, "The user is not deleted.", id=user_id)
    tree.open_inside(call, tree.found(call, user["tenant_id"]))
    login = user["login"]
    if login_taken(call.db, login):
        if not wanted.force:
            raise RefusedError(409, f"The login {login!r} is taken.", login=login)
        login = f"{login}-{call.now}"
    call.db.execute(
        "UPDATE users SET login = ?, login_key = ?, enabled = ? WHERE seq = ?",
        (login, login.lower(), wanted.enable or user["enabled"], user["seq"]),
    )
    _mark(call, user_id, None)


def _mark(call: Call, user_id: str, deleted_at: int | None) -> None:
    marked = "deleted_at = :at, updated_at = :now, version = version + 1"
    values = {"at": deleted_at, "now": call.now, "id": user_id}
    call.db.execute(f"UPDATE users SET {marked} WHERE id = :id", values)
    call.db.execute(f"UPDATE tenants SET {marked} WHERE owner_id = :id", values)
