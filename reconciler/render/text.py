"""Text for a terminal or a log. Whatever comes from outside has its control characters shown."""

from collections.abc import Iterator, Sequence

import click

from reconciler.findings import Finding
from reconciler.report import Block, Line, Report, Table, Tone

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


def render(report: Report, *, color: bool) -> str:
    """Table, blocks, findings and the verdict, with an empty line between them."""
    parts = [
        *([_table(report.table)] if report.table and report.table.rows else []),
        *(_block(block) for block in report.blocks),
        *([_findings(report.findings)] if report.findings else []),
        _colored(report.verdict, report.tone, bold=True),
    ]
    text = "\n\n".join(parts) + "\n"
    return text if color else click.unstyle(text)


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
    return "\n".join(line for finding in findings for line in _finding(finding))


def _finding(finding: Finding) -> Iterator[str]:
    tone = SEVERITY_TONES[finding.severity]
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    where = finding.path or finding.address
    if finding.address and finding.path:
        where = f"{finding.path} ({finding.address})"
    head = ": ".join(part for part in (place, where) if part)
    word = "acknowledge" if finding.ack_needed else finding.severity
    said = f"{head}: {finding.message}" if head else finding.message
    yield f"{_colored(word, tone, bold=True)}  {_clean(said)} [{finding.code}]"
    if finding.hint:
        yield f"{INDENT * 2}{_colored(finding.hint, Tone.QUIET)}"


def _table(table: Table) -> str:
    rows = [tuple(_clean(cell) for cell in row) for row in table.rows]
    widths = [max(map(len, column)) for column in zip(table.columns, *rows, strict=True)]
    head = _row(table.columns, widths)
    body = (_colored(_row(row, widths), tone) for row, tone in zip(rows, table.tones, strict=True))
    return "\n".join([click.style(head, bold=True), *body])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(cells, widths, strict=True)
    return INDENT.join(f"{cell:<{width}}" for cell, width in pairs).rstrip()


def _colored(text: str, tone: Tone, *, bold: bool = False) -> str:
    dim = tone is Tone.QUIET
    return click.style(_clean(text), fg=COLORS.get(tone), bold=bold or None, dim=dim or None)


def _clean(text: str) -> str:
    """Control characters as escapes: a name must not move the cursor or hide a line."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
