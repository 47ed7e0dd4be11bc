"""`reconciler forget`: an account's tenant, managed by nobody from now on."""

import click

from reconciler.console.command import reporting
from reconciler.console.errand import asking, errand
from reconciler.console.options import Scope, scoped
from reconciler.console.survey import prepare
from reconciler.planner.forget import forget_plan
from reconciler.report import Report


@click.command("forget")
@click.argument("account")
@scoped
@asking
@reporting("text", "json", "markdown")
def command(
    account: str, scope: Scope, auto_approve: bool, lock_timeout: float, pii: str | None
) -> Report:
    """Remove the stamp of an account's tenant, so that nobody manages it; all else stays.

    The account may have left the manifests. A tag that is not ours is never removed.

    \b
      reconciler forget contoso
      reconciler forget contoso manifests/ --instance acronis-eu
    """
    return errand(
        prepare(scope),
        lambda found: forget_plan(found.plan, found.sides, account),
        auto_approve=auto_approve,
        lock_timeout=lock_timeout,
        pii=pii,
    )
