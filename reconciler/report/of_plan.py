"""A plan, told by instance and account."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reconciler.diff import FieldChange, diff
from reconciler.plan import Action, Change, Plan, Row
from reconciler.report.values import Block, Line, Report, Tone
from reconciler.resources import KINDS

SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-"}
TONES = {Action.CREATE: Tone.CREATE, Action.UPDATE: Tone.UPDATE, Action.DELETE: Tone.DELETE}
NOTHING = "No changes. Acronis matches the manifests."
MOST_FIELDS = 12
"""So many fields of a change are told one by one; the JSON has them all."""


def report_of_plan(plan: Plan, document: Mapping[str, Any], exit_code: int) -> Report:
    """The plan as a report; `document` is its JSON."""
    return Report(
        document=document,
        exit_code=exit_code,
        verdict=verdict_of(plan),
        tone=Tone.PLAIN if plan.changes else Tone.GOOD,
        blocks=tuple(blocks_of(plan)),
        findings=plan.findings,
        counts=counts_of(plan.changes),
    )


def verdict_of(plan: Plan) -> str:
    """Terraform's sentence, which wrappers read by regular expression."""
    if not plan.changes:
        return NOTHING if not (plan.blocked or plan.partial) else "No changes."
    counts = counts_of(plan.changes)
    return (
        f"Plan: {counts['create']} to add, {counts['update']} to change, "
        f"{counts['delete']} to destroy."
    )


def counts_of(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes there are of each action."""
    counts = {str(action): 0 for action in Action}
    for change in changes:
        counts[str(change.action)] += 1
    return counts


def blocks_of(plan: Plan) -> Iterator[Block]:
    """The changes by instance, then who is not in them and why."""
    if plan.partial:
        yield Block(f"This plan is partial: only {', '.join(plan.partial)}.", (), Tone.WARNING)
    for instance, changes in groupby(_by_account(plan.changes), lambda one: one.address.instance):
        accounts = groupby(changes, lambda one: one.address.account)
        lines = (_account(account, list(group)) for account, group in accounts)
        yield Block(instance, tuple(lines))
    yield from _rows("Blocked", plan.blocked, Tone.BAD)
    yield from _rows("Waiting", plan.waiting, Tone.WARNING)
    if plan.deferred:
        yield Block("Deferred", tuple(_deferred(plan.deferred)), Tone.QUIET)


def _by_account(changes: Iterable[Change]) -> list[Change]:
    """By instance and account, the kinds in the order in which they come to be."""
    kinds = kind_order()
    return sorted(changes, key=lambda one: (one.address[:2], kinds.index(one.address.kind)))


def kind_order() -> Sequence[str]:
    """The kinds in the order in which they come to be."""
    return sorted(KINDS, key=lambda kind: (len(KINDS[kind].after), kind))


def _account(account: str, changes: Sequence[Change]) -> Line:
    return Line(account, below=tuple(_change(change) for change in changes))


def _change(change: Change) -> Line:
    wanted = KINDS[change.address.kind].of(change.after) if change.after else None
    text = wanted.summary() if wanted else f'"{(change.before or {}).get("name", "")}"'
    mark = "  [cannot be undone]" if change.irreversible else ""
    fields = _fields(change) if change.action is Action.UPDATE else ()
    told = change.effects if change.action is not Action.CREATE else ()  # else as many as accounts
    effects = (Line(effect, tone=Tone.QUIET) for effect in told)
    return Line(
        f"{text}{mark}",
        sign=SIGNS[change.action],
        label=change.address.kind,
        tone=TONES[change.action],
        below=(*fields, *effects),
    )


def _fields(change: Change) -> Iterator[Line]:
    kind = KINDS[change.address.kind]
    before, after = kind.of(change.before or {}), kind.of(change.after or {})
    fields = [one for one in diff(before.compared(), after.compared()) if _worth_telling(one)]
    yield from (Line(_told(field)) for field in fields[:MOST_FIELDS])
    if len(fields) > MOST_FIELDS:
        yield Line(f"and {len(fields) - MOST_FIELDS} more")
    yield Line(change.reason, tone=Tone.QUIET)


def _worth_telling(field: FieldChange) -> bool:
    return field.path != "internal_tag"


def _told(field: FieldChange) -> str:
    if isinstance(field.before, Mapping) or isinstance(field.after, Mapping):
        return f"{field.path}: {'off' if field.after is None else 'on'}"
    return f"{field.path}: {_value(field.before)} -> {_value(field.after)}"


def _value(value: Any) -> str:
    match value:
        case None:
            return "unlimited"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list() | tuple():
            return ", ".join(map(str, value)) or "none"
    return str(value)


def _rows(title: str, rows: Sequence[Row], tone: Tone) -> Iterator[Block]:
    if rows:
        yield Block(
            title,
            tuple(Line(row.reason, sign="!", label=_name(row), tone=tone) for row in rows),
            tone,
        )


def _deferred(rows: Sequence[Row]) -> Iterator[Line]:
    """One line for each reason, with the accounts it holds for."""
    by_reason = sorted(rows, key=lambda row: (row.reason, row.address))
    for reason, group in groupby(by_reason, lambda row: row.reason):
        names = ", ".join(f"{row.address.instance}/{row.address.account}" for row in group)
        yield Line(f"{reason}: {names}", tone=Tone.QUIET)


def _name(row: Row) -> str:
    return str(row.address).removesuffix("/tenant")
