"""JSON: the document as it is, one value over indented lines."""

from reconciler.planfile import text_of
from reconciler.report import Report


def render(report: Report, *, color: bool) -> str:
    """The report's document. Colours mean nothing here."""
    return text_of(report.as_json())
