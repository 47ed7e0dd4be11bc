"""Findings, told one by one."""

from collections.abc import Sequence

from reconciler.findings import Finding
from reconciler.planfile import FORMAT_VERSION
from reconciler.report.values import Report, Tone


def report_of_findings(findings: Sequence[Finding], exit_code: int, subject: str) -> Report:
    """What `validate` has to say; `subject` is what was looked at, as "7 accounts"."""
    summary = {
        severity: sum(finding.severity == severity for finding in findings)
        for severity in ("error", "warning", "info")
    }
    said = [f"{n} {word}{'s' * (n != 1)}" for word, n in summary.items() if n and word != "info"]
    verdict = f"Valid: {subject}." if not summary["error"] else f"Not valid: {', '.join(said)}."
    if said and not summary["error"]:
        verdict = f"Valid: {subject}, with {', '.join(said)}."
    return Report(
        document={
            "format_version": FORMAT_VERSION,
            "findings": [finding.as_json() for finding in findings],
            "summary": summary,
        },
        exit_code=exit_code,
        title="Validation",
        verdict=verdict,
        tone=Tone.BAD if summary["error"] else Tone.GOOD,
        findings=tuple(findings),
    )
