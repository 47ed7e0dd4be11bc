"""A sandbox in a process of its own, served over HTTP as users do it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

COMMAND = (sys.executable, "-c", "from reconciler.cli import main; main()", "sandbox", "serve")
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Served:
    """What `sandbox serve` has printed, and its side door."""

    url: str
    client_id: str
    client_secret: str
    tenant_id: str
    portal: dict[str, str]

    def side(self, method: str, path: str, body: Any = None) -> Any:
        """A request to the side door, which no log shows."""
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", json=body, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def serving(seed: int, *options: str) -> Iterator[Served]:
    """A sandbox with options of `sandbox serve`; equal seeds give equal ids."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--seed", str(seed), *options], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Served(**json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.communicate(timeout=TIMEOUT)
