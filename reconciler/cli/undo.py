"""`reconciler undo`: what a run has done, taken back."""

from pathlib import Path

import click

from reconciler.console.command import reporting
from reconciler.console.ended import load_ended
from reconciler.console.errand import asking, errand
from reconciler.console.options import Scope, scoped
from reconciler.console.survey import Survey, prepare
from reconciler.plan import Plan
from reconciler.planner.target import chosen
from reconciler.planner.undo import undo_plan
from reconciler.report import Report


@click.command("undo")
@click.argument("resultfile", type=click.Path(path_type=Path, dir_okay=False))
@scoped
@asking
@reporting("text", "json", "markdown")
def command(
    resultfile: Path, scope: Scope, auto_approve: bool, lock_timeout: float, pii: str | None
) -> Report:
    """Take back what a run has done, where it is still as the run has left it.

    RESULTFILE is what the run has written, in .reconciler/results or by apply -o json=FILE.
    What cannot be taken back is told with the reason.

    \b
      reconciler undo .reconciler/results/2026-01-31T120000Z-9c1e02ab.json
      reconciler undo result.json --target contoso
      reconciler undo result.json --auto-approve --ack V-60:5d41c07e91ab
    """
    prepared = prepare(scope)
    ended = load_ended(resultfile, prepared.manifest.workspace)

    def planned(found: Survey) -> Plan:
        plan = undo_plan(found.plan, found.sides, ended)
        return chosen(plan, prepared.targets) if prepared.targets else plan

    return errand(
        prepared,
        planned,
        auto_approve=auto_approve,
        lock_timeout=lock_timeout,
        pii=pii,
        idle="Nothing to undo.",
    )
