"""What a ticket says: one group of differences, with everything needed to decide about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from reconciler.drift import Verdict
from reconciler.drift.values import NO_DRIFT
from reconciler.render.markdown.escape import clipped, code, prose
from reconciler.report.printable import printable
from reconciler.report.side import side_text

MARKER = re.compile(
    r"<!-- acronis-reconciler: ticket scope=(?P<scope>\S+) group=(?P<group>[0-9a-f]+) format=1 -->"
)
MOST_ROWS = 100
MOST_TITLE = 160
KNOWN = (
    "If it is known and meant, say so below `drift: {ignore: …}` in the manifests, with a reason."
)
ADVICE = {
    Verdict.CHANGED: "To undo it, run `reconciler apply`; to keep it, change the manifest.",
    Verdict.MISSING: "To make it again, run `reconciler apply`; or change the manifest.",
    Verdict.UNMANAGED: "Declare it in the manifests (`reconciler import`), or remove it.",
    Verdict.ORPHANED: "Declare the account again, or end the tenant by hand.",
    Verdict.FOREIGN: "Ask whose it is before anything is done about it.",
    Verdict.UNKNOWN: "Look into it: until it is clear, nothing is changed there.",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A group of differences that ought to have a ticket."""

    group: str
    title: str
    body: str


def subjects_of(document: Mapping[str, Any], scope: str) -> list[Subject]:
    """One for each group of a drift report, without what is no drift."""
    told = [entry for entry in document["drift"] if entry["verdict"] not in NO_DRIFT]
    ordered = sorted(told, key=lambda entry: (entry["group"], entry["address"], entry["field"]))
    return [
        _subject(group, list(entries), scope)
        for group, entries in groupby(ordered, key=lambda entry: str(entry["group"]))
    ]


def reasons_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Why the groups of a drift report are ignored that a rule leaves out, in the rules' words."""
    found: dict[str, list[str]] = {}
    for entry in document["ignored"]:
        found.setdefault(entry["group"], []).append(entry["reason"])
    return {group: "; ".join(sorted({*said})) for group, said in found.items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a ticket says of itself in its first line, unseen."""

    scope: str
    group: str

    @classmethod
    def read(cls, body: str) -> Self | None:
        found = MARKER.match(body)
        return cls(found["scope"], found["group"]) if found else None

    def __str__(self) -> str:
        return f"<!-- acronis-reconciler: ticket scope={self.scope} group={self.group} format=1 -->"


def _subject(group: str, entries: Sequence[Mapping[str, Any]], scope: str) -> Subject:
    advice = ADVICE[Verdict(entries[0]["verdict"])]
    parts = [str(Mark(scope, group)), *_sentences(entries), _table(entries), f"{advice} {KNOWN}"]
    return Subject(group, _title(entries), "\n\n".join(parts) + "\n")


def _title(entries: Sequence[Mapping[str, Any]]) -> str:
    first = entries[0]
    said = {entry["sentence"] for entry in entries}
    kind = str(first["address"]).rpartition("/")[2].replace("_", " ")
    field = f", {first['field']}" if first["field"] else ""
    text = first["sentence"] if len(said) == 1 else f"{first['verdict']}: {kind}{field}"
    where = f"{len(entries)} accounts" if len(entries) > 1 else first["address"]
    return f"Drift: {clipped(printable(text).rstrip('.'), MOST_TITLE)} ({where})"


def _sentences(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What all of them say; where each says something else, the table has to do."""
    said = {entry["sentence"] for entry in entries}
    if len(said) == 1:
        yield f"**{prose(entries[0]['verdict'])}**: {prose(said.pop())}"


def _table(entries: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        " | ".join(
            (
                code(entry["address"]),
                prose(entry["field"]),
                _value(entry["desired"]),
                _value(entry["live"]),
                prose(str(entry["since"].get("updated_at") or "")),
            )
        )
        for entry in entries[:MOST_ROWS]
    ]
    more = len(entries) - MOST_ROWS
    end = f"\n\nand {more} more, in the report." if more > 0 else ""
    head = "| where | field | in the manifests | live | last changed |\n|---|---|---|---|---|"
    return "\n".join([head, *(f"| {row} |" for row in rows)]) + end


def _value(value: Any) -> str:
    """In the words of the report; a cell is left empty where that side has nothing."""
    text = "" if value in (None, "", [], {}) else side_text(value)
    return text and code(text)
