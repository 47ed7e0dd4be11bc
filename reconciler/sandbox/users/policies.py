"""Access policies: the roles of a user, always written as a whole."""

import sqlite3
from typing import Any, Literal

from reconciler.sandbox import tree
from reconciler.sandbox.applications.reading import enabled
from reconciler.sandbox.catalogue import BY_TYPE, Role, roles
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text
from reconciler.sandbox.users import sharing, showing
from reconciler.sandbox.users.finding import found

routes = Routes()


class Policy(Shape):
    """One role; id, issuer and version may be anything, as in the guide's samples."""

    trustee_id: Id
    trustee_type: Literal["user", "user_group", "client"] = "user"
    tenant_id: Id
    role_id: Text
    issuer_id: Text = showing.ZERO
    resource_server_id: Text | None = None
    resource_namespace: Text | None = None
    resource_path: Text | None = None


class PoliciesPut(Shape):
    """All roles that the user shall have; none with an empty list."""

    items: tuple[Policy, ...]


@routes.get("/users/<user_id>/access_policies")
def read(call: Call, user_id: str) -> dict[str, Any]:
    """The roles of a user."""
    user = found(call, user_id)
    return {"timestamp": call.timestamp, "items": showing.policies(call.db, user)}


@routes.put("/users/<user_id>/access_policies", needs="users")
def write(call: Call, user_id: str) -> dict[str, Any]:
    """The roles that the user has now: those that were sent and no others."""
    wanted = PoliciesPut.of(call.body).items
    user = found(call, user_id)
    home = tree.found(call, user["tenant_id"])
    tree.open_inside(call, home)
    tree.unlocked_inside(call, home)
    for policy in wanted:
        _possible(call, user, home, policy)
        sharing.check(call, user, home, policy.role_id)
    call.db.execute("DELETE FROM access_policies WHERE user = ?", (user["seq"],))
    for policy in dict.fromkeys(wanted):
        _insert(call, user, policy)
    call.db.execute("UPDATE users SET updated_at = ? WHERE seq = ?", (call.now, user["seq"]))
    return {"timestamp": call.timestamp, "items": showing.policies(call.db, user)}


def _possible(call: Call, user: sqlite3.Row, home: sqlite3.Row, policy: Policy) -> None:
    if policy.trustee_id != user["id"] or policy.trustee_type != "user":
        raise RefusedError(400, "The trustee must be the user.", trustee_id=policy.trustee_id)
    target = tree.entered(call, policy.tenant_id)
    if not target["path"].startswith(home["path"]):
        raise RefusedError(400, "The tenant must be the user's or below.", id=policy.tenant_id)
    known = {role.id: role for role in roles(call.switches.fss_read_only_role)}
    role = known.get(policy.role_id)
    if role is None:
        raise RefusedError(400, f"There is no role {policy.role_id!r}.", role_id=policy.role_id)
    if target["kind"] not in role.kinds:
        raise RefusedError(
            400, f"{role.id} cannot be given in a {target['kind']}.", role_id=policy.role_id
        )
    if call.switches.service_roles == "enabled":
        _service_on(call, target, role)


def _service_on(call: Call, target: sqlite3.Row, role: Role) -> None:
    """A role of a service needs the service (1019 for Protection), if the switch says so."""
    application = BY_TYPE[role.application]
    if application.id not in enabled(call.db, target):
        code = 1019 if application.type == "backup" else 1027
        raise RefusedError(code, f"{application.name} is off.", role_id=role.id)


def _insert(call: Call, user: sqlite3.Row, policy: Policy) -> None:
    row = policy.model_dump(exclude={"trustee_id", "trustee_type"})
    row |= {"user": user["seq"], "created_at": call.now}
    marks = ", ".join(f":{name}" for name in row)
    call.db.execute(f"INSERT INTO access_policies ({', '.join(row)}) VALUES ({marks})", row)
