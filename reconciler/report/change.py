"""One change in words: what it is, which of its fields differ, and where it stands among others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reconciler.diff import FieldChange, diff
from reconciler.plan import Action, Change
from reconciler.report.values import Tone
from reconciler.resources import KINDS

SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-"}
TONES = {Action.CREATE: Tone.CREATE, Action.UPDATE: Tone.UPDATE, Action.DELETE: Tone.DELETE}


def by_account(changes: Iterable[Change]) -> list[Change]:
    """The changes by instance and account, the kinds in the order in which they come to be."""
    kinds = kind_order()
    return sorted(changes, key=lambda one: (one.address[:2], kinds.index(one.address.kind)))


def kind_order() -> Sequence[str]:
    """The kinds in the order in which they come to be."""
    return sorted(KINDS, key=lambda kind: (len(KINDS[kind].after), kind))


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


def value_text(value: Any) -> str:
    """A field's value for people."""
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
