"""`reconciler drift`: what changed outside."""

from pathlib import Path

import click

from reconciler.console.clock import timestamp, today
from reconciler.console.command import reporting
from reconciler.console.drift_report import drift_report
from reconciler.console.options import Scope, scoped
from reconciler.console.survey import prepare, survey
from reconciler.drift import find_drift
from reconciler.drift.trend import trend
from reconciler.exits import drift_exit_code
from reconciler.planfile import read_document
from reconciler.report import Report
from reconciler.report.of_drift import drift_document, report_of_drift


@click.command("drift")
@scoped
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An earlier drift JSON: say what is new, still there, gone, or back.",
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there is drift.")
@reporting("text", "json", "markdown", "html", "gitlab", "junit", "sarif", "github")
def command(scope: Scope, since: Path | None, detailed_exitcode: bool) -> Report:
    """Show what was changed outside, apart from what is not yet applied; change nothing.

    \b
      reconciler drift
      reconciler drift --detailed-exitcode -o json=drift.json
      reconciler drift --since drift.json
    """
    earlier = drift_report(since, read_document(since)) if since else None
    found = survey(prepare(scope))
    drifts = find_drift(found.manifest, found.sides, today())
    drifts = drifts.only(scope.targets) if scope.targets else drifts
    course = trend(drifts.found, earlier, sorted(found.sides), scope.targets) if earlier else None
    document = drift_document(drifts, timestamp=timestamp(), requests=found.requests, trend=course)
    document["partial"] = bool(scope.targets or scope.instances)
    code = drift_exit_code(drifts, complete=found.plan.complete, detailed=detailed_exitcode)
    return report_of_drift(drifts, document, code, course)
