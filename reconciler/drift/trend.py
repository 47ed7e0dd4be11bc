"""Drift against an earlier report: what is new, still there, gone, or back again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.drift.values import Drift, aimed_at
from reconciler.plan import Address

NEW, STILL, BACK = "new", "still there", "came back"


@dataclass(frozen=True, slots=True)
class Trend:
    """What has become of each fingerprint.

    `gone` are entries of the earlier report that are there no more. `remembered` is what had
    gone before that, by address and fingerprint: it is not told again, but known if it comes back.
    """

    words: Mapping[str, str]
    gone: tuple[Mapping[str, Any], ...]
    remembered: tuple[Mapping[str, str], ...]


def trend(
    found: Iterable[Drift],
    earlier: Mapping[str, Any],
    instances: Sequence[str],
    targets: Sequence[str],
) -> Trend:
    """Compare with an earlier report, completed; what is ignored goes on like anything else.

    Only what has been looked at now can be gone: `instances`, and of these the `targets`.
    """
    before: Sequence[Mapping[str, Any]] = [*earlier["drift"], *earlier["ignored"]]
    had_gone: Sequence[Mapping[str, Any]] = [*earlier["gone"], *earlier["remembered"]]
    known = {entry["fingerprint"] for entry in before}
    left = {entry["fingerprint"] for entry in had_gone}
    words: dict[str, str] = {}
    for one in found:
        mark = one.fingerprint
        words[mark] = STILL if mark in known else BACK if mark in left else NEW
    gone = [
        entry
        for entry in before
        if entry["fingerprint"] not in words
        and (address := Address.parse(entry["address"])).instance in instances
        and aimed_at(address, targets)
    ]
    return Trend(words, tuple(gone), tuple(_remembered(had_gone, {*words, *known})))


def _remembered(
    had_gone: Iterable[Mapping[str, Any]], told: Iterable[str]
) -> Iterable[Mapping[str, str]]:
    """What had gone and is not told otherwise, once each and in one order."""
    past = {entry["fingerprint"]: entry["address"] for entry in had_gone}
    kept = sorted((address, mark) for mark, address in past.items() if mark not in {*told})
    return ({"address": address, "fingerprint": mark} for address, mark in kept)
