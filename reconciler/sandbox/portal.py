"""A person in the portal: the changes that drift is made of, sent as the second client."""

from typing import Any

from werkzeug.test import Client

from reconciler.sandbox.embedded import Sandbox

API = "/api/2"


class PortalError(ValueError):
    """The portal did not do it; the message says why."""


class Portal:
    """What somebody can do there to a tenant, known by its name. Raises PortalError."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._client, self._root = Client(sandbox.wsgi), sandbox.tenant_id
        answer: Any = self._client.post(
            f"{API}/idp/token",
            data={"grant_type": "client_credentials"},
            auth=(sandbox.portal_client_id, sandbox.portal_client_secret),
        )
        self._headers = {"Authorization": f"Bearer {answer.json['access_token']}"}

    def change(self, name: str, /, **fields: Any) -> None:
        """Write fields of the tenant."""
        tenant = self._tenant(name)
        self._send("PUT", f"/tenants/{tenant['id']}", {**fields, "version": tenant["version"]})

    def delete(self, name: str) -> None:
        """Disable the tenant, and delete it with all that is in it."""
        self.change(name, enabled=False)
        tenant = self._tenant(name)
        self._send("DELETE", f"/tenants/{tenant['id']}", version=tenant["version"])

    def grant(self, name: str, role: str) -> None:
        """Give the tenant's users one more role."""
        tenant = self._tenant(name)
        for user in self._users(tenant):
            held = {one["role_id"] for one in user["access_policies"]}
            items = [
                {"trustee_id": user["id"], "tenant_id": tenant["id"], "role_id": one}
                for one in sorted({*held, role})
            ]
            self._send("PUT", f"/users/{user['id']}/access_policies", {"items": items})

    def _tenant(self, name: str) -> Any:
        listed = self._send("GET", "/tenants", subtree_root_id=self._root)["items"]
        found = [one for one in listed if one["name"] == name and one["id"] != self._root]
        if not found:
            raise PortalError(f'There is no tenant "{name}".')
        return found[0]

    def _users(self, tenant: Any) -> Any:
        ids = self._send("GET", f"/tenants/{tenant['id']}/users")["items"]
        if not ids:
            raise PortalError(f'The tenant "{tenant["name"]}" has no users.')
        query = {"uuids": ",".join(ids), "with_access_policies": "true"}
        return self._send("GET", "/users", **query)["items"]

    def _send(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = self._client.open(
            f"{API}{path}", method=method, json=body, query_string=query, headers=self._headers
        )
        if answer.status_code >= 400:
            raise PortalError(f"{method} {path}: {answer.status_code} {answer.get_data(True)}")
        return answer.json if answer.data else None
