"""Writing what there is to tell: to stdout, which may be closed, full or read by nobody; to files.

Python flushes stdout once more at its end, so it is led to nowhere when it has failed.
"""

import contextlib
import os
import sys
from pathlib import Path

import click

from reconciler.errors import ReconcilerError

BROKEN_PIPE = 141
"""What a shell reports for a program that a broken pipe has ended."""


def tell(text: str, *, color: bool = False) -> None:
    """Write a text to stdout, at once.

    Raises ReconcilerError if that cannot be done, and ends the command without a word if
    whoever read it has had enough.
    """
    if sys.stdout is None:
        raise ReconcilerError("stdout is closed: there is nowhere to write to.")
    try:
        click.echo(text, nl=False, color=color)
    except BrokenPipeError:
        _lead_nowhere()
        raise click.exceptions.Exit(BROKEN_PIPE) from None
    except OSError as error:
        _lead_nowhere()
        raise ReconcilerError(f"stdout cannot be written: {error.strerror}.") from error


def keep(text: str, file: Path) -> None:
    """Write a text to a file. Raises ReconcilerError if that cannot be done."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReconcilerError(f"{file} cannot be written: {error.strerror}.") from error


def _lead_nowhere() -> None:
    with contextlib.suppress(OSError):  # a stdout that is no file has nothing to flush either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
