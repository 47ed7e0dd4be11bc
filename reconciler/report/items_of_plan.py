"""The items of a plan: its changes, and who is not in it and why."""

from collections.abc import Iterable, Iterator

from reconciler.plan import Action, Address, Change, Plan, Row
from reconciler.report.change import TONES, by_account, fields_of, summary_of, value_text
from reconciler.report.values import Field, Item, Tone
from reconciler.resources import KINDS


def items_of_plan(plan: Plan) -> tuple[Item, ...]:
    """One item for each change, blocked, waiting or deferred resource; no-ops are left out."""
    above = parents_of(plan.changes)
    return (
        *(_change(change, above) for change in by_account(plan.changes)),
        *_rows("blocked", plan.blocked, Tone.BAD, above),
        *_rows("waiting", plan.waiting, Tone.QUIET, above),
        *_rows("deferred", plan.deferred, Tone.QUIET, above),
    )


def parents_of(changes: Iterable[Change]) -> dict[Address, str]:
    """The account above, by the address of an account's tenant; the MSP's own are left out."""
    found = {}
    for change in changes:
        own = change.address.sibling("tenant")
        fields = change.after or change.before or {}
        named = [fields["parent"]] if change.address == own else list(change.pins.refs)
        for above in map(Address.parse, named):
            if above.account != own.account and not above.account.startswith("@"):
                found[own] = above.account
    return found


def _change(change: Change, above: dict[Address, str]) -> Item:
    """The change; those alike but for the account are one group."""
    address = change.address
    fields = tuple(
        Field(field.path, value_text(field.before), value_text(field.after))
        for field in fields_of(change)
    )
    destroys = change.action is Action.DELETE or bool(change.before and change.irreversible)
    told = [(field.path, field.right) for field in fields]
    same = "" if change.before else KINDS[address.kind].of(change.after or {}).likeness()
    return Item(
        address=str(address),
        instance=address.instance,
        account=address.account,
        kind=address.kind,
        word=str(change.action),
        text=summary_of(change),
        tone=TONES[change.action],
        parent=above.get(address.sibling("tenant"), ""),
        fields=fields,
        notes=(change.reason,) if change.reason else (),
        effects=change.effects,
        group=f"{change.action} {address.kind} {same or told}",
        likeness=same,
        plain=not destroys,
        irreversible=change.irreversible,
    )


def _rows(word: str, rows: Iterable[Row], tone: Tone, above: dict[Address, str]) -> Iterator[Item]:
    for row in rows:
        address = row.address
        needed = next((one.account for one in row.needs if one.account != address.account), "")
        yield Item(
            address=str(address),
            instance=address.instance,
            account=address.account,
            kind=address.kind,
            word=word,
            text=row.reason,
            tone=tone,
            parent=above.get(address.sibling("tenant"), needed),
            group=f"{word} {address.kind} {row.reason}",
            likeness=row.reason,
        )
