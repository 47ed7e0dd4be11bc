"""Tickets kept in step with drift: opened, written anew, closed when it is gone, opened again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.forge import Forge, Ticket
from reconciler.gitops.ticket import Mark, Subject
from reconciler.render.markdown.escape import prose

GONE, BACK = "Gone", "It is back"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about one ticket; `ticket` is None for one that is to be opened.

    `word` is opened, reopened, updated, unchanged or closed; `remark` is what is said of the
    last, and of the second.
    """

    word: str
    ticket: Ticket | None
    title: str
    body: str
    remark: str = ""


def steps(
    subjects: Sequence[Subject],
    ours: Sequence[Ticket],
    *,
    ignored: Mapping[str, str] = NOTHING,
    whole: bool,
) -> Iterator[Step]:
    """What has to be done, in order of groups; `ignored` has the reasons of those left out.

    Where the report is not `whole`, what is missing in it may only not have been looked at: then
    nothing is closed.
    """
    known = _by_group(ours)
    for subject in subjects:
        ticket = known.pop(subject.group, None)
        yield Step(_word(ticket, subject), ticket, subject.title, subject.body, BACK)
    for group, ticket in known.items():
        if ticket.is_open and whole:
            remark = _meant(ignored[group]) if group in ignored else GONE
            yield Step("closed", ticket, ticket.title, ticket.body, remark)


def ours_of(forge: Forge, label: str, scope: str) -> list[Ticket]:
    """The tickets that we have written; what others mark as ours is not."""
    me = forge.me()
    return [
        ticket
        for ticket in forge.tickets(label)
        if ticket.author == me and (mark := Mark.read(ticket.body)) and mark.scope == scope
    ]


def take(step: Step, forge: Forge, label: str, when: str) -> int:
    """Do it, and return the ticket's number. `when` is the time of the report, if it has one."""
    ticket = step.ticket
    if ticket is None:
        return forge.add_ticket(step.title, step.body, label)
    if step.word == "unchanged":
        return ticket.number
    is_open = step.word != "closed"
    forge.change_ticket(ticket.number, step.title, step.body, is_open=is_open)
    if step.word in ("closed", "reopened"):
        as_of = f"the report of {prose(when)}" if when else "the latest report"
        forge.remark(ticket.number, f"{step.remark}, as of {as_of}.")
    return ticket.number


def _meant(reason: str) -> str:
    """A rule's reason is text from a file: it must not mention or close anything."""
    why = f" ({prose(reason)})" if reason else ""
    return f"Still there, but ignored by a rule of the manifests{why}"


def _by_group(tickets: Sequence[Ticket]) -> dict[str, Ticket]:
    """One ticket for each group; of several an open one, and of those the oldest."""
    found: dict[str, Ticket] = {}
    for ticket in sorted(tickets, key=lambda one: (not one.is_open, one.number)):
        if mark := Mark.read(ticket.body):
            found.setdefault(mark.group, ticket)
    return dict(sorted(found.items()))


def _word(ticket: Ticket | None, subject: Subject) -> str:
    if ticket is None:
        return "opened"
    if not ticket.is_open:
        return "reopened"
    same = (ticket.title, ticket.body.strip()) == (subject.title, subject.body.strip())
    return "unchanged" if same else "updated"
