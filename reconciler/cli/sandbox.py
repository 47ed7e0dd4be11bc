"""`reconciler sandbox serve`: the stand-in for the API, over HTTP."""

import json
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from reconciler.sandbox import Sandbox, World, open_sandbox


@click.group("sandbox")
def command() -> None:
    """Run a stand-in for the Acronis API."""


@command.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; 0 takes a free one.")
@click.option("--data", type=click.Path(dir_okay=False, path_type=Path), help="File to keep it in.")
@click.option("--latency", type=click.IntRange(0), default=0, metavar="MS", help="Delay answers.")
@click.option("--fault", "faults", multiple=True, metavar="JSON", help="A fault to begin with.")
@click.option("--fleet", type=click.IntRange(0), default=0, help="Customers to begin with.")
@click.option("--storages", type=click.IntRange(1), default=2, help="Storages to begin with.")
@click.option("--seed", type=int, help="Fixes ids, secrets and contents.")
def serve(
    host: str,
    port: int,
    data: Path | None,
    latency: int,
    faults: tuple[str, ...],
    fleet: int,
    storages: int,
    seed: int | None,
) -> None:
    """Serve until interrupted; prints one line of JSON once requests are accepted.

    Without --data everything is gone afterwards.
    """
    from reconciler.sandbox.server import Server

    with ExitStack() as stack:
        file = data or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "sandbox.db"
        world = World(seed=seed, storages=storages, fleet=fleet)
        sandbox = stack.enter_context(_opened(file, world))
        for fault in faults:
            _order(sandbox, fault)
        server = Server(sandbox.wsgi, host, port, latency)
        stack.callback(server.close)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        click.echo(json.dumps(_printed(server.url, sandbox)))
        server.run()


def _opened(file: Path, world: World) -> Sandbox:
    try:
        return open_sandbox(file, world)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _order(sandbox: Sandbox, fault: str) -> None:
    try:
        sandbox.order(json.loads(fault))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--fault") from error


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
