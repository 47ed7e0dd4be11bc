"""Ctrl-C and SIGTERM: the first stops between requests, the second at once, with what is known.

Where nothing is written, the first one stops at once too.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from types import FrameType
from typing import NoReturn

import click

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOPPED = tuple(128 + number for number in SIGNALS)
"""Exit codes of runs that may have left threads behind."""


class Terminated(KeyboardInterrupt):
    """SIGTERM has come."""


@contextmanager
def terminable() -> Iterator[None]:
    """Have SIGTERM raise Terminated while the block runs, as Ctrl-C raises KeyboardInterrupt."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield  # signals do not come here
        return
    before = signal.signal(signal.SIGTERM, on_signal)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def threads(number: int) -> Iterator[ThreadPoolExecutor]:
    """Threads for reading. An interrupt does not wait for them, everything else does."""
    pool = ThreadPoolExecutor(number)
    interrupted = False
    try:
        yield pool
    except KeyboardInterrupt:
        interrupted = True
        raise
    finally:
        pool.shutdown(wait=not interrupted, cancel_futures=interrupted)


def finish(exit_code: int) -> NoReturn:
    """End a command with its exit code."""
    if exit_code in STOPPED:
        leave(exit_code)
    raise click.exceptions.Exit(exit_code)


def leave(exit_code: int) -> NoReturn:
    """End a command, without waiting for threads that an interrupt has left behind."""
    alive = [one for one in threading.enumerate() if not one.daemon]
    if alive == [threading.main_thread()]:
        raise click.exceptions.Exit(exit_code)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(exit_code)


@dataclass(slots=True)
class Interrupt:
    """Whether somebody wants the run to stop, or to end at once; `exit_code` is then 130 or 143."""

    stop: Event = field(default_factory=Event)
    at_once: Event = field(default_factory=Event)
    exit_code: int = 0


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Catch the signals while the block runs."""
    state = Interrupt()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if state.at_once.is_set():
            os._exit(128 + number)  # not even the result is waited for
        if state.stop.is_set():
            state.at_once.set()
            return
        state.exit_code = 128 + number
        state.stop.set()
        click.echo("Stopping after the requests under way; again to stop at once.", err=True)

    before = {number: signal.signal(number, on_signal) for number in SIGNALS}
    try:
        yield state
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
