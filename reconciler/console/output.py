"""The -o option: which formats go where."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reconciler.console.stdout import keep, tell
from reconciler.errors import UsageError
from reconciler.render import FORMATS, renderer
from reconciler.report import Report
from reconciler.report.pii import masked

OWN = ("text", "json")
"""Formats for the one who runs the command, or for a program."""


@dataclass(frozen=True, slots=True)
class Output:
    """One format, and the file it goes to; without a file it goes to stdout."""

    format: str
    file: Path | None


class OutputType(click.ParamType[Output]):
    """FORMAT or FORMAT=FILE."""

    name = "format[=file]"

    def __init__(self, formats: Sequence[str] = FORMATS) -> None:
        self.formats = tuple(formats)

    def convert(self, value: Any, param: Any, ctx: Any) -> Output:
        name, separator, file = str(value).partition("=")
        if name not in self.formats:
            self.fail(f'"{name}" is not one of {", ".join(self.formats)}.', param, ctx)
        if separator and not file:
            self.fail(f'"{value}" names no file after "=".', param, ctx)
        return Output(name, Path(file) if file else None)


def check_place(file: Path, option: str) -> None:
    """Make the folder of a file that is to be written when all is done.

    Raises UsageError if it cannot be written: better now than after an apply.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{option} {file} cannot be written: {error.strerror}.") from error
    if file.is_dir() or not os.access(file if file.exists() else file.parent, os.W_OK):
        why = "it is a folder" if file.is_dir() else "permission denied"
        raise UsageError(f"{option} {file} cannot be written: {why}.")


def check_places(outputs: Sequence[Output]) -> None:
    """Raises UsageError if several formats would go to one place."""
    there = [output.format for output in outputs if output.file is None]
    if len(there) > 1:
        raise UsageError(
            f"Only one format can go to stdout, not {' and '.join(there)}.",
            hint="Write the others to files, as -o FORMAT=FILE.",
        )
    files = [output.file.resolve() for output in outputs if output.file]
    if twice := [file for file in files if files.count(file) > 1]:
        raise UsageError(f"Only one format can be written to {twice[0]}.")


def emit(report: Report, outputs: Sequence[Output], *, color: bool | None, pii: str | None) -> None:
    """Write every format asked for; text goes to stdout unless another format took its place."""
    if all(output.file for output in outputs):
        write(report, Output("text", None), color=color, pii=pii)
    for output in outputs:
        write(report, output, color=color, pii=pii)


def write(report: Report, output: Output, *, color: bool | None, pii: str | None) -> None:
    """Write one format where it is wanted; only text on stdout may have colours.

    Raises ReconcilerError where it cannot be written.
    """
    report = masked(report) if hides(pii, output.format) else report
    if output.file is None:
        shown = output.format == "text" and use_color(color)
        tell(renderer(output.format)(report, color=shown), color=shown)
    else:
        keep(renderer(output.format)(report, color=False), output.file)


def hides(pii: str | None, format_name: str) -> bool:
    """Whether personal data is masked: as --pii says, else in what is made for others to read."""
    return pii == "mask" if pii else format_name not in OWN


def use_color(asked: bool | None, stream: str = "stdout") -> bool:
    """Colours on a terminal, unless --no-color or NO_COLOR says otherwise."""
    if asked is not None:
        return asked
    shown_on = sys.stderr if stream == "stderr" else sys.stdout
    return shown_on is not None and shown_on.isatty()  # None: closed before the start
