"""How a report was made, as far as its document says."""

from collections.abc import Iterator

from reconciler.report.values import Report


def facts_of(report: Report) -> dict[str, str]:
    """What stands below a report, by its label: digest, requests, tool, time."""
    return dict(_facts(report))


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    document = report.document
    for key, label in (
        ("workspace", "workspace"),
        ("digest", "digest"),
        ("manifests_digest", "manifests"),
        ("timestamp", "made at"),
    ):
        if document.get(key):
            yield label, str(document[key])
    if requests := document.get("requests"):
        yield "requests", f"{requests['read']} read, {requests['write']} written"
    if version := document.get("tool_version"):
        yield "tool", f"acronis-reconciler {version}"
