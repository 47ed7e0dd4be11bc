"""JSON: the document as it is, one value over indented lines."""

import json

from reconciler.report import Report


def render(report: Report, *, color: bool) -> str:
    """The report's document. Colours mean nothing here."""
    return json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n"
