"""A plan run against a sandbox in a file of its own, with a clock that nobody has to wait for."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from werkzeug.test import Client

from reconciler.acronis.client import WriteClient
from reconciler.acronis.connect import connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.executor import Outcome, execute
from reconciler.manifest.model import Manifest
from reconciler.plan import Plan
from reconciler.planner import make_plan
from reconciler.refresh import refresh
from reconciler.sandbox import Sandbox, World, open_sandbox
from tests.acronis.still_clock import StillClock
from tests.builders import INSTANCE

RUN = "0123abcd"


@dataclass(frozen=True)
class Lab:
    """A client of the product, and the sandbox that it writes to."""

    api: WriteClient
    sandbox: Sandbox

    def plan(self, manifest: Manifest, **options: Any) -> Plan:
        return make_plan(manifest, {INSTANCE: refresh(self.api, manifest, INSTANCE)}, **options)

    def run(self, plan: Plan, **options: Any) -> dict[str, Outcome]:
        """The outcomes by address, in the order in which they came."""
        options = {"run": RUN, "parallelism": 1, **options}
        return {str(one.address): one for one in execute(plan, {INSTANCE: self.api}, **options)}

    def apply(self, manifest: Manifest, **options: Any) -> dict[str, str]:
        """What became of each change, by address without the instance."""
        return told(self.run(self.plan(manifest), **options))

    def fault(self, method: str, path: str, **effect: Any) -> None:
        """Let the first such request fail; `nth` another one, `times` more of them."""
        selectors = {name: effect.pop(name) for name in ("nth", "times") if name in effect}
        self.sandbox.order(
            {"method": method, "path": path, "nth": 1, **selectors, "effect": effect}
        )

    def side(self, method: str, path: str) -> Any:
        return Client(self.sandbox.wsgi).open(f"/_sandbox/{path}", method=method).json

    @property
    def mails(self) -> list[str]:
        return sorted(mail["login"] for mail in self.side("GET", "mails")["items"])

    @property
    def writes(self) -> list[str]:
        """Requests that write, since the log was last emptied, as "METHOD path"."""
        return [
            f"{one['method']} {one['path'].removeprefix('/api/2')}"
            for one in self.side("GET", "requests")["items"]
            if one["method"] != "GET" and not one["path"].endswith("/idp/token")
        ]

    def forget_requests(self) -> None:
        self.side("DELETE", "requests")

    def tenant(self, name: str) -> Any:
        """The one tenant of this name."""
        (found,) = [one for one in self.tenants() if one.name == name]
        return found

    def tenants(self) -> list[Any]:
        root = self.api.own_tenant_id()
        return [one for one in self.api.tenants(root) if one.id != root and not one.owner_id]


def told(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {
        address.removeprefix(f"{INSTANCE}/"): f"{one.status}: {one.error.message}"
        if one.error
        else str(one.status)
        for address, one in outcomes.items()
    }


@pytest.fixture
def labs(tmp_path: Path):
    """Makes a lab with a sandbox of its own."""
    (tmp_path / "sandboxes").mkdir()
    with ExitStack() as stack:

        def make(name: str) -> Lab:
            world = World(seed=1)
            sandbox = open_sandbox(tmp_path / "sandboxes" / f"{name}.db", world)
            gateway, clock = Gateway(INSTANCE, f"sandbox://{name}"), StillClock().clock
            api = connect_write(gateway, home=tmp_path, limiters=Limiters(clock))
            return Lab(stack.enter_context(api), stack.enter_context(sandbox))

        yield make


@pytest.fixture
def lab(labs):
    return labs("lab")


@pytest.fixture
def stop() -> Event:
    return Event()
