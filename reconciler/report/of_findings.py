"""Findings, told one by one, and the errors that end a command."""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.errors import ApiError, ManifestError, ReconcilerError
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


def report_of_error(error: ReconcilerError) -> Report:
    """An error that ended a command, as JSON readers get it."""
    findings = error.findings if isinstance(error, ManifestError) else ()
    document = {
        "format_version": FORMAT_VERSION,
        "errored": True,
        "complete": error.exit_code not in (8, 130, 143),
        "error": {
            "message": str(error),
            "hint": error.hint,
            "code": error.code if isinstance(error, ApiError) else None,
            "http_status": error.status if isinstance(error, ApiError) else None,
        },
        "findings": [finding.as_json() for finding in findings],
    }
    return report_of_stop(document, error.exit_code)


def report_of_stop(document: Mapping[str, Any], exit_code: int) -> Report:
    """An error by its JSON. Raises KeyError or TypeError if it is none."""
    said = document["error"]
    return Report(
        document=document,
        exit_code=exit_code,
        title="Stopped",
        verdict=said["message"],
        caveats=(said["hint"],) if said["hint"] else (),
        tone=Tone.BAD,
        findings=tuple(Finding(**entry) for entry in document["findings"]),
    )
