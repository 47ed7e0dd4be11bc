"""The rules of `drift.ignore`: what they leave out, and which of them have expired."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reconciler.drift.values import Drift
from reconciler.findings import Finding
from reconciler.manifest.model import Manifest


def judged(drift: Drift, manifest: Manifest, today: date) -> Drift:
    """The difference, ignored if a rule that holds says that it is known and meant."""
    address = drift.address
    for rule in manifest.ignore_rules:
        left_out = rule.holds(today) and not rule.report
        if left_out and rule.matches(address.account, address.kind, drift.field):
            return replace(drift, ignored=rule.reason)
    return drift


def expired(manifest: Manifest, today: date) -> Iterator[Finding]:
    """I-01 for every rule that has passed its last day."""
    for number, rule in enumerate(manifest.ignore_rules):
        if not rule.holds(today):
            path = ("drift", "ignore", str(number))
            place = manifest.place(*path)
            yield Finding(
                code="I-01",
                severity="warning",
                message=f"this rule expired on {rule.until} ({rule.reason}).",
                hint="Remove it, or give it another end.",
                path=".".join(path),
                file=place.file,
                line=place.line,
            )
