"""One apply at a time per instance on this machine: an operating system's lock, gone with us."""

import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from reconciler.acronis.gateway import Gateway
from reconciler.console.progress import working
from reconciler.errors import ReconcilerError, RefusedError

PAUSE = 0.2
"""Seconds between two tries."""


@contextmanager
def locked(doors: Iterable[Gateway], home: Path, timeout: float) -> Iterator[None]:
    """Hold the locks of some instances, each distinct one once; `timeout` is in seconds.

    Raises RefusedError if another process holds one of them until then, and ReconcilerError
    if there is no place for them (nor would there be one for the result).
    """
    deadline = time.monotonic() + timeout
    with ExitStack() as stack:
        distinct = {_name(door): door for door in sorted(doors, key=lambda one: one.name)}
        for name, door in sorted(distinct.items()):
            file = stack.enter_context(_open(name, home))
            with working(f'Waiting for another apply on instance "{door.name}"'):
                _acquire(file, door, deadline)
        yield


def _name(door: Gateway) -> str:
    """What the lock of a gateway and client is called in all manifests that lead there."""
    return sha256(f"{door.origin} {door.client_id}".encode()).hexdigest()[:16]


def _open(name: str, home: Path) -> IO[str]:
    folder = home / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / f"{name}.lock").open("w", encoding="utf-8")
    except OSError as error:
        raise ReconcilerError(
            f"{folder} cannot be written: {error.strerror}.",
            hint="Set RECONCILER_HOME to a folder that can be.",
        ) from error


def _acquire(file: IO[str], door: Gateway, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise RefusedError(
                    f'Another apply is running on instance "{door.name}".',
                    hint="Wait for it, or give it longer with --lock-timeout SECONDS.",
                ) from None
            time.sleep(PAUSE)
        else:
            return
