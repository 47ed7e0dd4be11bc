"""Ctrl-C and SIGTERM: the first stops between requests, the second at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from types import FrameType

import click

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Interrupt:
    """Whether somebody wants the run to stop; `exit_code` is then 130 or 143."""

    stop: Event = field(default_factory=Event)
    exit_code: int = 0


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Catch the signals while the block runs."""
    state = Interrupt()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if state.stop.is_set():
            os._exit(128 + number)  # at once means without waiting for requests under way
        state.exit_code = 128 + number
        state.stop.set()
        click.echo("Stopping after the requests under way; again to stop at once.", err=True)

    before = {number: signal.signal(number, on_signal) for number in SIGNALS}
    try:
        yield state
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
