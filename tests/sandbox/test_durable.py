"""What was answered survives a server that is killed, and nothing is ever half done."""

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from threading import Semaphore
from typing import Any

import pytest
import requests

from reconciler.sandbox import World, open_sandbox
from tests.sandbox.conftest import Api
from tests.sandbox.launcher import Client, launching

SEED = 5
Step = tuple[str, str, Any]


def scenario(api: Any, made: dict[str, str]) -> list[Callable[[], Step]]:
    """Requests, each made up when its turn comes; `made` holds the ids of what they made."""
    offer = f"/tenants/{api.root}/offering_items/available_for_child?edition=*&kind=partner"
    items = api.get(offer)["items"]
    storage = next(item["infra_id"] for item in items if "infra_id" in item)
    mine = [
        item
        for item in items
        if item["edition"] in (None, "pck_per_gigabyte")
        and item.get("infra_id", storage) == storage
    ]

    def tenant(name: str, kind: str, parent: str, **more: Any) -> Step:
        body = {"name": name, "kind": kind, "parent_id": parent, **more}
        return "POST", "/tenants", body

    def user(tenant_id: str, login: str) -> Step:
        contact = {"email": f"{login}@example.test"}
        return "POST", "/users", {"tenant_id": tenant_id, "login": login, "contact": contact}

    def roles(user_id: str, tenant_id: str, *names: str) -> Step:
        policy = {"trustee_id": user_id, "tenant_id": tenant_id}
        body = {"items": [{**policy, "role_id": name} for name in names]}
        return "PUT", f"/users/{user_id}/access_policies", body

    def put(tenant_id: str, **fields: Any) -> Step:
        return "PUT", f"/tenants/{tenant_id}", fields

    def production(tenant_id: str) -> Step:
        path = f"/tenants/{tenant_id}/pricing"
        return "PUT", path, {"mode": "production", "version": api.get(path)["version"]}

    def switch(tenant_id: str, some: list[Any]) -> Step:
        return "PUT", f"/tenants/{tenant_id}/offering_items", {"offering_items": some}

    return [
        lambda: tenant("Contoso", "partner", api.root, internal_tag="one"),
        lambda: switch(made["Contoso"], items),
        lambda: user(made["Contoso"], "contoso"),
        lambda: roles(made["contoso"], made["Contoso"], "readonly_admin", "protection_ro_admin"),
        lambda: ("POST", f"/users/{made['contoso']}/send-activation-email", {}),
        lambda: tenant("Fabrikam", "customer", made["Contoso"], contact={"city": "Athens"}),
        lambda: switch(made["Fabrikam"], mine),
        lambda: production(made["Fabrikam"]),
        lambda: user(made["Fabrikam"], "fabrikam"),
        lambda: roles(made["fabrikam"], made["Fabrikam"], "company_admin"),
        lambda: put(made["Fabrikam"], version=1, internal_tag="two", contact={"city": "Rome"}),
        lambda: put(made["Contoso"], version=1, enabled=False),
        lambda: put(made["Contoso"], version=2, enabled=True, name="Contoso II"),
        lambda: switch(made["Contoso"], [{**items[0], "status": 0}]),
        lambda: put(made["Fabrikam"], version=2, enabled=False),
        lambda: ("DELETE", f"/tenants/{made['Fabrikam']}?version=3", None),
    ]


def take(api: Any, step: Step, made: dict[str, str]) -> None:
    answer = api.done(*step)
    if step[0] == "POST" and answer:
        made[answer.get("login") or answer["name"]] = answer["id"]


def everything(api: Any, side: Callable[[str], Any]) -> Any:
    """All that the lists show, without moments, which no two servers have in common."""
    query = f"subtree_root_id={api.root}&allow_deleted=true"
    tenants = api.get(f"/tenants?{query}")["items"]
    items = api.get(f"/tenants/offering_items?subtree_root_tenant_id={api.root}&allow_deleted=true")
    users = api.get(f"/users?subtree_root_tenant_id={api.root}&with_access_policies=true")
    log = [(one["method"], one["path"], one["status"]) for one in side("/requests")["items"]]
    writes = [one for one in log if one[0] != "GET" and not one[1].endswith("/token")]
    return timeless([tenants, items["items"], users["items"], side("/mails")["items"]]), writes


def timeless(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: timeless(value) for name, value in found.items()}
    if isinstance(found, list):
        return [timeless(value) for value in found]
    moment = isinstance(found, str) and re.match(r"\d{4}-\d\d-\d\dT", found)
    return "some time" if moment else found


