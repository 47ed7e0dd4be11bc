"""`reconciler sandbox`: the stand-in for the API, served over HTTP, or edited by hand."""

import json
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from reconciler.console.edit import edit
from reconciler.sandbox import Sandbox, Switches, World, open_sandbox
from reconciler.sandbox.faults import Fault, ordered
from reconciler.sandbox.faults.spec import GRAMMAR
from reconciler.sandbox.problems import RefusedError

if TYPE_CHECKING:
    from reconciler.sandbox.server import Server


def _paragraph(*lines: str) -> str:
    return "\n".join(["\b", *(line or " " for line in lines)])


FAULTS = _paragraph("A fault is JSON, or a line like this:", "", *GRAMMAR.splitlines())
SWITCHES = _paragraph(
    "What the vendor leaves open, and how it is answered by default:",
    *(f"  {field.name}={str(field.default).lower()}" for field in fields(Switches)),
)


def _faults(ctx: click.Context, option: click.Parameter, lines: tuple[str, ...]) -> list[Fault]:
    try:
        return [ordered(line) for line in lines]
    except RefusedError as error:
        raise click.BadParameter(error.info) from error


def _switches(ctx: click.Context, option: click.Parameter, pairs: tuple[str, ...]) -> Switches:
    chosen = dict(pair.partition("=")[::2] for pair in pairs)
    try:
        return Switches.of(chosen)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group("sandbox")
def command() -> None:
    """Run a stand-in for the Acronis API."""


command.add_command(edit)


@command.command(epilog=f"{FAULTS}\n\n{SWITCHES}")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; 0 takes a free one.")
@click.option("--data", type=click.Path(dir_okay=False, path_type=Path), help="File to keep it in.")
@click.option("--latency", type=click.IntRange(0), default=0, metavar="MS", help="Delay answers.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="SPEC",
    callback=_faults,
    help="A fault to begin with.",
)
@click.option("--fleet", type=click.IntRange(0), default=0, help="Customers to begin with.")
@click.option("--storages", type=click.IntRange(1), default=2, help="Storages to begin with.")
@click.option("--seed", type=int, help="Fixes ids, secrets and contents.")
@click.option(
    "--mode",
    type=click.Choice(["lenient", "strict"]),
    default="lenient",
    show_default=True,
    help="Whether to take what live servers take, or only what the contract allows.",
)
@click.option(
    "--switch",
    "switches",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_switches,
    help="Another answer to an open question.",
)
def serve(
    host: str, port: int, data: Path | None, latency: int, faults: list[Fault], **world: Any
) -> None:
    """Serve until interrupted; prints one line of JSON once requests are accepted.

    Without --data everything is gone afterwards. A file that is there is reopened as it is,
    whatever the options say of its contents.

    \b
      reconciler sandbox serve --port 8080
      reconciler sandbox serve --data lab.db --fleet 1000 --fault 'POST /users: 503'
    """
    # From the first moment on: a fleet takes a while, and its temporary file has to go.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with ExitStack() as stack:
        file = data or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "sandbox.db"
        sandbox = stack.enter_context(_opened(file, World(**world)))
        for fault in faults:
            sandbox.order(fault)
        server = stack.enter_context(_listening(sandbox, host, port, latency))
        click.echo(json.dumps(_printed(server.url, sandbox)))
        server.run()


def _opened(file: Path, world: World) -> Sandbox:
    try:
        return open_sandbox(file, world)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _listening(sandbox: Sandbox, host: str, port: int, latency: int) -> Iterator["Server"]:
    from reconciler.sandbox.server import Server

    try:
        server = Server(sandbox.wsgi, host, port, latency)
    except OSError as error:
        # Python adds "(while attempting to bind on address …)", which the sentence says already.
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise click.ClickException(f"Cannot listen on {host}:{port}: {reason}.") from error
    try:
        yield server
    finally:
        server.close()


def _printed(url: str, sandbox: Sandbox) -> dict[str, object]:
    return {
        "url": url,
        "client_id": sandbox.client_id,
        "client_secret": sandbox.client_secret,
        "tenant_id": sandbox.tenant_id,
        "portal": {
            "client_id": sandbox.portal_client_id,
            "client_secret": sandbox.portal_client_secret,
        },
    }


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
