"""`reconciler apply`: run the plan."""

import sys

import click

from reconciler.console.command import reporting
from reconciler.console.options import Scope, scoped
from reconciler.console.output import use_color
from reconciler.console.run import Job, run
from reconciler.console.survey import survey
from reconciler.errors import ManifestError, RefusedError, StalePlanError
from reconciler.plan import Plan
from reconciler.planfile import document_of
from reconciler.render import renderer
from reconciler.report import Report
from reconciler.report.of_plan import report_of_plan
from reconciler.safety import check_acknowledged


@click.command("apply")
@scoped
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@click.option("--digest", metavar="D", help="Only if the plan is the one with this digest.")
@click.option(
    "--parallelism",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="So many changes at once.",
)
@click.option("--detailed-exitcode", is_flag=True, help="Accepted for symmetry with plan.")
@reporting("text", "json")
def command(
    scope: Scope,
    auto_approve: bool,
    digest: str | None,
    parallelism: int,
    detailed_exitcode: bool,
) -> Report:
    """Make Acronis what the manifests say. Shows the plan and asks first.

    \b
      reconciler apply
      reconciler apply --auto-approve -o json
      reconciler apply --target contoso --ack V-35
    """
    found = survey(scope)
    plan_document = document_of(found.plan)
    actual = plan_document["digest"]
    _refuse_errors_of_no_account(found.plan)
    if digest and not actual.startswith(digest):
        raise StalePlanError(
            f"The plan's digest is {actual}, not {digest}: what was reviewed is not what would "
            "be applied.",
            hint="Review the plan again.",
        )
    if found.plan.changes:
        _show(report_of_plan(found.plan, plan_document, 0))
        check_acknowledged(found.plan, scope.acks, actual, unattended=auto_approve)
        if not auto_approve:
            _ask()
    return run(
        Job(
            plan=found.plan,
            digest=actual,
            gateways=found.gateways,
            requests=found.requests,
            parallelism=parallelism,
        )
    )


def _refuse_errors_of_no_account(plan: Plan) -> None:
    """Errors that concern a whole instance keep everything from being written."""
    errors = [one for one in plan.findings if one.severity == "error" and not one.address]
    if any(not finding.ack_needed for finding in errors):
        raise ManifestError(errors)


def _show(report: Report) -> None:
    """The plan, on stderr: stdout is for the result."""
    shown = use_color(None, "stderr")
    click.echo(renderer("text")(report, color=shown), err=True, color=shown)


def _ask() -> None:
    if not sys.stdin.isatty():
        raise RefusedError(
            "Nobody is there to approve the plan: this is no terminal.",
            hint="Add --auto-approve once the plan has been reviewed.",
        )
    if click.prompt("Apply this plan? Only 'yes' will do", default="", err=True) != "yes":
        raise RefusedError("Not approved; nothing was written.")