def test_a_server_killed_after_every_request_goes_on_as_one_that_never_was(tmp_path):
    made: dict[str, str] = {}
    twins: dict[str, str] = {}
    with (
        open_sandbox(tmp_path / "twin", World(seed=SEED)) as sandbox,
        launching(tmp_path / "it", "--seed", str(SEED)) as launcher,
    ):
        twin = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        api = launcher.start()
        credentials = {**launcher.printed, "url": ""}
        for number, step in enumerate(scenario(twin, twins)):
            with api:
                take(api, scenario(api, made)[number](), made)
                launcher.kill()
            take(twin, step(), twins)

            api = launcher.start()

            assert {**launcher.printed, "url": ""} == credentials
            found = everything(api, lambda path, api=api: api.get(f"/_sandbox{path}"))
            assert found == everything(twin, lambda path: twin.side("GET", path))
        api.close()
    assert made == twins


class Crowd:
    """Clients that write until the server is gone, and remember what they were told."""

    def __init__(self, printed: dict[str, Any], customers: list[str], choice: list[Any]) -> None:
        self.printed = printed
        self.customers = customers
        self.choice = choice
        self.users: set[str] = set()
        self.asked: set[str] = set()
        self.switched: dict[str, int] = {}
        self.asked_switch: dict[str, int] = {}
        self.answers = Semaphore(0)

    def make_users(self, number: int) -> None:
        with Client(self.printed) as api:
            for turn in count():
                login = f"user-{number}-{turn}"
                body = {"tenant_id": self.customers[number], "login": login}
                self.asked.add(login)
                api.done("POST", "/users", {**body, "contact": {"email": "a@example.test"}})
                self.users.add(login)
                self.answers.release()

    def switch_items(self, number: int) -> None:
        customer = self.customers[number]
        with Client(self.printed) as api:
            for turn in count(1):
                status = turn % 2
                items = [{**item, "status": status} for item in self.choice]
                self.asked_switch[customer] = status
                path = f"/tenants/{customer}/offering_items"
                api.done("PUT", path, {"offering_items": items})
                self.switched[customer] = status
                self.answers.release()


@pytest.mark.parametrize("answers", [1, 20, 60])
def test_a_server_killed_in_the_middle_of_requests_has_done_each_or_none(tmp_path, answers):
    with launching(tmp_path / "it", "--seed", str(SEED)) as launcher:
        with launcher.start() as api:
            crowd = Crowd(launcher.printed, customers(api), choice(api))
            with ThreadPoolExecutor(8) as pool:
                busy = [
                    pool.submit(write, number)
                    for number in range(4)
                    for write in (crowd.make_users, crowd.switch_items)
                ]
                for _ in range(answers):
                    assert crowd.answers.acquire(timeout=60)
                launcher.kill()
            for clients in busy:
                assert isinstance(clients.exception(), requests.RequestException)

        with launcher.start() as api:
            users = api.get(f"/users?subtree_root_tenant_id={api.root}")["items"]
            tenants = api.get(f"/tenants?subtree_root_id={api.root}&with_contacts=true")["items"]
            items = api.get(f"/tenants/offering_items?subtree_root_tenant_id={api.root}")["items"]
            log = api.get("/_sandbox/requests")["items"]
            api.done("POST", "/users", {"tenant_id": api.root, "login": "afterwards"})

    assert crowd.users <= {user["login"] for user in users} <= crowd.asked
    personal = {one["owner_id"]: one for one in tenants if one["owner_id"]}
    assert set(personal) == {user["id"] for user in users}
    assert all(personal[user["id"]]["id"] == user["personal_tenant_id"] for user in users)
    assert all(len(one["contacts"]) == 1 for one in tenants)
    for customer in crowd.customers:
        states = {item["status"] for item in items if item["tenant_id"] == customer} or {0}
        assert len(states) == 1
        assert states <= {crowd.switched.get(customer, 0), crowd.asked_switch.get(customer, 0)}
    assert sum(one["path"] == "/api/2/users" and one["method"] == "POST" for one in log) == len(
        users
    )
    with closing(sqlite3.connect(tmp_path / "it")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def customers(api: Client) -> list[str]:
    bodies = [
        {"name": f"Customer {number}", "kind": "customer", "parent_id": api.root}
        for number in range(4)
    ]
    return [api.done("POST", "/tenants", body)["id"] for body in bodies]


def choice(api: Client) -> list[Any]:
    path = f"/tenants/{api.root}/offering_items/available_for_child?kind=customer&edition=*"
    items = api.get(path)["items"]
    return [
        item for item in items if item["edition"] == "pck_per_gigabyte" and "infra_id" not in item
    ]


def test_a_fleet_whose_building_was_killed_is_built_again(tmp_path):
    log = tmp_path / "it-wal"
    with launching(tmp_path / "it", "--seed", str(SEED), "--fleet", "100") as launcher:
        launcher.begin()
        while not (log.exists() and log.stat().st_size):
            pass
        launcher.kill()

        with launcher.start() as api:
            found = everything(api, lambda path: api.get(f"/_sandbox{path}"))

    with open_sandbox(tmp_path / "twin", World(seed=SEED, fleet=100)) as sandbox:
        twin = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        assert found == everything(twin, lambda path: twin.side("GET", path))
