"""What an undo leaves as it is, and why."""

from collections.abc import Collection
from dataclasses import replace

from reconciler.findings import Finding
from reconciler.plan import Address, Row
from reconciler.planner.undo.ended import Done
from reconciler.planner.verdict import Verdict
from reconciler.resources.access_policies import AccessPolicies
from reconciler.resources.activation import Activation
from reconciler.resources.pricing import Pricing
from reconciler.resources.user import User

FOR_GOOD = {
    Activation.kind: "the activation mail was sent; it cannot be called back.",
    Pricing.kind: "a production tenant never goes back to trial.",
}
MADE = {User.kind: "the user stays: users are not deleted."}
UNMADE_WITH_TENANT = "it was made when the tenant was, and stays as long as that does."
HINTS = {User.kind: "Disable or delete it in the portal if it is not to be."}


def for_good(done: Done) -> Finding | None:
    """U-01 for what no request takes back: mails, production mode, and users that were made."""
    kind = done.address.kind
    if kind in FOR_GOOD:
        return stays(done.address, FOR_GOOD[kind])
    if done.before is None and kind != AccessPolicies.kind:
        return stays(done.address, MADE.get(kind, UNMADE_WITH_TENANT), HINTS.get(kind, ""))
    return None


def inside(done: Done) -> Finding:
    """U-01 for what lies in a tenant that the undo deletes."""
    if done.address.kind == Activation.kind:
        return stays(done.address, FOR_GOOD[Activation.kind])
    return stays(done.address, "nothing is done to it: it goes with its tenant.")


def stays(address: Address, message: str, hint: str = "") -> Finding:
    """U-01: it cannot be undone."""
    return Finding(code="U-01", severity="info", message=message, hint=hint, address=str(address))


def moved(address: Address, message: str) -> Finding:
    """U-02: it is not as the run has left it, so it is left alone."""
    return Finding(code="U-02", severity="warning", message=message, address=str(address))


def kept_out(address: Address, errors: Collection[Finding]) -> Verdict:
    """An account that has to stay out of the undo, and why."""
    reason = " ".join(f"{one.message} [{one.code}]" for one in errors)
    return Verdict(
        blocked=(Row(address=address, reason=reason),),
        findings=tuple(replace(one, address=one.address or str(address)) for one in errors),
    )
