"""A plain client of the API, which shares nothing with the product's own."""

from typing import Any

import requests

from tests.harness.served import TIMEOUT


class Api:
    """The API as one client sees it; paths are below /api/2. `root` is the MSP's tenant id."""

    def __init__(self, url: str, root: str, client_id: str, client_secret: str) -> None:
        self.url, self.root = f"{url}/api/2", root
        self._identity = (client_id, client_secret)
        self._session = requests.Session()
        self._session.trust_env = False

    def close(self) -> None:
        self._session.close()

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        if "Authorization" not in self._session.headers:
            self._session.headers["Authorization"] = f"Bearer {self._token()}"
        return self._session.request(
            method, self.url + path, json=body, params=query, timeout=TIMEOUT
        )

    def done(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The answer to a request that has to succeed."""
        answer = self.send(method, path, body, **query)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, **query: Any) -> Any:
        return self.done("GET", path, **query)

    def tenants(self, name: str | None = None, *, deleted: bool = False) -> list[Any]:
        """The tenants below the MSP, without personal ones, by name."""
        query = {"allow_deleted": "true"} if deleted else {}
        found = self.get("/tenants", subtree_root_id=self.root, **query)["items"]
        kept = [one for one in found if one["id"] != self.root and not one["owner_id"]]
        return sorted((one for one in kept if name in (None, one["name"])), key=_name)

    def tenant(self, name: str) -> Any:
        """The one tenant of this name."""
        (found,) = self.tenants(name)
        return found

    def users(self, tenant: str) -> list[Any]:
        """The users right in the tenant of this name, with their access policies."""
        ids = self.get(f"/tenants/{self.tenant(tenant)['id']}/users")["items"]
        query = {"uuids": ",".join(ids), "with_access_policies": "true"}
        return list(self.get("/users", **query)["items"]) if ids else []

    def user(self, tenant: str) -> Any:
        """The only user of the tenant."""
        (found,) = self.users(tenant)
        return found

    def roles(self, tenant: str) -> list[str]:
        """The roles of the tenant's only user, all of them in this very tenant."""
        policies = self.user(tenant)["access_policies"]
        assert {one["tenant_id"] for one in policies} <= {self.tenant(tenant)["id"]}
        return sorted(one["role_id"] for one in policies)

    def items(self, tenant: str) -> list[Any]:
        """The offering items that are on."""
        path = f"/tenants/{self.tenant(tenant)['id']}/offering_items"
        return list(self.get(path, edition="*", status="1")["items"])

    def offer(self, kind: str, parent: str | None = None) -> list[Any]:
        """What a child of this kind could be given, by the MSP or the tenant of that name."""
        above = self.tenant(parent)["id"] if parent else self.root
        path = f"/tenants/{above}/offering_items/available_for_child"
        return list(self.get(path, kind=kind, edition="*")["items"])

    def pricing_mode(self, tenant: str) -> str:
        return str(self.get(f"/tenants/{self.tenant(tenant)['id']}/pricing")["mode"])

    def create_tenant(
        self, name: str, kind: str = "customer", parent: str | None = None, **more: Any
    ) -> Any:
        above = self.tenant(parent)["id"] if parent else self.root
        body = {"name": name, "kind": kind, "parent_id": above, **more}
        return self.done("POST", "/tenants", body)

    def change_tenant(self, name: str, /, **fields: Any) -> Any:
        tenant = self.tenant(name)
        body = {**fields, "version": tenant["version"]}
        return self.done("PUT", f"/tenants/{tenant['id']}", body)

    def delete_tenant(self, name: str) -> None:
        tenant = self.change_tenant(name, enabled=False)
        self.done("DELETE", f"/tenants/{tenant['id']}", version=tenant["version"])

    def create_user(self, tenant: str, login: str, email: str = "else@else.example") -> Any:
        body = {"tenant_id": self.tenant(tenant)["id"], "login": login, "contact": {"email": email}}
        return self.done("POST", "/users", body)

    def give_roles(self, tenant: str, *roles: str) -> None:
        """Replace the roles of the tenant's only user."""
        user = self.user(tenant)
        items = [
            {"trustee_id": user["id"], "tenant_id": user["tenant_id"], "role_id": role}
            for role in roles
        ]
        self.done("PUT", f"/users/{user['id']}/access_policies", {"items": items})

    def put_items(self, tenant: str, *items: dict[str, Any]) -> None:
        path = f"/tenants/{self.tenant(tenant)['id']}/offering_items"
        self.done("PUT", path, {"offering_items": list(items)})

    def switch(self, tenant: str, *names: str, on: bool) -> None:
        """Switch items on or off by name, whatever their storage."""
        path = f"/tenants/{self.tenant(tenant)['id']}/offering_items"
        known = [one for one in self.get(path, edition="*")["items"] if one["name"] in names]
        assert {one["name"] for one in known} == set(names)
        keys = ("application_id", "name", "infra_id")
        self.put_items(
            tenant,
            *(
                {**{key: one[key] for key in keys if key in one}, "status": int(on)}
                for one in known
            ),
        )

    def _token(self) -> str:
        answer = self._session.post(
            f"{self.url}/idp/token",
            data={"grant_type": "client_credentials"},
            auth=self._identity,
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])


def _name(tenant: Any) -> tuple[str, str]:
    return tenant["name"], tenant["id"]
