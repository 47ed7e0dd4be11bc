"""The text of a comment: the marker, and the report as Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.gitops.marker import Kind, Marker
from reconciler.render import renderer
from reconciler.render.markdown import TRUNCATED
from reconciler.render.markdown.escape import prose
from reconciler.report import Report

MERGE = "Merging applies exactly this. If anything moves meanwhile, nothing is applied."
NOT_APPROVABLE = "Merging applies nothing: this cannot be approved from the comment."
AGAIN = (
    "To go on, review the plan below and run the apply job by hand with its digest, "
    "or open another request."
)


def plan_body(scope: str, document: Mapping[str, Any], report: Report) -> str:
    """The comment of a plan. Only one that is complete and shown whole can be approved."""
    text = renderer("markdown")(report, color=False)
    approvable = bool(document["complete"]) and f"**{TRUNCATED}**" not in text.splitlines()
    marker = Marker.of_plan(scope, document, approvable=approvable)
    return _joined(marker, text, MERGE if approvable else NOT_APPROVABLE)


def other_body(kind: Kind, scope: str, report: Report) -> str:
    """The comment of a result, or of an error instead of a plan."""
    return _joined(Marker(kind=kind, scope=scope), renderer("markdown")(report, color=False))


def refusal_body(scope: str, sentences: Sequence[str], report: Report) -> str:
    """Why nothing was applied, above the plan that would be applied now."""
    told = "\n".join(f"- {prose(sentence)}" for sentence in sentences)
    text = renderer("markdown")(report, color=False)
    head = f"# Not applied\n\n{told}\n\n{AGAIN}\n"
    return _joined(Marker(kind="apply", scope=scope), head, text)


def _joined(marker: Marker, *parts: str) -> str:
    return "\n\n".join([str(marker), *(part.strip() for part in parts)]) + "\n"
