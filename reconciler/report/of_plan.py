"""A plan, told by instance and account."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from reconciler.diff import FieldChange
from reconciler.plan import Action, Change, Plan, Row
from reconciler.report.change import (
    SIGNS,
    TONES,
    by_account,
    fields_of,
    summary_of,
    value_text,
)
from reconciler.report.items_of_plan import items_of_plan
from reconciler.report.values import Block, Line, Report, Tone

NOTHING = "No changes. Acronis matches the manifests."
MOST_TARGETS = 20
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
        items=items_of_plan(plan),
        remark=_digest(plan, document["digest"]),
        caveats=tuple(_caveats(plan)),
        next_step=_next_step(plan, document["digest"]),
        findings=plan.findings,
        counts=counts_of(plan.changes),
    )


def verdict_of(plan: Plan) -> str:
    """Terraform's sentence, which wrappers read by regular expression."""
    if not plan.changes:
        return NOTHING if not (plan.blocked or plan.partial is not None) else "No changes."
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
    if plan.partial is not None:
        yield Block(_partial(plan), (), Tone.WARNING)
    for instance, changes in groupby(by_account(plan.changes), lambda one: one.address.instance):
        accounts = groupby(changes, lambda one: one.address.account)
        lines = (_account(account, list(group)) for account, group in accounts)
        yield Block(instance, tuple(lines))
    yield from _rows("Blocked", plan.blocked, Tone.BAD)
    yield from _rows("Waiting", plan.waiting, Tone.WARNING)
    if plan.deferred:
        yield Block("Deferred", tuple(_deferred(plan.deferred)), Tone.QUIET)


def _partial(plan: Plan) -> str:
    """What it is cut down to; a long list is told by its beginning."""
    names = plan.partial
    if not names:
        return "This plan is partial: no account is in it."
    told = ", ".join(names[:MOST_TARGETS])
    more = f" and {len(names) - MOST_TARGETS} more" if len(names) > MOST_TARGETS else ""
    return f"This plan is partial: only {told}{more}."


def _caveats(plan: Plan) -> Iterator[str]:
    if plan.partial is not None:
        yield _partial(plan)
    if not plan.complete:
        yield "The read was incomplete, so this plan is not to be trusted."


def _digest(plan: Plan, digest: str) -> str:
    """The first digits of the digest, where somebody needs them for an acknowledgement."""
    if not any(finding.ack_needed for finding in plan.findings):
        return ""
    return f"The digest of this plan, for --ack CODE:DIGEST, is {digest[:12]}."


def _next_step(plan: Plan, digest: str) -> str:
    """The apply of this very plan, with what has to be acknowledged."""
    if not plan.changes:
        return ""
    codes = sorted({finding.code for finding in plan.findings if finding.ack_needed})
    acks = "".join(f" --ack {code}:{digest[:12]}" for code in codes)
    targets = "".join(f" --target {target}" for target in plan.partial or ())
    paths = "".join(f" {path}" for path in plan.paths)
    return f"reconciler apply{paths}{targets} --digest {digest}{acks}"


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
    return f"{field.path}: {value_text(field.before)} -> {value_text(field.after)}"


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
