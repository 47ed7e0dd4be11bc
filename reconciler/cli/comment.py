"""`reconciler comment`: the sticky comment of a pull or merge request."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reconciler.console.command import reporting
from reconciler.console.forges import forge_at, on_a_forge
from reconciler.console.output import hides
from reconciler.errors import StalePlanError
from reconciler.forge import Forge
from reconciler.forge.place import ForgeName, Place
from reconciler.gitops.body import other_body, plan_body
from reconciler.gitops.review import check_reviewed, tell_stop
from reconciler.gitops.sticky import post
from reconciler.planfile import read_document
from reconciler.report import Report
from reconciler.report.of_document import report_of_document
from reconciler.report.of_forge import report_of_comment, report_of_review
from reconciler.report.pii import masked


@click.command("comment")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@on_a_forge
@click.option("--request", type=click.IntRange(1), help="Number of the pull or merge request.")
@click.option("--digest", is_flag=True, help="Print the plan's digest, if it is the reviewed one.")
@reporting("text", "json")
def command(
    file: Path,
    forge: ForgeName | None,
    project: str | None,
    scope: str,
    request: int | None,
    digest: bool,
    pii: str | None,
) -> Report:
    """Create or update the comment of a pull or merge request, from a plan's or result's JSON.

    In a pipeline it knows where it is; the token is in GITHUB_TOKEN or GITLAB_TOKEN. On the
    default branch it is the merged request of the commit. With --digest the plan is compared
    with the one in the comment: if it has moved, that is said there, and the exit code is 6.

    \b
      reconciler comment plan.json
      reconciler comment plan.json --digest
      reconciler comment result.json
    """
    document = read_document(file)
    report = report_of_document(document)
    report = masked(report) if hides(pii, "markdown") else report
    with forge_at(forge, project, request) as (found, place):
        number = place.request or (found.request_of(place.commit) if place.commit else None)
        if digest:
            return _reviewed(found, number, scope, document, report)
        if number is None:
            return report_of_comment(None, "none", "")
        body = _body(place, scope, document, report)
        return report_of_comment(number, *post(found, number, body))


def _body(place: Place, scope: str, document: Mapping[str, Any], report: Report) -> str:
    """A plan's, a result's, or that of an error: of the plan while the request is open."""
    if "resource_changes" in document:
        return plan_body(scope, document, report)
    stopped = "error" in document and place.request is not None
    return other_body("plan" if stopped else "apply", scope, report)


def _reviewed(
    forge: Forge, number: int | None, scope: str, document: Mapping[str, Any], report: Report
) -> Report:
    if "resource_changes" in document:
        return report_of_review(check_reviewed(forge, number, scope, document, report))
    tell_stop(forge, number, scope, report)
    raise StalePlanError(f"There is no plan: {report.verdict}")
