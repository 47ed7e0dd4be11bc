"""Drift as plain values."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from reconciler.findings import Finding
from reconciler.plan import Address


class Verdict(StrEnum):
    """What a difference is.

    `changed` and `missing` were made outside, `unmanaged` is declared by nobody, `orphaned` has
    our stamp and no manifest, `foreign` has somebody else's tag, `unknown` cannot be told.
    `delegated` is the customer's own business and `unapplied` newer in the manifest: these two
    are no drift.
    """

    CHANGED = "changed"
    MISSING = "missing"
    UNMANAGED = "unmanaged"
    ORPHANED = "orphaned"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    DELEGATED = "delegated"
    UNAPPLIED = "unapplied"


NO_DRIFT = (Verdict.DELEGATED, Verdict.UNAPPLIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One difference, in one field. None stands for a side that does not have it.

    `since` is what the API says of when: `updated_at` and `version` of the object. `grave`:
    it grants or destroys something, and is never told as one of many.
    """

    address: Address
    verdict: Verdict
    sentence: str
    field: str = ""
    desired: Any = None
    live: Any = None
    since: Mapping[str, Any]
    grave: bool = False
    ignored: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same difference at any time, whatever the values: names a ticket."""
        return marked([str(self.address), self.verdict, self.field])

    @property
    def group(self) -> str:
        """The same for differences that differ in the account alone; grave ones stand alone."""
        sides = [self.field, self.desired, self.live]
        said = sides if any(one not in (None, "") for one in sides) else [self.sentence]
        alone = self.address.account if self.grave else ""
        return marked([self.address.instance, self.address.kind, self.verdict, alone, *said])

    @property
    def counts(self) -> bool:
        """Whether it is drift: made outside, and not known and meant."""
        return self.verdict not in NO_DRIFT and not self.ignored

    def as_json(self) -> dict[str, Any]:
        """The entry with the keys that the interface promises."""
        return {
            "address": str(self.address),
            "verdict": str(self.verdict),
            "field": self.field,
            "desired": self.desired,
            "live": self.live,
            "since": dict(self.since),
            "fingerprint": self.fingerprint,
            "group": self.group,
            "sentence": self.sentence,
            **({"reason": self.ignored} if self.ignored else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifts:
    """Everything that was found. `managed` and `unmanaged` count tenants.

    `parents` names the account above that of a tenant's address; the MSP's own are not in it.
    """

    workspace: str
    found: tuple[Drift, ...]
    managed: int
    unmanaged: int
    parents: Mapping[Address, str]
    findings: tuple[Finding, ...] = ()

    def only(self, targets: Sequence[str]) -> Self:
        """What was found at some accounts or addresses."""
        kept = (one for one in self.found if aimed_at(one.address, targets))
        return replace(self, found=tuple(kept))

    @property
    def percent(self) -> float:
        """How much of the tree is managed."""
        total = self.managed + self.unmanaged
        return round(100 * self.managed / total, 1) if total else 100.0


def aimed_at(address: Address, targets: Sequence[str]) -> bool:
    """Whether the address or its account is among the targets; without targets all are."""
    return not targets or bool({address.account, str(address)} & {*targets})


def marked(parts: Sequence[Any]) -> str:
    """Sixteen hexadecimal digits of some JSON: enough for the tickets of a large fleet."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
