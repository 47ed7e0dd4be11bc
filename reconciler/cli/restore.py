"""`reconciler restore`: a tenant that was deleted, brought back."""

import click

from reconciler.console.command import reporting
from reconciler.console.errand import asking, errand
from reconciler.console.options import Scope, scoped
from reconciler.console.survey import prepare
from reconciler.errors import UsageError
from reconciler.plan import Address
from reconciler.planner.restore import restore_plan
from reconciler.report import Report


@click.command("restore")
@click.argument("subject", metavar="ADDRESS")
@scoped
@asking
@reporting("text", "json")
def command(
    subject: str, scope: Scope, auto_approve: bool, lock_timeout: float, pii: str | None
) -> Report:
    """Bring a tenant back that was deleted, with all that was deleted with it.

    It comes back disabled, as it was deleted; the next apply enables it if that is wanted.

    \b
      reconciler restore acronis-eu/fabrikam/tenant
    """
    address = _address(subject)
    prepared = prepare(scope)
    if address.instance not in prepared.gateways:
        raise UsageError(f'"{address.instance}" is no instance of the manifests.')
    return errand(
        prepared,
        lambda found: restore_plan(found.plan, found.sides, address),
        auto_approve=auto_approve,
        lock_timeout=lock_timeout,
        pii=pii,
    )


def _address(text: str) -> Address:
    hint = "Give the address of a tenant, as acronis-eu/fabrikam/tenant."
    try:
        address = Address.parse(text)
    except ValueError as error:
        raise UsageError(f"{error}.", hint=hint) from error
    if address.kind != "tenant":
        raise UsageError(f"{address} is no tenant.", hint=hint)
    return address
