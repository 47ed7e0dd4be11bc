"""Whether a plan is the one that was reviewed: before an apply that nobody watches."""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.errors import StalePlanError
from reconciler.forge import Forge
from reconciler.gitops.body import other_body, refusal_body
from reconciler.gitops.moved import moved
from reconciler.gitops.sticky import post, reviewed
from reconciler.report import Report

BY_HAND = "Review the plan, and run the apply job by hand with its digest."


def check_reviewed(
    forge: Forge, request: int | None, scope: str, document: Mapping[str, Any], report: Report
) -> str:
    """The digest of a plan that was reviewed; or of one without changes, which needs no review.

    Otherwise what moved is told in a comment with the report, and StalePlanError is raised.
    """
    digest = str(document["digest"])
    if not document["resource_changes"]:
        return digest
    if request is None:
        raise StalePlanError(
            "No merged request brought this commit: nobody has reviewed its plan.", hint=BY_HAND
        )
    sentences = list(_objections(forge, request, scope, document))
    if not sentences:
        return digest
    post(forge, request, refusal_body(scope, sentences, report))
    raise StalePlanError(
        f"The plan is not the one that was reviewed: {' '.join(sentences)}", hint=BY_HAND
    )


def _objections(
    forge: Forge, request: int, scope: str, document: Mapping[str, Any]
) -> Iterator[str]:
    """Why the plan must not be applied unseen."""
    marker = reviewed(forge, request, scope)
    if marker is None:
        yield f'Request {request} has no comment with a plan of scope "{scope}".'
    elif not marker.digest:
        yield "The plan in the comment was truncated, incomplete, or could not be made."
    elif marker.digest != document["digest"]:
        yield from moved(marker, document)


def tell_stop(forge: Forge, request: int | None, scope: str, report: Report) -> None:
    """Say in a comment why there is no plan that could be compared."""
    if request is not None:
        post(forge, request, other_body("apply", scope, report))
