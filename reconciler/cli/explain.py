"""`reconciler explain`: why a value is wanted, or what a code means."""

import click

from reconciler.console.command import reporting
from reconciler.console.options import Scope, scoped
from reconciler.console.survey import prepare, survey
from reconciler.errors import UsageError
from reconciler.explain import explain
from reconciler.plan import Address
from reconciler.report import Report
from reconciler.report.of_explain import report_of_code, report_of_deferral, report_of_explanation
from reconciler.resources import KINDS
from reconciler.rulebook import meaning_of


@click.command("explain")
@click.argument("subject", metavar="ADDRESS|CODE")
@scoped
@reporting("text", "json")
def command(subject: str, scope: Scope) -> Report:
    """Say why a resource is wanted as it is, or what a code means and what to do.

    \b
      reconciler explain acronis-eu/contoso/user
      reconciler explain V-35
    """
    if "/" not in subject:
        return _code(subject)
    address = _address(subject)
    prepared = prepare(scope)
    if address.instance not in prepared.gateways:
        raise UsageError(f'"{address.instance}" is no instance of the manifests.')
    found = survey(prepared)
    side = found.sides[address.instance]
    reasons = {row.address: row.reason for row in found.plan.deferred}
    if reason := reasons.get(address.sibling("tenant")):
        return report_of_deferral(address, reason)
    return report_of_explanation(address, explain(found.manifest, side, address))


def _code(code: str) -> Report:
    known = meaning_of(code)
    if known is None:
        raise UsageError(
            f'"{code}" is neither an address nor a code.',
            hint="Give INSTANCE/ACCOUNT/KIND, or a code as V-35.",
        )
    return report_of_code(code.upper(), *known)


def _address(text: str) -> Address:
    try:
        address = Address.parse(text)
    except ValueError as error:
        raise UsageError(f"{error}.", hint="As in acronis-eu/contoso/user.") from error
    if address.kind not in KINDS:
        raise UsageError(f'"{address.kind}" is no kind.', hint=f"Kinds: {', '.join(KINDS)}.")
    return address
