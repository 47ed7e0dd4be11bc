"""`reconciler plan`: what apply would do."""

from dataclasses import replace
from pathlib import Path

import click

from reconciler.console.clock import timestamp
from reconciler.console.command import reporting
from reconciler.console.options import Scope, scoped
from reconciler.console.output import check_place
from reconciler.console.stdout import keep
from reconciler.console.survey import prepare, survey
from reconciler.exits import plan_exit_code
from reconciler.planfile import document_of, text_of
from reconciler.report import Report
from reconciler.report.of_plan import report_of_plan


@click.command("plan")
@scoped
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Save the plan.")
@click.option("--changed-since", metavar="GIT_REF", help="Only accounts changed since a commit.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there are changes.")
@reporting("text", "json", "markdown", "html", "gitlab", "junit", "github")
def command(
    scope: Scope, out: Path | None, changed_since: str | None, detailed_exitcode: bool
) -> Report:
    """Show what apply would change; change nothing.

    \b
      reconciler plan
      reconciler plan --target contoso --detailed-exitcode
      reconciler plan --changed-since origin/main
      reconciler plan --out plan.json -o json
    """
    if out:
        check_place(out, "--out")
    found = survey(prepare(replace(scope, since=changed_since)))
    document = document_of(found.plan, timestamp=timestamp(), requests=found.requests)
    report = report_of_plan(
        found.plan, document, plan_exit_code(found.plan, detailed=detailed_exitcode)
    )
    if out:
        keep(text_of(report.as_json()), out)
    return report
