"""A test's world: a folder with manifests, the command line, and what the sandbox saw of it."""

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from reconciler.cli import cli
from tests.harness.api import Api
from tests.harness.manifests import GATEWAY, HEAD, merged
from tests.harness.served import Served

TOKEN = "/api/2/idp/token"
TOLD = (
    "id",
    "parent_id",
    "name",
    "kind",
    "enabled",
    "version",
    "internal_tag",
    "owner_id",
    "pricing_mode",
)


@dataclass(frozen=True)
class Result:
    """How a command ended. `requests` are those that the API got meanwhile."""

    exit_code: int
    stdout: str
    stderr: str
    requests: tuple[dict[str, Any], ...]

    @cached_property
    def json(self) -> Any:
        """All of stdout; it has to be JSON and nothing else, with the exit code in it."""
        document = json.loads(self.stdout)
        assert document["exit_code"] == self.exit_code
        return document

    @property
    def writes(self) -> list[str]:
        """Requests that write, as "METHOD path" below /api/2."""
        return [
            f"{one['method']} {one['path'].removeprefix('/api/2')}"
            for one in self.requests
            if one["method"] != "GET" and one["path"] != TOKEN
        ]

    def finding(self, code: str) -> Any:
        """The only finding with the code."""
        (found,) = [one for one in self.json["findings"] if one["code"] == code]
        return found

    @property
    def codes(self) -> list[str]:
        """The codes of all findings, in order."""
        return [one["code"] for one in self.json["findings"]]

    @property
    def actions(self) -> list[str]:
        """The planned changes as "action account/kind", by name."""
        return sorted(
            f"{one['change']['actions'][0]} {one['account']}/{one['type']}"
            for one in self.json["resource_changes"]
        )

    @property
    def outcomes(self) -> dict[str, str]:
        """What became of each change: "account/kind" to its status."""
        return {one["address"].partition("/")[2]: one["status"] for one in self.json["outcomes"]}

    def account(self, key: str) -> Any:
        """The status row of an account."""
        (row,) = [one for one in self.json["accounts"] if one["account"] == key]
        return row


class World:
    """Everything happens in `folder`, which is the working directory; manifests/ is in it."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.served, self.folder = served, folder
        self.root = served.tenant_id
        self.api = Api(served.url, self.root, served.client_id, served.client_secret)
        self.portal = Api(served.url, self.root, **served.portal)

    def close(self) -> None:
        self.api.close()
        self.portal.close()

    def write(self, manifest: str | Mapping[str, Any], file: str = "manifests/all.yaml") -> Path:
        """Put a manifest into a file; GATEWAY stands for the sandbox's address."""
        text = manifest if isinstance(manifest, str) else yaml.safe_dump(dict(manifest))
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(GATEWAY, self.served.url), encoding="utf-8")
        return path

    def declare(self, *pieces: Mapping[str, Any]) -> None:
        """Write the whole manifest: a head with instance and products, and the pieces."""
        self.write(merged(HEAD, *pieces))

    def line_of(self, words: str) -> int:
        """Number of the first line of manifests/all.yaml where these words begin."""
        text = (self.folder / "manifests" / "all.yaml").read_text(encoding="utf-8")
        return text[: text.index(words)].count("\n") + 1

    def run(self, *arguments: str) -> Result:
        """Run a command line. A crash fails the test here and now."""
        last = self.served.side("GET", "requests")["last"]
        ran = CliRunner().invoke(cli, list(arguments), prog_name="reconciler")
        seen = self.served.side("GET", f"requests?since={last}")["items"]
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise AssertionError(f"reconciler {shlex.join(arguments)} crashed") from ran.exception
        assert "Traceback" not in ran.output
        return Result(ran.exit_code, ran.stdout, ran.stderr, tuple(seen))

    def plan(self, *options: str) -> Result:
        """`plan -o json`."""
        return self.run("plan", "-o", "json", *options)

    def apply(self, *options: str) -> Result:
        """`apply --auto-approve -o json`, whatever becomes of it."""
        return self.run("apply", "--auto-approve", "-o", "json", *options)

    def applied(self, *options: str) -> Result:
        """An apply that has to do all it was asked for."""
        result = self.apply(*options)
        assert result.exit_code == 0, result.stderr + result.stdout
        return result

    def status(self, *options: str) -> Result:
        """`status -o json`."""
        return self.run("status", "-o", "json", *options)

    def requests(self) -> list[dict[str, Any]]:
        """The log of API requests, the test's own included."""
        return list(self.served.side("GET", "requests")["items"])

    def mails(self) -> list[dict[str, Any]]:
        """The activation mails, in the order in which they were queued."""
        return list(self.served.side("GET", "mails")["items"])

    def mailed(self) -> list[str]:
        """The addresses that got a mail, sorted."""
        return sorted(one["email"] for one in self.mails())

    def fault(self, method: str, path: str, **settings: Any) -> None:
        """Order trouble: nth, times, probability, seed; all else is the effect."""
        selectors = {"nth", "times", "probability", "seed"} & settings.keys()
        chosen = {name: settings.pop(name) for name in selectors}
        order = {"method": method, "path": path, **chosen, "effect": settings}
        self.served.side("POST", "faults", order)

    def offer_only(self, items: Iterable[Any], **settings: Any) -> None:
        """Have the MSP offer just these items to its children, whatever their kind."""
        fields = ("application_id", "name", "edition", "infra_id", "type", "status", "quota")
        offer = [{key: item[key] for key in fields if key in item} for item in items]
        body = json.dumps({"items": offer}, separators=(",", ":"))
        self.fault("GET", "/available_for_child$", body=body, **settings)

    def tell_of_tenants(self, **changes: Mapping[str, Any]) -> None:
        """Have the list of tenants say something else of tenants, by name."""
        listed = self.api.get("/tenants", subtree_root_id=self.root)["items"]
        items = [
            {**{key: one[key] for key in TOLD if key in one}, **changes.get(one["name"], {})}
            for one in listed
        ]
        self.fault("GET", "/api/2/tenants$", body=json.dumps({"items": items}))

    def mend(self) -> None:
        """No more trouble."""
        self.served.side("DELETE", "faults")

    def advance(self, seconds: int) -> None:
        """Move the sandbox's clock."""
        self.served.side("POST", "clock", {"advance_seconds": seconds})


class Elsewhere:
    """Another sandbox: `api` is its MSP, `instance` the piece of manifest that declares it."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.api = Api(served.url, served.tenant_id, served.client_id, served.client_secret)
        self.instance = {
            "instances": {
                "acronis-us": {
                    "gateway_url": served.url,
                    "client_id": {"env": "ACRONIS_US_CLIENT_ID"},
                    "client_secret": {"env": "ACRONIS_US_CLIENT_SECRET"},
                    "storage": "lab-1",
                }
            }
        }
