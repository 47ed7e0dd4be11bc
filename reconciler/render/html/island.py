"""The data in the page: items and findings as JSON that cannot end the element it stands in."""

import json
from collections.abc import Sequence
from typing import Any

from reconciler.findings import Finding
from reconciler.report import Item, Report
from reconciler.report.groups import grouped_findings, place_of
from reconciler.report.printable import printable


def island(report: Report) -> str:
    """The JSON. Items are lists of numbers that point into `strings`: fleets repeat themselves."""
    strings = _Strings()
    document = {
        "sides": list(report.sides),
        "items": [_item(item, strings) for item in report.items],
        "ignored": [_item(item, strings) for item in report.ignored],
        "findings": [_findings(group) for group in grouped_findings(report.findings)],
        "strings": strings.all,
    }
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


class _Strings:
    """Every string once; `number` is where it stands."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.all)
            self.all.append(printable(text))
        return self._numbers[text]


def _item(item: Item, strings: _Strings) -> list[Any]:
    """In the order in which the page's script reads it."""
    number = strings.number
    named = (
        item.address,
        item.instance,
        item.account,
        item.parent,
        item.kind,
        item.word,
        item.text,
        item.tone,
    )
    return [
        *map(number, named),
        [[number(one.path), number(one.left), number(one.right)] for one in item.fields],
        [number(note) for note in (*item.notes, *item.effects)],
        int(item.irreversible or not item.plain),
    ]


def _findings(group: Sequence[Finding]) -> dict[str, Any]:
    first = group[0]
    return {
        "severity": first.severity,
        "word": "acknowledge" if first.ack_needed else first.severity,
        "code": printable(first.code),
        "message": printable(first.message),
        "hint": printable(first.hint),
        "places": [printable(place_of(one)) for one in group],
    }
