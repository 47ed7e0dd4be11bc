"""What makes a function a command that reports: formats, colours, errors, the exit code."""

import functools
import logging
import os
from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any

import click

from reconciler.console.interrupt import Terminated, finish, leave, terminable
from reconciler.console.log import start_logging
from reconciler.console.output import (
    Output,
    OutputType,
    check_place,
    check_places,
    emit,
    hides,
    use_color,
    write,
)
from reconciler.errors import ReconcilerError, StoppedError, TerminatedError
from reconciler.render import renderer
from reconciler.report import Report
from reconciler.report.of_error import report_of_error
from reconciler.report.pii import masked

Command = Callable[..., Report]


def reporting(*formats: str) -> Callable[[Command], Callable[..., None]]:
    """Give a command that returns a Report the options -o, -v, --log-format, --pii and --no-color.

    The report is written in every format asked for, and its exit code is the process's. So is
    an error's: it is told on stderr, and in the formats other than text that were asked for.
    """

    def decorate(command: Command) -> Callable[..., None]:
        wants_pii = "pii" in signature(command).parameters

        @_terminal_options
        @click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            type=OutputType(formats),
            help=f"Format ({', '.join(formats)}), to stdout or to a file. Repeatable.",
        )
        @functools.wraps(command)
        def run(
            outputs: Sequence[Output],
            no_color: bool,
            verbose: int,
            log_format: str,
            pii: str | None,
            **options: Any,
        ) -> None:
            start_logging(verbose, log_format)
            color = False if no_color or os.environ.get("NO_COLOR") else None
            try:
                usable: list[Output] = []
                for output in outputs:
                    check_places([*usable, output])
                    if output.file:
                        check_place(output.file, "--output")
                    usable.append(output)
                with terminable():
                    report = command(**options, **({"pii": pii} if wants_pii else {}))
            except ReconcilerError as error:
                _show(error, usable, color, pii)
                raise click.exceptions.Exit(error.exit_code) from None
            except KeyboardInterrupt as signal:
                stopped = (TerminatedError if isinstance(signal, Terminated) else StoppedError)(
                    "Interrupted."
                )
                _show(stopped, usable, color, pii)
                leave(stopped.exit_code)
            try:
                emit(report, outputs, color=color, pii=pii)
            except ReconcilerError as error:
                _complain(error)
                raise click.exceptions.Exit(error.exit_code) from None
            finish(report.exit_code)

        return run

    return decorate


def _show(
    error: ReconcilerError, outputs: Sequence[Output], color: bool | None, pii: str | None
) -> None:
    """The error for people on stderr, and in every other format where that was wanted."""
    report = report_of_error(error)
    shown = use_color(color, "stderr")
    told = masked(report) if hides(pii, "text") else report
    click.echo(renderer("text")(told, color=shown), nl=False, err=True, color=shown)
    for caveat in told.caveats:
        click.echo(f"  {caveat}", err=True)
    for output in outputs:
        if output.format != "text":
            _try_to_write(report, output, pii)
    logging.getLogger("reconciler").debug("ended by an error", exc_info=error)


def _try_to_write(report: Report, output: Output, pii: str | None) -> None:
    try:
        write(report, output, color=False, pii=pii)
    except ReconcilerError as error:
        _complain(error)


def _complain(error: ReconcilerError) -> None:
    """One line of an error that keeps a report from being told."""
    click.echo(str(error), err=True)


def _terminal_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--pii",
            type=click.Choice(["show", "mask"]),
            help="Personal data; by default shown in text and json alone.",
        ),
        click.option("--no-color", is_flag=True, help="No colours (also: NO_COLOR)."),
        click.option("-v", "--verbose", count=True, help="Log what is done; -vv every request."),
        click.option(
            "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True
        ),
    ):
        command = option(command)
    return command
