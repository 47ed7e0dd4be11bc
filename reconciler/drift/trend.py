"""Drift against an earlier report: what is new, still there, gone, or back again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.drift.values import Drift, aimed_at
from reconciler.plan import Address

NEW, STILL, BACK = "new", "still there", "came back"


@dataclass(frozen=True, slots=True)
class Trend:
    """What has become of each fingerprint; `gone` are earlier entries that are there no more."""

    words: Mapping[str, str]
    gone: tuple[Mapping[str, Any], ...]


def trend(
    found: Iterable[Drift],
    earlier: Mapping[str, Any],
    instances: Sequence[str],
    targets: Sequence[str],
) -> Trend:
    """Compare with an earlier report's JSON, which remembers what had gone by then.

    Only what has been looked at now can be gone: `instances`, and of these the `targets`.
    Raises KeyError, TypeError or ValueError if it is no such report.
    """
    before: Sequence[Mapping[str, Any]] = earlier["drift"]
    had_gone: Sequence[Mapping[str, Any]] = earlier.get("gone", ())
    known = {entry["fingerprint"] for entry in before}
    left = {entry["fingerprint"] for entry in had_gone}
    words: dict[str, str] = {}
    for one in found:
        mark = one.fingerprint
        words[mark] = STILL if mark in known else BACK if mark in left else NEW
    gone = [
        entry
        for entry in (*before, *had_gone)
        if entry["fingerprint"] not in words
        and (address := Address.parse(entry["address"])).instance in instances
        and aimed_at(address, targets)
    ]
    return Trend(words, tuple({entry["fingerprint"]: entry for entry in gone}.values()))
