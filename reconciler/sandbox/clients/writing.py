"""Creating, updating and deleting API clients."""

import json
from typing import Any, Literal

from pydantic import Field

from reconciler.sandbox import settings, tree
from reconciler.sandbox.clients.reading import SELECT, found, shown
from reconciler.sandbox.problems import RefusedError
from reconciler.sandbox.rights import administrator_of
from reconciler.sandbox.routes import Call, Routes
from reconciler.sandbox.shapes import Id, Shape, Text

routes = Routes()

Texts = tuple[Text, ...]


class ClientPost(Shape):
    """A client to be created."""

    type: Literal["api_client", "managed_client"]
    tenant_id: Id
    token_endpoint_auth_method: Literal["client_secret_basic", "client_secret_post", "none"]
    data: dict[str, Any] = Field(default_factory=dict)
    redirect_uris: Texts = ()
    origin_id: Text | None = None


class ClientPut(Shape):
    """A change of a client; what is not sent stays."""

    data: dict[str, Any] = Field(default_factory=dict)
    status: Literal["enabled", "disabled"] = "enabled"
    redirect_uris: Texts = ()
    origin_id: Text | None = None


@routes.post("/clients")
def create(call: Call) -> tuple[dict[str, Any], int]:
    """A client with the secret that is shown this once.

    It has the rights of an administrator of its tenant, as whoever creates it has them (the guide:
    a client inherits the rights of its creator).
    """
    wanted = ClientPost.of(call.body)
    tenant = tree.referred(call, wanted.tenant_id)
    tree.open_inside(call, tenant)
    client_id = settings.fresh_id(call.db)
    key = settings.read(call.db, "token_key")
    secret = settings.derived(key, f"secret {client_id}").hex()[:48]
    row = {
        "id": client_id,
        "tenant": tenant["seq"],
        "secret": "" if wanted.token_endpoint_auth_method == "none" else secret,
        "type": wanted.type,
        "name": str(wanted.data.get("client_name", "")),
        "role_id": administrator_of(tenant["kind"]),
        "auth_method": wanted.token_endpoint_auth_method,
        "status": "enabled",
        "created_by": call.caller.user_id or call.caller.client_id,
        "created_at": call.now,
        "data": json.dumps(wanted.data),
        "redirect_uris": json.dumps(wanted.redirect_uris),
        "origin_id": wanted.origin_id,
    }
    marks = ", ".join(f":{name}" for name in row)
    call.db.execute(f"INSERT INTO clients ({', '.join(row)}) VALUES ({marks})", row)
    registration = settings.derived(key, f"registration {client_id}").hex()
    once = {"client_secret": row["secret"], "registration_access_token": registration}
    return {**_shown(call, client_id), **once}, 201


@routes.put("/clients/<client_id>")
def update(call: Call, client_id: str) -> dict[str, Any]:
    """The client after the change; new metadata is merged into the old."""
    wanted = ClientPut.of(call.body)
    row = found(call, client_id)
    changes: dict[str, Any] = {}
    if "data" in wanted.given:
        changes["data"] = json.dumps({**json.loads(row["data"]), **wanted.data})
    if "redirect_uris" in wanted.given:
        changes["redirect_uris"] = json.dumps(wanted.redirect_uris)
    changes |= {
        name: wanted.given[name] for name in ("status", "origin_id") if name in wanted.given
    }
    if client_id == call.caller.client_id and changes.get("status") == "disabled":
        raise RefusedError(1002, "A client cannot disable itself.", id=client_id)
    for name, value in changes.items():
        call.db.execute(f"UPDATE clients SET {name} = ? WHERE id = ?", (value, client_id))
    return _shown(call, client_id)


@routes.delete("/clients/<client_id>")
def delete(call: Call, client_id: str) -> None:
    """Delete a client; its tokens end with it."""
    found(call, client_id)
    if client_id == call.caller.client_id:
        raise RefusedError(1002, "A client cannot delete itself.", id=client_id)
    call.db.execute("UPDATE clients SET deleted_at = ? WHERE id = ?", (call.now, client_id))


def _shown(call: Call, client_id: str) -> dict[str, Any]:
    return shown(call.db.execute(f"{SELECT} WHERE c.id = ?", (client_id,)).fetchone())
