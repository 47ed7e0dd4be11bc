"""How large and how fast a sandbox can be: `python -m tests.benchmarks.sandbox [CUSTOMERS]`.

Runs `reconciler sandbox serve` with a fleet, sweeps its three lists as a client does, and then has
64 clients at it at once.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import click

COMMAND = (sys.executable, "-c", "from reconciler.cli import main; main()", "sandbox", "serve")
CUSTOMERS = 10_000
CLIENTS = 64
SECONDS = 5.0
LATENCY_MS = 50
LISTS = {
    "tenants": "subtree_root_id={root}&allow_deleted=true&with_contacts=true",
    "tenants/offering_items": "subtree_root_tenant_id={root}",
    "users": "subtree_root_tenant_id={root}&with_access_policies=true",
}


class Client:
    """One connection that is kept, with a token."""

    def __init__(self, printed: dict[str, Any]) -> None:
        self.root = printed["tenant_id"]
        self._http = HTTPConnection(urlsplit(printed["url"]).netloc, timeout=120)
        self._headers = {"Content-Type": "application/x-www-form-urlencoded"}
        names = ("client_id", "client_secret")
        form = "&".join(["grant_type=client_credentials", *(f"{n}={printed[n]}" for n in names)])
        token = self.send("POST", "/api/2/idp/token", form)["access_token"]
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: str | None = None) -> Any:
        self._http.request(method, path, body, self._headers)
        answer = self._http.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content!r}")
        return json.loads(content)

    def close(self) -> None:
        self._http.close()


def main(customers: int) -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sandbox.db"
        begun = perf_counter()
        with serving(file, "--seed", "1", "--fleet", str(customers)) as (process, printed):
            say("build, until the first request is accepted", perf_counter() - begun, "s")
            say("file", sum(one.stat().st_size for one in file.parent.iterdir()) / 1e6, "MB")
            sweep(Client(printed))
            say("peak memory of the server", peak_memory(process.pid), "MB")
        with serving(file, "--latency", str(LATENCY_MS)) as (process, printed):
            crowd(printed, "GET")
            crowd(printed, "PUT")
            say("peak memory of the server", peak_memory(process.pid), "MB")
            read_log(printed)
            reset(printed)


def sweep(client: Client) -> None:
    """Read all three lists to their ends."""
    everything = perf_counter()
    for name, query in LISTS.items():
        path = f"/api/2/{name}"
        items, seconds = 0, []
        following: str | None = query.format(root=client.root)
        while following is not None:
            begun = perf_counter()
            page = client.send("GET", f"{path}?{following}")
            seconds.append(perf_counter() - begun)
            items += len(page["items"])
            after = page.get("paging", {}).get("cursors", {}).get("after")
            following = f"after={after}" if after else None
        shown = (seconds[0], seconds[len(seconds) // 2], seconds[-1], max(seconds))
        say(f"{name}: {items} in {len(seconds)} pages", sum(seconds), "s")
        click.echo("    first {:.3f}, middle {:.3f}, last {:.3f}, slowest {:.3f} s".format(*shown))
    say("whole sweep", perf_counter() - everything, "s")


def crowd(printed: dict[str, Any], method: str) -> None:
    """64 clients, each sending its next request as soon as it has the answer to the last."""
    body = None if method == "GET" else json.dumps({"offering_items": []})

    def busy(number: int) -> int:
        client = Client(printed)
        child = tenants[number]
        path = f"/api/2/tenants/{child}" + ("/offering_items" if body else "")
        done, end = 0, perf_counter() + SECONDS
        while perf_counter() < end:
            client.send(method, path, body)
            done += 1
        client.close()
        return done

    first = Client(printed)
    query = LISTS["tenants"].format(root=first.root)
    page = first.send("GET", f"/api/2/tenants?{query}&limit=200")
    tenants = [one["id"] for one in page["items"][1:]] * CLIENTS
    with ThreadPoolExecutor(CLIENTS) as pool:
        begun = perf_counter()
        done = sum(pool.map(busy, range(CLIENTS)))
    rate = done / (perf_counter() - begun)
    say(f"{CLIENTS} clients at {LATENCY_MS} ms latency, {method}", rate, "requests/s")


def read_log(printed: dict[str, Any]) -> None:
    """All of the log, and its end."""
    client = Client(printed)
    begun = perf_counter()
    log = client.send("GET", "/_sandbox/requests")
    say(f"request log of {len(log['items'])}", perf_counter() - begun, "s")
    begun = perf_counter()
    client.send("GET", f"/_sandbox/requests?since={log['last'] - 10}")
    say("its last 10", perf_counter() - begun, "s")


def reset(printed: dict[str, Any]) -> None:
    """The whole fleet anew."""
    begun = perf_counter()
    Client(printed).send("POST", "/_sandbox/reset")
    say("reset", perf_counter() - begun, "s")


@contextmanager
def serving(file: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Any]]]:
    """A server on a file, and what it has printed."""
    command = [*COMMAND, "--data", str(file), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=60)


def peak_memory(process: int) -> float:
    """The most memory that a process has had in use so far, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1000


def say(what: str, figure: float, unit: str) -> None:
    """One line of the result."""
    click.echo(f"{what}: {figure:.3f} s" if unit == "s" else f"{what}: {figure:.0f} {unit}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS)
