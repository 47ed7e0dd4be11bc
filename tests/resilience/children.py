"""Commands as processes of their own: forked from a warm one, so that each starts at once."""

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

TIMEOUT = 60
ROOT = Path(__file__).parents[2]


class Children:
    """Starts commands in a folder, with an environment."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self._numbers = itertools.count()
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "tests.resilience.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self._warm.communicate(timeout=TIMEOUT)

    def start(self, *argv: str, trap: tuple[Any, ...] | None = None, **more: Any) -> "Child":
        """Start a command. `trap` is where a signal goes off, see Trap; `timeout` is in seconds.

        `home` names another RECONCILER_HOME.
        """
        output = self.folder / f"child-{next(self._numbers)}"
        home = {"RECONCILER_HOME": str(self.folder / more.get("home", "home"))}
        order = {
            "argv": list(argv),
            "folder": str(self.folder),
            "environment": {**self.environment, **home},
            "output": str(output),
            "trap": trap,
            "timeout": more.get("timeout"),
        }
        for stream in (".out", ".err"):
            output.with_suffix(stream).touch()  # there before the child is, for who reads at once
        return Child(self.ask({"run": order}), output, self)

    def run(self, *argv: str, **more: Any) -> "Child":
        """Start a command, and wait for its end."""
        child = self.start(*argv, **more)
        assert child.code is not None
        return child

    def ask(self, order: dict[str, Any]) -> int:
        assert self._warm.stdin is not None
        assert self._warm.stdout is not None
        self._warm.stdin.write(json.dumps(order) + "\n")
        self._warm.stdin.flush()
        return int(self._warm.stdout.readline())


@dataclass(frozen=True)
class Child:
    """A command that runs, or has run."""

    pid: int
    output: Path
    parent: Children

    @cached_property
    def code(self) -> int:
        """Its exit code, negative for the signal that killed it; waits for its end."""
        return os.waitstatus_to_exitcode(self.parent.ask({"wait": self.pid}))

    def wait_until_stopped(self) -> None:
        """Wait until a SIGSTOP has stopped it."""
        self._wait(lambda: _state(self.pid) == "T")

    def wait_until_it_says(self, words: str) -> None:
        """Wait for words on its stderr."""
        self._wait(lambda: words in self.stderr)

    def _wait(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + TIMEOUT
        while not happened():
            assert time.monotonic() < deadline, "it has not happened"
            time.sleep(0.01)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    @property
    def stdout(self) -> str:
        return self.output.with_suffix(".out").read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        return self.output.with_suffix(".err").read_text(encoding="utf-8")

    @cached_property
    def json(self) -> Any:
        """All of stdout, with the exit code in it."""
        code = self.code
        document = json.loads(self.stdout)
        assert document["exit_code"] == code
        return document

    @property
    def told(self) -> str:
        """How it ended, for assertions."""
        return f"exit {self.code}\n{self.stderr}\n{self.stdout}"


def _state(pid: int) -> str:
    """The process's state as Linux has it; its name stands before in parentheses."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    return text.rpartition(") ")[2][0]
