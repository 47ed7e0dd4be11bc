"""A served sandbox that can be rewound to a mark, its world, and commands as processes."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.harness.served import Served
from tests.harness.world import World
from tests.resilience.children import Child, Children


class Stage(World):
    """A world whose sandbox is the file `data`, so that a set-up has to run only once."""

    def __init__(self, served: Served, folder: Path, data: Path) -> None:
        super().__init__(served, folder)
        self._data = data
        credentials = {
            "ACRONIS_CLIENT_ID": served.client_id,
            "ACRONIS_CLIENT_SECRET": served.client_secret,
        }
        self.children = Children(folder, credentials)

    def close(self) -> None:
        super().close()
        self.children.close()

    def mark(self, name: str) -> None:
        """Keep everything as it is in the sandbox."""
        _copy(self._data, self.folder / f"{name}.db")

    def rewind(self, name: str) -> None:
        """Put everything back to the mark."""
        _copy(self.folder / f"{name}.db", self._data)

    def last_request(self) -> int:
        """The number of the last request in the log."""
        return int(self.served.side("GET", "requests")["last"])

    def child(self, *argv: str, **more: Any) -> Child:
        """A command in a process of its own, with its end."""
        return self.children.run(*argv, **more)

    def state(self) -> dict[str, Any]:
        """All that people would miss, by names: no ids, no versions, no stamps."""
        names = {self.root: "MSP"} | {one["id"]: one["name"] for one in self.api.tenants()}
        items = self.api.get("/tenants/offering_items", subtree_root_tenant_id=self.root)["items"]
        query = {"subtree_root_tenant_id": self.root, "with_access_policies": "true"}
        users = self.api.get("/users", **query)["items"]
        return {
            "tenants": sorted(_tenant(one, names) for one in self.api.tenants()),
            "users": sorted(_user(one, names) for one in users),
            "items": sorted(
                (names[one["tenant_id"]], one["name"], one.get("infra_id", ""))
                for one in items
                if one["status"] and one["tenant_id"] in names
            ),
        }


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _tenant(tenant: Any, names: dict[str, str]) -> tuple[Any, ...]:
    above = names[tenant["parent_id"]]
    return tenant["name"], tenant["kind"], above, tenant["enabled"], tenant["pricing_mode"]


def _user(user: Any, names: dict[str, str]) -> tuple[Any, ...]:
    roles = sorted(policy["role_id"] for policy in user["access_policies"])
    return user["login"], names[user["tenant_id"]], user["contact"]["email"], tuple(roles)
