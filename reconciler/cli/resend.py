"""`reconciler resend`: a lost activation mail, sent again."""

import click

from reconciler.console.command import reporting
from reconciler.console.errand import asking, errand
from reconciler.console.options import Scope, scoped
from reconciler.console.survey import prepare
from reconciler.errors import UsageError
from reconciler.planner.resend import resend_plan
from reconciler.report import Report


@click.command("resend")
@click.argument("account")
@scoped
@asking
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
    return errand(
        prepared,
        lambda found: resend_plan(found.plan, found.sides, account),
        auto_approve=auto_approve,
        lock_timeout=lock_timeout,
        pii=pii,
    )
