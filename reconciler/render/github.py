"""GitHub's workflow commands: annotations at the lines of the manifests."""

from collections.abc import Iterator

from reconciler.findings import Finding
from reconciler.report import Item, Report, Tone
from reconciler.report.printable import printable

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, *, color: bool) -> str:
    """The verdict, then an annotation for each finding and each item gone wrong."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    said = " ".join(one for one in (report.verdict, report.remark, *report.caveats) if one)
    ended = report.tone is Tone.BAD and not (report.findings or report.items)
    yield _command("error" if ended else "notice", said, title=report.title or "reconciler")
    yield from map(_finding, report.findings)
    yield from (_item(item) for item in report.items if item.tone in (Tone.BAD, Tone.WARNING))


def _finding(one: Finding) -> str:
    place = one.path or one.address
    message = " ".join(part for part in (one.message, one.hint) if part)
    line = str(one.line) if one.line else ""
    title = ": ".join(part for part in (one.code, place) if part)
    return _command(LEVELS[one.severity], message, file=one.file, line=line, title=title)


def _item(item: Item) -> str:
    level = "error" if item.tone is Tone.BAD else "warning"
    return _command(level, f"{item.word}: {item.text}", title=item.address)


def _command(level: str, message: str, **properties: str) -> str:
    """One command, escaped as GitHub's toolkit does it; empty properties are left out."""
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{level} {told}::{_data(message)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
