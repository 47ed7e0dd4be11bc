"""Server processes that start at once and can be killed: forked from one that has all it needs.

Run as a program, it serves with the options of each line it reads, until that server is gone. A
server says its process id and then what `sandbox serve` prints.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import requests

TIMEOUT = 60


@dataclass
class Launcher:
    """Servers on one file, one after the other."""

    file: Path
    options: tuple[str, ...]
    process: "subprocess.Popen[str]"
    server: int = 0
    printed: dict[str, Any] = field(default_factory=dict)

    def begin(self) -> None:
        """Start a server without waiting until it is ready."""
        print("serve", "--data", self.file, *self.options, file=self.process.stdin, flush=True)
        self.server = int(self.process.stdout.readline())

    def start(self) -> "Client":
        """Start a server; whoever asks first gets its address."""
        self.begin()
        self.printed = json.loads(self.process.stdout.readline())
        return Client(self.printed)

    def kill(self) -> None:
        """Give the server no chance to do anything more."""
        if self.server:
            os.kill(self.server, signal.SIGKILL)
        self.server = 0


class Client:
    """An API client over HTTP; paths are below /api/2."""

    def __init__(self, printed: dict[str, Any]) -> None:
        self.url, self.root = printed["url"], printed["tenant_id"]
        self.session = requests.Session()
        self.session.trust_env = False
        token = self.session.post(
            f"{self.url}/api/2/idp/token",
            data={"grant_type": "client_credentials"},
            auth=(printed["client_id"], printed["client_secret"]),
            timeout=TIMEOUT,
        )
        self.session.headers["Authorization"] = f"Bearer {token.json()['access_token']}"

    def done(self, method: str, path: str, body: Any = None) -> Any:
        """The answer; a connection that breaks is a `requests.ConnectionError`."""
        base = self.url if path.startswith("/_sandbox") else f"{self.url}/api/2"
        answer = self.session.request(method, base + path, json=body, timeout=TIMEOUT)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        return self.done("GET", path)

    def close(self) -> None:
        self.session.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()


@contextmanager
def launching(file: Path, *options: str) -> Iterator[Launcher]:
    """A launcher of servers on a file."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sandbox.launcher"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    launcher = Launcher(file, options, process)
    try:
        yield launcher
    finally:
        launcher.kill()
        process.communicate(timeout=TIMEOUT)


def main() -> None:
    """Fork a server for every line, and wait for its end."""
    import reconciler.sandbox.server  # noqa: F401  (so that no server has to)
    from reconciler.cli.sandbox import command

    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            click.echo(os.getpid())
            command(line.split())
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
