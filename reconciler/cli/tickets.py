"""`reconciler tickets`: an issue for everything that was changed outside."""

from pathlib import Path

import click

from reconciler.console.command import reporting
from reconciler.console.drift_report import drift_report
from reconciler.console.forges import forge_at, on_a_forge
from reconciler.console.output import hides
from reconciler.errors import IncompleteReadError
from reconciler.exits import INCOMPLETE
from reconciler.forge.place import ForgeName
from reconciler.gitops.ticket import reasons_of, subjects_of
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
    if document.get("exit_code") == INCOMPLETE:
        raise IncompleteReadError(f"{file} is of an incomplete read: no ticket is touched.")
    document = drift_report(file, document)
    shown = Mask.of(document).document(document) if hides(pii, "markdown") else document
    subjects, ignored = subjects_of(shown, scope), reasons_of(shown)
    with forge_at(forge, project) as (found, _):
        ours = ours_of(found, label, scope)
        due = [*steps(subjects, ours, ignored=ignored, whole=not document.get("partial"))]
        late = [step for step in due if step.word == "opened"][most:]
        done = [
            (step.word, take(step, found, label, document["timestamp"]), step.title)
            for step in due
            if step not in late
        ]
    return report_of_tickets(done, len(late))
