"""`reconciler status`: the sync status of every account."""

from dataclasses import replace

import click

from reconciler.console.clock import timestamp
from reconciler.console.command import reporting
from reconciler.console.options import Scope, home, scoped
from reconciler.console.survey import prepare, survey
from reconciler.exits import INCOMPLETE
from reconciler.report import Report
from reconciler.report.of_status import report_of_status
from reconciler.results import failures_of
from reconciler.status import statuses, story_of


@click.command("status")
@scoped
@reporting("text", "json", "markdown", "html")
def command(scope: Scope) -> Report:
    """Show where every account stands: one row per account and instance.

    With --target it tells the story of these accounts as well, and what is to be done.

    \b
      reconciler status
      reconciler status --target contoso -o json
    """
    prepared = prepare(scope)
    found = survey(replace(prepared, targets=None))  # a part of a plan says too little
    failed = failures_of(home(), found.manifest.workspace)
    rows = [
        row
        for row in statuses(found.manifest, found.sides, found.plan, failed)
        if not scope.targets or row.account in _accounts(scope.targets)
    ]
    told = rows if scope.targets else []
    stories = [story_of(row, found.manifest, found.sides, found.plan) for row in told]
    code = 0 if found.plan.complete else INCOMPLETE
    return report_of_status(rows, timestamp(), code, stories)


def _accounts(targets: tuple[str, ...]) -> set[str]:
    return {target.split("/")[1] if "/" in target else target for target in targets}
