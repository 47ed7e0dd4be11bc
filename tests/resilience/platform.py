"""An embedded sandbox that two clients share: the product's, and somebody's in the portal."""

from pathlib import Path
from typing import Any

from werkzeug.test import Client

from reconciler.acronis.client import WriteClient
from reconciler.acronis.connect import connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.sandbox import World, open_sandbox
from tests.acronis.still_clock import StillClock
from tests.builders import INSTANCE


class Platform:
    """Nobody waits here: the product's clock stands still."""

    def __init__(self, home: Path) -> None:
        (home / "sandboxes").mkdir()
        self._sandbox = open_sandbox(home / "sandboxes" / "lab.db", World(seed=1))
        self._client = Client(self._sandbox.wsgi)
        gateway = Gateway(INSTANCE, "sandbox://lab")
        self.root = self._sandbox.tenant_id
        self.api: WriteClient = connect_write(
            gateway, home=home, limiters=Limiters(StillClock().clock)
        )

    def close(self) -> None:
        self.api.close()
        self._sandbox.close()

    def reset(self) -> None:
        """The world as it was at the start, and a new token for whoever is in the portal."""
        self.side("POST", "reset")
        identity = (self._sandbox.portal_client_id, self._sandbox.portal_client_secret)
        answer = self._client.post(
            "/api/2/idp/token", data={"grant_type": "client_credentials"}, auth=identity
        )
        self._headers = {"Authorization": f"Bearer {answer.json['access_token']}"}

    def side(self, method: str, path: str) -> Any:
        return self._client.open(f"/_sandbox/{path}", method=method).json

    def trouble(self, fault: dict[str, Any]) -> None:
        self._sandbox.order(fault)

    def mend(self) -> None:
        self.side("DELETE", "faults")

    def portal(self, method: str, path: str, body: Any = None) -> Any:
        """A request by hand, whatever becomes of it."""
        return self._client.open(
            f"/api/2{path}", method=method, json=body, headers=self._headers
        ).json

    def change(self, tenant: Any, fields: dict[str, Any]) -> Any:
        """Change a tenant by hand."""
        body = {**fields, "version": tenant["version"]}
        return self.portal("PUT", f"/tenants/{tenant['id']}", body)

    def tenants(self) -> dict[str, Any]:
        """All tenants below the MSP by id, deleted ones too, without personal ones."""
        path = f"/tenants?subtree_root_id={self.root}&allow_deleted=true"
        return {one["id"]: one for one in self.portal("GET", path)["items"] if not one["owner_id"]}

    def users(self) -> list[Any]:
        path = f"/users?subtree_root_tenant_id={self.root}&with_access_policies=true"
        return list(self.portal("GET", path)["items"])

    def items_on(self) -> set[tuple[str, str, str]]:
        """Tenant, name and storage of every item that is on."""
        path = f"/tenants/offering_items?subtree_root_tenant_id={self.root}"
        return {
            (one["tenant_id"], one["name"], one.get("infra_id") or "")
            for one in self.portal("GET", path)["items"]
            if one["status"]
        }

    def writes(self, since: int) -> list[str]:
        """What was written since a request of that number."""
        return [
            one["path"]
            for one in self.side("GET", f"requests?since={since}")["items"]
            if one["method"] != "GET" and not one["path"].endswith("/idp/token")
        ]

    def last(self) -> int:
        return int(self.side("GET", "requests")["last"])
