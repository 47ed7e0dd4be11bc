"""`reconciler import`: manifests of what is live, proven by an empty plan."""

from pathlib import Path

import click

from reconciler.console.command import reporting
from reconciler.console.errand import asking
from reconciler.console.intake import Adopting, take_in
from reconciler.console.options import (
    DEFAULT_PATH,
    Scope,
    known_codes,
    with_parallelism,
    with_paths,
    with_strict,
)
from reconciler.report import Report


@click.command("import")
@with_paths
@click.option("--instance", required=True, metavar="NAME", help="The instance to read.")
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write the manifests there, over no file.",
)
@click.option("--adopt", is_flag=True, help="Put our stamp on every tenant that is adopted.")
@click.option(
    "--ack",
    "acks",
    multiple=True,
    metavar="CODE",
    callback=known_codes,
    help="Acknowledge a kind of finding about the manifests at PATH.",
)
@with_strict
@with_parallelism
@asking
@reporting("text", "json", "markdown")
def command(
    paths: tuple[Path, ...],
    instance: str,
    out: Path,
    adopt: bool,
    acks: tuple[str, ...],
    strict: bool,
    parallelism: int,
    auto_approve: bool,
    lock_timeout: float,
    pii: str | None,
) -> Report:
    """Write manifests for the tenants that no manifest at PATH manages, and prove them by a plan.

    PATH has to declare the instance. Nothing is written to Acronis, except by --adopt: it puts
    the stamps on, shown and asked for as an apply, so that nothing needs --ack V-35 any more.

    \b
      reconciler import --instance acronis-eu --out manifests/imported
      reconciler import msp.yaml --instance acronis-eu --out imported -o json
      reconciler import msp.yaml imported --instance acronis-eu --out more --adopt
    """
    scope = Scope(
        paths=paths or (DEFAULT_PATH,),
        instances=(instance,),
        acks=acks,
        strict=strict,
        parallelism=parallelism,
    )
    adopting = Adopting(auto_approve=auto_approve, lock_timeout=lock_timeout) if adopt else None
    return take_in(scope, instance, out, adopting, pii)
