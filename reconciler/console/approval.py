"""Before anything is written: the plan is shown, acknowledged, and approved by somebody."""

import sys
from collections.abc import Sequence

import click

from reconciler.console.job import Job
from reconciler.console.options import DIGEST
from reconciler.console.output import hides, use_color
from reconciler.errors import ManifestError, RefusedError, StalePlanError
from reconciler.plan import Plan
from reconciler.render import renderer
from reconciler.report.of_plan import report_of_plan
from reconciler.report.pii import masked
from reconciler.safety import check_acknowledged


def digest_or_none(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """What was given as a digest; an empty or very short one would let any plan through."""
    if value is not None and not DIGEST.fullmatch(value):
        raise click.BadParameter(f'"{value}" is not a digest, nor its first 8 digits or more.')
    return value


def approve(
    job: Job, acks: Sequence[str], *, digest: str | None, asked: bool, pii: str | None
) -> None:
    """Return if the job may be run; `asked` means that somebody has to say yes.

    Raises ManifestError for errors that concern a whole instance, StalePlanError if the plan is
    not the one with `digest`, RefusedError for what is not acknowledged or not approved.
    """
    _check_errors_of_no_account(job.plan)
    check_digest(job.digest, digest)
    if job.plan.changes:
        _show(job, pii)
        check_acknowledged(job.plan, acks, job.digest, unattended=not asked)
        if asked:
            _ask()


def check_digest(found: str, reviewed: str | None) -> None:
    """Raise StalePlanError if a plan is not the reviewed one; None is any plan."""
    if reviewed and not found.startswith(reviewed):
        raise StalePlanError(
            f"The plan's digest is {found}, not {reviewed}: what was reviewed is not what "
            "would be applied.",
            hint="Review the plan again.",
        )


def _check_errors_of_no_account(plan: Plan) -> None:
    errors = [one for one in plan.findings if one.severity == "error" and not one.address]
    if any(not finding.ack_needed for finding in errors):
        raise ManifestError(errors)


def _show(job: Job, pii: str | None) -> None:
    """The plan, on stderr: stdout is for the result."""
    shown = use_color(None, "stderr")
    report = report_of_plan(job.plan, job.document, 0)
    report = masked(report) if hides(pii, "text") else report
    click.echo(renderer("text")(report, color=shown), err=True, color=shown)


def _ask() -> None:
    if not sys.stdin.isatty():
        raise RefusedError(
            "Nobody is there to approve the plan: this is no terminal.",
            hint="Add --auto-approve once the plan has been reviewed.",
        )
    if _answer("Apply this plan? Type 'yes'; after anything else nothing is written") != "yes":
        raise RefusedError("Not approved; nothing was written.")


def _answer(question: str) -> str:
    """What somebody typed; "" at the end of the input. Raises KeyboardInterrupt for Ctrl-C."""
    try:
        return str(click.prompt(question, default="", show_default=False, err=True))
    except click.Abort as abort:
        if isinstance(abort.__context__, EOFError):
            return ""
        raise KeyboardInterrupt from None
