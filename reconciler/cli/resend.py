"""`reconciler resend`: a lost activation mail, sent again."""

import click

from reconciler.console.approval import approve
from reconciler.console.command import reporting
from reconciler.console.job import Job
from reconciler.console.lock import locked
from reconciler.console.options import Scope, home, scoped
from reconciler.console.run import run
from reconciler.console.survey import prepare, survey
from reconciler.errors import UsageError
from reconciler.planfile import document_of
from reconciler.planner.resend import resend_plan
from reconciler.report import Report


@click.command("resend")
@click.argument("account")
@scoped
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Wait so long for another apply.",
)
@reporting("text", "json")
def command(
    account: str, scope: Scope, auto_approve: bool, lock_timeout: float, pii: str | None
) -> Report:
    """Send the activation mail of an account's user again.

    \b
      reconciler resend contoso
      reconciler resend contoso manifests/ --instance acronis-eu
    """
    prepared = prepare(scope)
    if account not in prepared.manifest.accounts:
        raise UsageError(f'"{account}" is no account of the manifests.')
    with locked(prepared.gateways.values(), home(), lock_timeout):
        found = survey(prepared)
        plan = resend_plan(found.plan, found.sides, account)
        job = Job(
            plan=plan,
            document=document_of(plan),
            gateways=prepared.gateways,
            requests=found.requests,
        )
        approve(job, scope.acks, digest=None, asked=not auto_approve, pii=pii)
        return run(job, pii=pii)
