"""`reconciler tickets`: an issue for everything that was changed outside."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reconciler.console.command import reporting
from reconciler.console.forges import forge_at, on_a_forge
from reconciler.console.output import hides
from reconciler.errors import IncompleteReadError, UsageError
from reconciler.exits import INCOMPLETE
from reconciler.forge.place import ForgeName
from reconciler.gitops.ticket import Subject, subjects_of
from reconciler.gitops.tickets import ours_of, steps, take
from reconciler.planfile import read_document
from reconciler.report import Report
from reconciler.report.of_forge import report_of_tickets
from reconciler.report.pii import Mask


@click.command("tickets")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@on_a_forge
@click.option(
    "--label",
    default="acronis-drift",
    show_default=True,
    metavar="NAME",
    help="The label by which the issues are found again.",
)
@click.option(
    "--most",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    metavar="N",
    help="Open no more than so many in one run.",
)
@reporting("text", "json")
def command(
    file: Path,
    forge: ForgeName | None,
    project: str | None,
    scope: str,
    label: str,
    most: int,
    pii: str | None,
) -> Report:
    """Keep an issue open for each group of differences in a drift report's JSON.

    Groups are what differs in the account alone. An issue is closed when its group is gone, and
    opened again when it comes back; a report of a part closes none.

    \b
      reconciler drift -o json=drift.json
      reconciler tickets drift.json
    """
    document = read_document(file)
    subjects = _subjects(file, document, scope, hidden=hides(pii, "markdown"))
    with forge_at(forge, project) as (found, _):
        ours = ours_of(found, label, scope)
        due = [*steps(subjects, ours, whole=not document.get("partial"))]
        late = [step for step in due if step.word == "opened"][most:]
        done = [
            (step.word, take(step, found, label, str(document["timestamp"])), step.title)
            for step in due
            if step not in late
        ]
    return report_of_tickets(done, len(late))


def _subjects(
    file: Path, document: Mapping[str, Any], scope: str, *, hidden: bool
) -> list[Subject]:
    """Raises IncompleteReadError for a report that is not to be trusted, and UsageError."""
    if document.get("exit_code") == INCOMPLETE:
        raise IncompleteReadError(f"{file} is of an incomplete read: no ticket is touched.")
    try:
        shown = Mask.of(document).document(document) if hidden else document
        return subjects_of(shown, scope)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{file} is no whole drift report of this tool: {error}.") from error
