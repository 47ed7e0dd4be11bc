"""A warm process: it has imported everything, and forks a child for each command it is told.

It reads orders as lines of JSON: {"run": {…}} is answered with the child's process id,
{"wait": PID} with the wait status, once there is one.
"""

import importlib
import json
import os
import pkgutil
import signal
import sys
import traceback
from typing import Any, NoReturn

import reconciler
from reconciler.acronis import line
from reconciler.acronis.clock import Clock
from reconciler.cli import main
from tests.harness.quick_clock import QuickClock
from tests.resilience.trap import Trap

CRASHED = 1


def serve() -> None:
    """Do what is ordered until there are no more orders."""
    for module in pkgutil.walk_packages(reconciler.__path__, "reconciler."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for text in sys.stdin:
        order = json.loads(text)
        answer = _start(order["run"]) if "run" in order else os.waitpid(order["wait"], 0)[1]
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _start(order: dict[str, Any]) -> int:
    return os.fork() or _child(**order)


def _child(
    argv: list[str],
    folder: str,
    environment: dict[str, str],
    output: str,
    trap: list[Any] | None,
    timeout: float | None,
) -> NoReturn:
    """Be the command; never come back to the loop of orders."""
    os.chdir(folder)
    os.environ.update(environment)
    for number, stream in ((0, os.devnull), (1, f"{output}.out"), (2, f"{output}.err")):
        os.dup2(os.open(stream, os.O_RDWR | os.O_CREAT), number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    Clock.__init__.__defaults__ = QuickClock().defaults()
    if timeout:
        line.TIMEOUT = (timeout, timeout)
    if trap:
        Trap(*trap).set()
    sys.argv = ["reconciler", *argv]
    code = CRASHED
    try:
        main()
    except SystemExit as exit_:
        code = exit_.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
