"""A sandbox of its own for every test, and a client that speaks to it over WSGI."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from reconciler.sandbox import Sandbox, World, open_sandbox
from tests.sandbox import contract


class Api:
    """The sandbox as one API client sees it; paths are below /api/2."""

    def __init__(self, sandbox: Sandbox, client_id: str, secret: str) -> None:
        self.sandbox = sandbox
        self.root = sandbox.tenant_id
        self.http = Client(sandbox.wsgi)
        self.act_as(client_id, secret)

    def act_as(self, client_id: str, secret: str) -> None:
        """From now on, be another client."""
        answer = self.http.post(
            "/api/2/idp/token",
            data={"grant_type": "client_credentials"},
            auth=(client_id, secret),
        )
        self.be(answer.json["access_token"])

    def be(self, token: str) -> None:
        """From now on, be whoever has this token."""
        self.headers = {"Authorization": f"Bearer {token}"}

    def client_of(self, tenant: str, method: str = "client_secret_basic") -> tuple[str, str]:
        """Id and secret of a new client of a tenant."""
        body = {"type": "api_client", "tenant_id": tenant, "token_endpoint_auth_method": method}
        made = self.done("POST", "/clients", body)
        return made["client_id"], made["client_secret"]

    def token_of(self, login: str, password: str = "secret-1") -> Any:
        """The answer to a login with a password."""
        form = {"grant_type": "password", "username": login, "password": password}
        return self.raw("POST", "/idp/token", data=form).json

    def working_user(self, tenant: str, login: str, *roles: str) -> Any:
        """A user with a password and roles."""
        user = self.user(tenant, login)
        self.done("POST", f"/users/{user['id']}/password", {"password": "secret-1"})
        self.give(user, *roles)
        return user

    def give(self, user: Any, *roles: str) -> Any:
        policies = [
            {"trustee_id": user["id"], "tenant_id": user["tenant_id"], "role_id": role}
            for role in roles
        ]
        return self.put(f"/users/{user['id']}/access_policies", {"items": policies})

    def send(self, method: str, path: str, body: Any = None) -> TestResponse:
        json = {} if body is None else {"json": body}
        return self.raw(method, path, headers=self.headers, **json)

    def raw(self, method: str, path: str, **more: Any) -> TestResponse:
        """The answer to any request, held against the contract unless faults were ordered."""
        response = self.http.open(f"/api/2{path}", method=method, **more)
        with self.sandbox.store.read() as db:
            spoiled = db.execute("SELECT 1 FROM faults").fetchone()
        if not spoiled:
            contract.check(method, path, response.status_code, response.text)
        return response

    def form(self, path: str, auth: Any = None, **fields: Any) -> TestResponse:
        """The answer to a form, as the identity provider takes them."""
        headers = {} if auth else self.headers
        return self.raw("POST", path, data=fields, auth=auth, headers=headers)

    def get(self, path: str) -> Any:
        return self.done("GET", path)

    def put(self, path: str, body: Any) -> Any:
        return self.done("PUT", path, body)

    def done(self, method: str, path: str, body: Any = None) -> Any:
        response = self.send(method, path, body)
        assert response.status_code < 300, response.text
        return response.json if response.data else None

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, int]:
        """The HTTP status and the code of an error."""
        response = self.send(method, path, body)
        return response.status_code, response.json["error"]["code"]

    def tenant(self, name: str, kind: str = "customer", parent: str = "", **more: Any) -> Any:
        body = {"name": name, "kind": kind, "parent_id": parent or self.root, **more}
        return self.done("POST", "/tenants", body)

    def user(self, tenant: str, login: str, **more: Any) -> Any:
        body = {"tenant_id": tenant, "login": login, "contact": {"email": "a@example.test"}, **more}
        return self.done("POST", "/users", body)

    def offer(self, kind: str = "partner", parent: str = "") -> list[Any]:
        path = f"/tenants/{parent or self.root}/offering_items/available_for_child"
        return self.get(f"{path}?kind={kind}&edition=*")["items"]

    def choice(self, *editions: str) -> list[Any]:
        """What a customer may have: these editions, and the storage `lab-1`."""
        storage = self.storages()["lab-1"]
        return [
            item
            for item in self.offer("customer")
            if item["edition"] in editions and item.get("infra_id", storage) == storage
        ]

    def storages(self) -> dict[str, str]:
        ids = self.get(f"/tenants/{self.root}/infra")["infras"]
        found = self.get(f"/infra?uuids={','.join(ids)}")["items"]
        return {storage["name"]: storage["id"] for storage in found}

    def switch(self, tenant: str, items: list[Any]) -> Any:
        return self.put(f"/tenants/{tenant}/offering_items", {"offering_items": items})["items"]

    def items_on(self, tenant: str) -> set[str]:
        found = self.get(f"/tenants/{tenant}/offering_items?edition=*&status=1")["items"]
        return {item["name"] for item in found}

    def side(self, method: str, path: str, body: Any = None) -> Any:
        response = self.http.open(f"/_sandbox{path}", method=method, json=body)
        assert response.status_code == 200, response.text
        return response.json


@pytest.fixture
def world() -> World:
    """What is there at the start; tests may say so in their own way."""
    return World(seed=1)


@pytest.fixture
def sandbox(tmp_path: Path, world: World) -> Iterator[Sandbox]:
    with open_sandbox(tmp_path / "sandbox.db", world) as opened:
        yield opened


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(sandbox, sandbox.client_id, sandbox.client_secret)
