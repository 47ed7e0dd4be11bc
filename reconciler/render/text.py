"""Text for a terminal or a log. Whatever comes from outside has its control characters shown."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

import click

from reconciler.findings import Finding
from reconciler.report import Block, Line, Report, Table, Tone
from reconciler.report.groups import grouped_findings, place_of
from reconciler.report.printable import printable

COLORS = {
    Tone.CREATE: "green",
    Tone.UPDATE: "yellow",
    Tone.DELETE: "red",
    Tone.GOOD: "green",
    Tone.WARNING: "yellow",
    Tone.BAD: "red",
}
SEVERITY_TONES = {"error": Tone.BAD, "warning": Tone.WARNING, "info": Tone.QUIET}
INDENT = "  "
WIDEST = 120
"""Tables keep to this, where the last column can be wrapped to it."""
NARROWEST = 30
MOST_PLACES = 10
"""So many places of equal findings are told; JSON has them all."""


def render(report: Report, *, color: bool) -> str:
    """Table, blocks, findings and the verdict, with an empty line between them."""
    parts = [
        *([_table(report.table)] if report.table and report.table.rows else []),
        *(_block(block) for block in report.blocks),
        *([_findings(report.findings)] if report.findings else []),
        "\n".join([_colored(report.verdict, report.tone, bold=True), *_remark(report)]),
    ]
    text = "\n\n".join(parts) + "\n"
    return text if color else click.unstyle(text)


def _remark(report: Report) -> Iterator[str]:
    if report.remark:
        yield printable(report.remark)


def _block(block: Block) -> str:
    head = _colored(block.title, block.tone, bold=True)
    return "\n".join([head, *_lines(block.lines, 1)])


def _lines(lines: Sequence[Line], depth: int) -> Iterator[str]:
    width = max((len(line.label) for line in lines), default=0)
    for line in lines:
        label = f"{line.label:<{width}}  " if line.label else ""
        sign = f"{line.sign} " if line.sign.strip() or line.label else ""
        yield INDENT * depth + _colored(sign, line.tone) + _colored(label + line.text, _soft(line))
        yield from _lines(line.below, depth + 2 if line.label else depth + 1)


def _soft(line: Line) -> Tone:
    """Long lines keep the terminal's colour: the sign is coloured enough."""
    return line.tone if line.tone in (Tone.QUIET, Tone.BAD) else Tone.PLAIN


def _findings(findings: Sequence[Finding]) -> str:
    """One by one; but what is said of many alike is said once, with the places below it."""
    return "\n".join(line for group in grouped_findings(findings) for line in _group(group))


def _group(group: Sequence[Finding]) -> Iterator[str]:
    first = group[0]
    word = "acknowledge" if first.ack_needed else first.severity
    head = _colored(word, SEVERITY_TONES[first.severity], bold=True)
    places = [place_of(finding) for finding in group]
    where = f"{places[0]}: " if len(group) == 1 and places[0] else ""
    yield f"{head}  {printable(where + first.message)} [{first.code}]"
    if len(group) > 1:
        yield from (f"{INDENT * 2}{printable(place)}" for place in places[:MOST_PLACES])
    if len(group) > MOST_PLACES:
        yield f"{INDENT * 2}and {len(group) - MOST_PLACES} more"
    if first.hint:
        yield f"{INDENT * 2}{_colored(first.hint, Tone.QUIET)}"


def _table(table: Table) -> str:
    rows = [tuple(printable(cell) for cell in row) for row in table.rows]
    widths = [max(map(len, column)) for column in zip(table.columns, *rows, strict=True)]
    room = max(NARROWEST, WIDEST - sum(widths[:-1]) - len(INDENT) * len(widths[:-1]))
    head = _row(table.columns, widths)
    body = (
        _colored(_row(line, widths), tone)
        for row, tone in zip(rows, table.tones, strict=True)
        for line in _wrapped(row, room)
    )
    return "\n".join([click.style(head, bold=True), *body])


def _wrapped(row: Sequence[str], room: int) -> Iterator[Sequence[str]]:
    """The row, its last cell on as many lines as it takes."""
    *cells, last = row
    for number, part in enumerate(wrap(last, room) or [""]):
        yield (*([""] * len(cells) if number else cells), part)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(cells, widths, strict=True)
    return INDENT.join(f"{cell:<{width}}" for cell, width in pairs).rstrip()


def _colored(text: str, tone: Tone, *, bold: bool = False) -> str:
    dim = tone is Tone.QUIET
    return click.style(printable(text), fg=COLORS.get(tone), bold=bold or None, dim=dim or None)
