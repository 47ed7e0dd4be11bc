"""What commands that talk to a forge share: its options, and the connection."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from reconciler.forge import Forge
from reconciler.forge.place import ForgeName, Place, place_of
from reconciler.gitops.marker import SCOPE


def _scope(ctx: click.Context, option: click.Parameter, value: str) -> str:
    if not SCOPE.fullmatch(value):
        raise click.BadParameter("use letters, digits, dots, dashes and underscores, 64 at most.")
    return value


def on_a_forge(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --forge, --project and --scope; what is not given the pipeline knows."""
    for option in (
        click.option("--forge", type=click.Choice(["github", "gitlab"]), help="Which forge."),
        click.option("--project", metavar="NAME", help="OWNER/NAME on GitHub, id or path."),
        click.option(
            "--scope",
            default="default",
            show_default=True,
            callback=_scope,
            help="Keeps several workspaces or instances of one repository apart.",
        ),
    ):
        command = option(command)
    return command


@contextmanager
def forge_at(
    forge: ForgeName | None, project: str | None, request: int | None = None
) -> Iterator[tuple[Forge, Place]]:
    """The forge and the place in it, by options and the pipeline's variables."""
    place = place_of(os.environ, forge=forge, project=project, request=request)
    connection, found = place.connect()
    with connection:
        yield found, place
