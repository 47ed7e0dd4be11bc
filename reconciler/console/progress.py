"""Signs of life on stderr for what takes longer than a second; nothing for what does not."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

AFTER = 1.0
"""Seconds before anything is shown."""


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what is being waited for: with a spinner on a terminal, with one line elsewhere."""
    console = Console(stderr=True)
    status = console.status(f"{what} ...")

    def begin() -> None:
        if console.is_terminal:
            status.start()
        else:
            print(f"{what} ...", file=sys.stderr)  # noqa: T201 - not data: a sign of life

    timer = Timer(AFTER, begin)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        status.stop()


@contextmanager
def counting(what: str, total: int) -> Iterator[Progress]:
    """A bar for `total` steps of work; call `advance(0)` on what it yields after each."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        progress.add_task(what, total=total)
        yield progress
