"""A finding: one thing that a rule has to say about a manifest, a plan or a live object."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and what to do about it.

    `path` is the place in the manifests ("accounts.contoso.sync.acronis-eu"), `address` the
    resource it is about; either may be "". `line` counts from 1. `ack_needed` marks findings
    that stop an apply until `--ack CODE` is given.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    address: str = ""
    path: str = ""
    file: str = ""
    line: int = 0
    ack_needed: bool = False

    def as_json(self) -> dict[str, Any]:
        """The finding with the keys that the interface promises."""
        return asdict(self)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Findings by place, then severity: the order in which they are shown and saved."""
    return tuple(sorted(set(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
    return (
        finding.file,
        finding.line,
        RANK[finding.severity],
        finding.code,
        finding.path,
        finding.address,
        finding.message,
    )
