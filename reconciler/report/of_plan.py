"""A plan, told by instance and account."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reconciler.diff import FieldChange, diff
from reconciler.plan import Action, Change, Plan, Row
from reconciler.report.values import Block, Field, Item, Line, Report, Tone
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
        title=f"Plan of {plan.workspace}",
        verdict=verdict_of(plan),
        tone=Tone.PLAIN if plan.changes else Tone.GOOD,
        blocks=tuple(blocks_of(plan)),
        items=tuple(_item(change) for change in _by_account(plan.changes)),
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


def _item(change: Change) -> Item:
    """The change for formats that are no lines; those alike but for the account are one group."""
    fields = tuple(
        Field(field.path, _value(field.before), _value(field.after)) for field in fields_of(change)
    )
    destroys = change.action is Action.DELETE or (change.before and change.irreversible)
    told = [(field.path, field.right) for field in fields]
    same = "" if change.before else KINDS[change.address.kind].of(change.after or {}).likeness()
    return Item(
        address=str(change.address),
        instance=change.address.instance,
        account=change.address.account,
        kind=change.address.kind,
        word=str(change.action),
        text=summary_of(change),
        tone=TONES[change.action],
        fields=fields,
        notes=(change.reason, *change.effects),
        group=f"{change.action} {change.address.kind} {same or told}",
        plain=not destroys,
        irreversible=change.irreversible,
    )


def summary_of(change: Change) -> str:
    """What the changed resource is, in one short line."""
    if change.after:
        return KINDS[change.address.kind].of(change.after).summary()
    return f'"{(change.before or {}).get("name", "")}"'


def fields_of(change: Change) -> tuple[FieldChange, ...]:
    """The fields that an update changes; the stamp is our own business."""
    if change.action is not Action.UPDATE:
        return ()
    kind = KINDS[change.address.kind]
    before, after = kind.of(change.before or {}), kind.of(change.after or {})
    changed = diff(before.compared(), after.compared())
    return tuple(field for field in changed if field.path != "internal_tag")


def _account(account: str, changes: Sequence[Change]) -> Line:
    return Line(account, below=tuple(_change(change) for change in changes))


def _change(change: Change) -> Line:
    mark = "  [cannot be undone]" if change.irreversible else ""
    told = change.effects if change.action is not Action.CREATE else ()  # else as many as accounts
    effects = (Line(effect, tone=Tone.QUIET) for effect in told)
    return Line(
        f"{summary_of(change)}{mark}",
        sign=SIGNS[change.action],
        label=change.address.kind,
        tone=TONES[change.action],
        below=(*_fields(change), *effects),
    )


def _fields(change: Change) -> Iterator[Line]:
    if change.action is not Action.UPDATE:
        return
    fields = fields_of(change)
    yield from (Line(_told(field)) for field in fields[:MOST_FIELDS])
    if len(fields) > MOST_FIELDS:
        yield Line(f"and {len(fields) - MOST_FIELDS} more")
    yield Line(change.reason, tone=Tone.QUIET)


def _told(field: FieldChange) -> str:
    if isinstance(field.before, Mapping) or isinstance(field.after, Mapping):
        return f"{field.path}: {'off' if field.after is None else 'on'}"
    return f"{field.path}: {_value(field.before)} -> {_value(field.after)}"


def _value(value: Any) -> str:
    match value:
        case None:
            return "unlimited"
        case Mapping():
            return "on"
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
