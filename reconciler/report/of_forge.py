"""What was done on a forge, told in a line or two."""

from collections.abc import Sequence

from reconciler.planfile import FORMAT_VERSION
from reconciler.report.values import Block, Line, Report, Tone


def report_of_comment(request: int | None, word: str, url: str) -> Report:
    """A comment that was created, updated or left as it was; None stands for no request."""
    verdict = f"Comment of request {request} {word}."
    if request is None:
        verdict = "No merged request brought this commit, so there is nowhere to comment."
    return Report(
        document={"format_version": FORMAT_VERSION, "request": request, "action": word, "url": url},
        exit_code=0,
        title="Comment",
        verdict=verdict,
        tone=Tone.GOOD,
        remark=url,
    )


def report_of_review(digest: str) -> Report:
    """The digest alone, so that a shell can take it."""
    return Report(
        document={"format_version": FORMAT_VERSION, "digest": digest},
        exit_code=0,
        title="Review",
        verdict=digest,
        tone=Tone.GOOD,
    )


def report_of_tickets(done: Sequence[tuple[str, int, str]], left: int) -> Report:
    """What was done to each ticket: the word, the number and the title; `left` are for later."""
    lines = tuple(Line(title, label=f"#{number} {word}") for word, number, title in done)
    told = [f"{count} {word}" for word in WORDS if (count := sum(one[0] == word for one in done))]
    more = f" {left} more would be too many at once; the next run opens them." if left else ""
    return Report(
        document={
            "format_version": FORMAT_VERSION,
            "tickets": [{"action": a, "number": n, "title": t} for a, n, t in done],
            "left": left,
        },
        exit_code=0,
        title="Tickets",
        verdict=f"Tickets: {', '.join(told) or 'none'}.{more}",
        tone=Tone.GOOD,
        blocks=(Block("Tickets", lines),) if lines else (),
    )


WORDS = ("opened", "reopened", "updated", "unchanged", "closed")
