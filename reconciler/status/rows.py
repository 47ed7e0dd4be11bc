"""Where every account stands on every instance: what the BSS shows as its sync status."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reconciler.findings import Finding
from reconciler.live import Live
from reconciler.manifest.model import Manifest
from reconciler.plan import Address, Plan
from reconciler.planner import Side
from reconciler.resources.claim import Claim

Failures = Mapping[Address, str]
WORDS = {
    "synchronized": "Synchronized",
    "synchronized_deferred": "Synchronized, no tenant until the first subscription",
    "not_synchronized": "Not synchronized",
    "pending": "Pending",
    "failed": "Failed",
    "blocked": "Blocked",
    "drifted": "Drifted",
    "suspended": "Suspended",
    "missing": "Missing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatus:
    """One row: an account on an instance (R-02)."""

    account: str
    instance: str
    role: str | None = None
    parent: str | None = None
    status: str
    tenant_id: str | None = None
    tenant_kind: str | None = None
    subscription: str | None = None
    subscription_state: str | None = None
    login: str | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The row with the keys that the interface promises."""
        return asdict(self)


def statuses(
    manifest: Manifest, sides: Mapping[str, Side], plan: Plan, failures: Failures
) -> Iterator[AccountStatus]:
    """One row per account and instance. `failures` are what the last run left undone."""
    known = _Known(plan, failures)
    claims = {claim.address: claim for wanted, _ in sides.values() for claim in wanted.claims}
    for key in sorted(manifest.accounts):
        for instance in sorted(sides):
            claim = claims.get(Address(instance, key, "tenant"))
            yield _row(claim, known, sides) if claim else _left_alone(key, instance)


def _left_alone(account: str, instance: str) -> AccountStatus:
    """An account without sync options for the instance (R-01)."""
    return AccountStatus(
        account=account,
        instance=instance,
        status="not_synchronized",
        reason="no sync options for this instance",
    )


def _row(claim: Claim, known: "_Known", sides: Mapping[str, Side]) -> AccountStatus:
    live = sides[claim.instance][1]
    site = live.sites.get(claim.address)
    status, reason = known.verdict(claim, live)
    return AccountStatus(
        account=claim.account_key,
        instance=claim.instance,
        role=claim.sync.role,
        parent=claim.parent,
        status=status,
        tenant_id=site.tenant.id if site else None,
        tenant_kind=site.tenant.kind if site else None,
        subscription=claim.subscription_key or None,
        subscription_state=claim.subscription.state if claim.subscription else None,
        login=site.user.login if site and site.user else None,
        reason=reason,
    )


class _Known:
    """What the plan and the last run say of each account, by the address of its tenant."""

    def __init__(self, plan: Plan, failures: Failures) -> None:
        self.changes: dict[Address, list[Any]] = {}
        for change in plan.changes:
            self.changes.setdefault(change.address.sibling("tenant"), []).append(change)
        self.blocked = {row.address: row.reason for row in plan.blocked}
        self.deferred = {row.address: row.reason for row in plan.deferred}
        self.waiting = {row.address.sibling("tenant"): row.reason for row in plan.waiting}
        self.findings: dict[Address, list[Finding]] = {}
        for finding in plan.findings:
            if finding.address:
                address = Address.parse(finding.address).sibling("tenant")
                self.findings.setdefault(address, []).append(finding)
        self.failures = failures

    def verdict(self, claim: Claim, live: Live) -> tuple[str, str]:
        """The status of a claim and the reason for it."""
        address = claim.address
        codes = {finding.code: finding.message for finding in self.findings.get(address, ())}
        changes = self.changes.get(address, [])
        if address in self.blocked:
            return "blocked", self.blocked[address]
        if address in live.gone and claim.provisioned and not claim.absent:
            return "missing", codes.get("V-71") or self.deferred.get(address, "")
        if address in self.deferred:
            return "synchronized_deferred", self.deferred[address]
        if changes and address in self.failures:
            return "failed", self.failures[address]
        if changes:
            return self._pending(changes)
        if claim.absent and address not in live.sites:
            had = "its tenant is deleted" if address in live.gone else "it has no tenant"
            return "not_synchronized", f"the account is absent; {had}"
        if address in live.sites and not live.sites[address].tenant.enabled:
            return "suspended", self.waiting.get(address, _why_disabled(claim))
        return "synchronized", codes.get("D-10", codes.get("D-14", ""))

    @staticmethod
    def _pending(changes: list[Any]) -> tuple[str, str]:
        drifted = [change for change in changes if change.drifted]
        told = drifted or changes
        kinds = ", ".join(change.address.kind for change in told)
        if len(drifted) == len(changes):
            return "drifted", f"changed outside: {kinds}"
        return "pending", f"to be applied: {kinds}"


def _why_disabled(claim: Claim) -> str:
    if claim.account.state != "active":
        return f"the account is {claim.account.state}"
    if claim.subscription and claim.subscription.state != "active":
        return f"subscription {claim.subscription_key} is {claim.subscription.state}"
    return "the tenant is disabled"
