"""The sections of a comment, each made of the items or findings that belong to it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from reconciler.findings import RANK, Finding
from reconciler.render.markdown.escape import clipped, code, fenced, prose, summary
from reconciler.render.markdown.section import Section
from reconciler.report import Field, Item, Report, Table, Tone
from reconciler.report.groups import Group, grouped, grouped_findings, place_of

MOST_ACCOUNTS = 8
MOST_FIELDS = 6
MOST_PLACES = 10
SIGNS = {
    Tone.CREATE: "+",
    Tone.GOOD: "+",
    Tone.UPDATE: "!",
    Tone.WARNING: "!",
    Tone.DELETE: "-",
    Tone.BAD: "-",
}
CALM = (Tone.GOOD, Tone.QUIET, Tone.PLAIN)


def sections_of(report: Report) -> Iterator[Section[Any]]:
    """All that there is to tell, in the order in which it is read."""
    if report.table:
        yield from _table(report.table)
    else:
        yield from _items(report)
    yield from _findings(report.findings)
    yield from _ignored(report.ignored)


def _items(report: Report) -> Iterator[Section[Any]]:
    grave = [one for one in report.items if one.irreversible or not one.plain]
    rest = [one for one in report.items if one.plain and not one.irreversible]
    wrong = [one for one in rest if one.tone in (Tone.BAD, Tone.WARNING)]
    usual = grouped(one for one in rest if one.tone not in (Tone.BAD, Tone.WARNING))
    fleet = [group for group in usual if len(group.items) > 1]
    alone = sorted((group.first for group in usual if len(group.items) == 1), key=_account)
    if grave:
        groups = list(_one_by_one(grouped(grave)))
        yield Section("Destroys, grants or cannot be undone", groups, _grave, "of these", 0)
    if wrong:
        yield _rows("Needs attention", grouped(wrong), 1)
    if fleet:
        yield _rows("Alike in several accounts", fleet, 3)
    if alone:
        accounts = [(name, list(found)) for name, found in groupby(alone, _account)]
        yield Section("One by one", accounts, _folded, "accounts", 4, gap="\n\n")


def _one_by_one(groups: Iterable[Group]) -> Iterator[Group]:
    """What comes with every new account stays a group; all else is told alone."""
    for group in groups:
        alone = not group.first.plain
        yield from (Group((item,)) for item in group.items) if alone else (group,)


def _grave(group: Group) -> str:
    """One item, or a group with the names of all accounts."""
    item = group.first
    if len(group.items) == 1:
        return _line(item)
    names = ", ".join(code(_account(one)) for one in group.items)
    said = _said(group.text, group.remarks)
    return (
        f"- **{prose(item.word)}** {prose(item.kind)} of {len(group.items)} accounts "
        f"({said}): {names}"
    )


def _line(item: Item) -> str:
    said = _said(item.text, (*item.notes, *item.effects))
    fields = f" ({_fields(item.fields)})" if item.fields else ""
    return f"- **{prose(item.word)}** {code(item.address)}: {said}{fields}"


def _said(text: str, remarks: Iterable[str]) -> str:
    return prose("; ".join(one.removesuffix(".") for one in (text, *remarks) if one))


def _rows(title: str, groups: Sequence[Group], rank: int) -> Section[Group]:
    head = "| | what | accounts |\n|---|---|---|"
    return Section(title, groups, _row, "groups", rank, intro=head)


def _row(group: Group) -> str:
    item = group.first
    said = _said(group.text if group.text != item.kind else "", group.remarks)
    what = "; ".join(part for part in (said, _fields(group.fields)) if part)
    return f"| {prose(item.word)} {prose(item.kind)} | {what} | {_accounts(group.items)} |"


def _accounts(items: Sequence[Item]) -> str:
    names = ", ".join(code(_account(item)) for item in items[:MOST_ACCOUNTS])
    more = len(items) - MOST_ACCOUNTS
    count = f"{len(items)}: " if len(items) > 1 else ""
    return f"{count}{names}" + (f" and {more} more" if more > 0 else "")


def _account(item: Item) -> str:
    return f"{item.instance}/{item.account}"


def _fields(fields: Sequence[Field]) -> str:
    told = [
        f"{prose(field.path)}: {code(field.left)} → {code(field.right)}"
        for field in fields[:MOST_FIELDS]
    ]
    if len(fields) > MOST_FIELDS:
        told.append(f"and {len(fields) - MOST_FIELDS} more")
    return "; ".join(told)


def _folded(pair: tuple[str, Sequence[Item]]) -> str:
    """All items of an account, behind its name."""
    account, items = pair
    words = f"{len(items)} item{'s' * (len(items) != 1)}"
    lines = (clipped(line) for item in items for line in _diff(item))
    return (
        f"<details><summary>{summary(account)}: {words}</summary>\n\n"
        f"{fenced('diff', lines)}\n\n</details>"
    )


def _diff(item: Item) -> Iterator[str]:
    yield f"{SIGNS.get(item.tone, ' ')} {item.word} {item.kind}: {item.text}"
    for field in item.fields:
        yield f"-   {field.path}: {field.left}"
        yield f"+   {field.path}: {field.right}"
    yield from (f"    {note}" for note in (*item.notes, *item.effects))


def _findings(findings: Iterable[Finding]) -> Iterator[Section[Sequence[Finding]]]:
    groups = sorted(grouped_findings(findings), key=lambda group: RANK[group[0].severity])
    if groups:
        yield Section("Findings", groups, _finding, "findings", 2)


def _finding(group: Sequence[Finding]) -> str:
    first = group[0]
    word = "acknowledge" if first.ack_needed else first.severity
    places = [code(place) for place in map(place_of, group[:MOST_PLACES]) if place]
    more = f" and {len(group) - MOST_PLACES} more" if len(group) > MOST_PLACES else ""
    where = f" {', '.join(places)}{more}" if places else ""
    hint = f" {prose(first.hint)}" if first.hint else ""
    return f"- **{word}** {prose(first.code)}: {prose(first.message)}{hint}{where}"


def _ignored(items: Iterable[Item]) -> Iterator[Section[Group]]:
    if groups := grouped(items):
        yield _rows("Ignored", groups, 5)


def _table(table: Table) -> Iterator[Section[tuple[str, ...]]]:
    """What needs a look comes first, so that it is not what is cut."""
    pairs = sorted(zip(table.rows, table.tones, strict=True), key=lambda pair: pair[1] in CALM)
    if pairs:
        head = f"| {' | '.join(table.columns)} |\n{'|---' * len(table.columns)}|"
        yield Section("Accounts", [row for row, _ in pairs], _cells, "accounts", 3, intro=head)


def _cells(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(prose, row))} |"
