"""Errors that end a command, with the findings or the differences that they carry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from reconciler.errors import ApiError, ManifestError, Moved, ReconcilerError, StalePlanError
from reconciler.findings import Finding
from reconciler.plan import Address
from reconciler.planfile import FORMAT_VERSION
from reconciler.report.change import value_text
from reconciler.report.values import Block, Field, Item, Line, Report, Tone

MOST_MOVED = 20
"""So many differences are told in a text; JSON has them all."""


def report_of_error(error: ReconcilerError) -> Report:
    """An error that ended a command."""
    findings = error.findings if isinstance(error, ManifestError) else ()
    moved = error.moved if isinstance(error, StalePlanError) else ()
    answer = error if isinstance(error, ApiError) else error.__cause__
    document = {
        "format_version": FORMAT_VERSION,
        "errored": True,
        "complete": error.exit_code not in (8, 130, 143),
        "error": {
            "message": str(error),
            "hint": error.hint,
            "code": answer.code if isinstance(answer, ApiError) else None,
            "http_status": answer.status if isinstance(answer, ApiError) else None,
        },
        "findings": [finding.as_json() for finding in findings],
        **({"moved": [asdict(one) for one in moved]} if moved else {}),
    }
    return report_of_stop(document, error.exit_code)


def report_of_stop(document: Mapping[str, Any], exit_code: int) -> Report:
    """An error by its JSON. Raises KeyError or TypeError if it is none."""
    said = document["error"]
    moved = [Moved(**entry) for entry in document.get("moved", ())]
    return Report(
        document=document,
        exit_code=exit_code,
        title="Stopped",
        verdict=said["message"],
        caveats=(said["hint"],) if said["hint"] else (),
        tone=Tone.BAD,
        blocks=tuple(_blocks(moved)),
        items=tuple(map(_item, moved)),
        sides=("planned", "live"),
        findings=tuple(Finding(**entry) for entry in document["findings"]),
    )


def _blocks(moved: Sequence[Moved]) -> Iterator[Block]:
    lines = [Line(_words(one), sign="~", label=one.address) for one in moved[:MOST_MOVED]]
    if len(moved) > MOST_MOVED:
        lines.append(Line(f"and {len(moved) - MOST_MOVED} more", tone=Tone.QUIET))
    if lines:
        yield Block("Moved since the plan was made", tuple(lines), Tone.WARNING)


def _words(moved: Moved) -> str:
    fields = ", ".join(f"{one.path}: {one.left} -> {one.right}" for one in _fields(moved))
    return moved.message or fields


def _item(moved: Moved) -> Item:
    address = Address.parse(moved.address)
    return Item(
        address=moved.address,
        instance=address.instance,
        account=address.account,
        kind=address.kind,
        word="moved",
        text=moved.message or "differs from what was planned",
        tone=Tone.WARNING,
        fields=tuple(_fields(moved)),
        group=f"moved {moved}",
    )


def _fields(moved: Moved) -> Iterator[Field]:
    """The field on both sides; of one with parts, as an offering item, the parts that differ."""
    before, after = moved.before, moved.after
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in (name for name in before if before[name] != after.get(name)):
            left, right = value_text(before[name]), value_text(after.get(name))
            yield Field(f"{moved.field}.{name}", left, right)
    elif moved.field:
        yield Field(moved.field, _side(before), _side(after))


def _side(value: Any) -> str:
    return "nothing" if value is None else value_text(value)
