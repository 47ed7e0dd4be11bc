"""`reconciler apply`: run the plan."""

from pathlib import Path

import click

from reconciler.console.approval import approve, digest_or_none
from reconciler.console.command import reporting
from reconciler.console.errand import asking
from reconciler.console.lock import locked
from reconciler.console.options import Scope, home, scoped
from reconciler.console.run import run
from reconciler.console.saved import load_saved
from reconciler.console.survey import prepare
from reconciler.errors import UsageError
from reconciler.report import Report


@click.command("apply")
@scoped
@asking
@click.option(
    "--digest",
    metavar="D",
    callback=digest_or_none,
    help="Only if the plan is the one with this digest, or with one that begins like this.",
)
@click.option("--detailed-exitcode", is_flag=True, help="As for plan: 0 means all is applied.")
@reporting("text", "json", "markdown", "html", "gitlab", "junit", "github")
def command(
    scope: Scope,
    auto_approve: bool,
    digest: str | None,
    lock_timeout: float,
    detailed_exitcode: bool,
    pii: str | None,
) -> Report:
    """Make Acronis what the manifests say, or run a saved plan. Shows the plan and asks first.

    \b
      reconciler apply
      reconciler apply --auto-approve -o json
      reconciler apply --target contoso --ack V-35
      reconciler apply plan.json
    """
    file = _plan_file(scope)
    source = load_saved(file, scope, digest=digest) if file else prepare(scope)
    with locked(source.gateways.values(), home(), lock_timeout):
        job = source.job()
        approve(job, scope.acks, digest=digest, asked=not auto_approve, pii=pii)
        return run(job, scope.parallelism, pii=pii)


def _plan_file(scope: Scope) -> Path | None:
    """The one PATH, if it is a saved plan: a file that is no YAML."""
    first = scope.paths[0]
    if not first.is_file() or first.suffix in (".yaml", ".yml"):
        return None
    if len(scope.paths) > 1 or scope.targets or scope.instances:
        raise UsageError(
            f"{first} is a saved plan: it is applied whole, and alone.",
            hint="Plan again with --target or --instance to apply a part.",
        )
    return first
