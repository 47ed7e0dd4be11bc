"""Drift, told so that somebody who was not there understands it; alike findings are one line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import reconciler
from reconciler.drift import Drift, Drifts, Verdict
from reconciler.drift.trend import Trend
from reconciler.exits import INCOMPLETE
from reconciler.planfile import FORMAT_VERSION
from reconciler.report.side import side_text
from reconciler.report.values import Block, Field, Item, Line, Report, Tone

TONES = {
    Verdict.CHANGED: Tone.WARNING,
    Verdict.MISSING: Tone.BAD,
    Verdict.UNMANAGED: Tone.WARNING,
    Verdict.ORPHANED: Tone.WARNING,
    Verdict.FOREIGN: Tone.WARNING,
    Verdict.UNKNOWN: Tone.BAD,
    Verdict.DELEGATED: Tone.QUIET,
    Verdict.UNAPPLIED: Tone.QUIET,
}
MOST_ACCOUNTS = 8


def drift_document(
    drifts: Drifts, *, timestamp: str, requests: Any, trend: Trend | None = None
) -> dict[str, Any]:
    """The drift with the keys of the interface."""
    told = [one for one in drifts.found if not one.ignored]
    counts = Counter(str(one.verdict) for one in told)
    words = trend.words if trend else {}
    return {
        "format_version": FORMAT_VERSION,
        "tool_version": reconciler.__version__,
        "timestamp": timestamp,
        "workspace": drifts.workspace,
        "drift": [_entry(one, words) for one in told],
        "ignored": [_entry(one, words) for one in drifts.found if one.ignored],
        **(_past(trend) if trend else {}),
        "coverage": {
            "managed": drifts.managed,
            "unmanaged": drifts.unmanaged,
            "percent": drifts.percent,
        },
        "summary": {
            **{str(verdict): counts[verdict] for verdict in Verdict},
            "ignored": sum(bool(one.ignored) for one in drifts.found),
            "drifted": sum(one.counts for one in drifts.found),
        },
        "findings": [finding.as_json() for finding in drifts.findings],
        "requests": requests,
    }


def report_of_drift(
    drifts: Drifts, document: Mapping[str, Any], exit_code: int, trend: Trend | None = None
) -> Report:
    """What was found, drift first, then what is no drift, then what is ignored."""
    words = trend.words if trend else {}
    counted = [one for one in drifts.found if one.counts]
    others = [one for one in drifts.found if not one.counts and not one.ignored]
    ignored = [one for one in drifts.found if one.ignored]
    return Report(
        title=f"Drift of {drifts.workspace}",
        document=document,
        exit_code=exit_code,
        verdict=_verdict(counted),
        remark=_coverage(drifts),
        tone=Tone.WARNING if counted else Tone.GOOD,
        blocks=(
            *_block("Changed outside", counted, words),
            *_block("No drift, but not as the manifests have it", others, words),
            *_block("Ignored", ignored, words),
            *_gone(trend),
        ),
        items=tuple(_item(one, drifts, words) for one in drifts.found if not one.ignored),
        ignored=tuple(_item(one, drifts, words) for one in ignored),
        caveats=("The read was incomplete.",) if exit_code == INCOMPLETE else (),
        sides=("desired", "live"),
        findings=drifts.findings,
        counts=_repair(counted),
    )


def _repair(counted: Iterable[Drift]) -> dict[str, int]:
    """How many resources an apply would make again or put right; it deletes nothing of it."""
    lost = {one.address for one in counted if one.verdict is Verdict.MISSING}
    changed = {one.address for one in counted if one.verdict is Verdict.CHANGED}
    return {"create": len(lost), "update": len(changed - lost), "delete": 0}


def _entry(drift: Drift, words: Mapping[str, str]) -> dict[str, Any]:
    word = words.get(drift.fingerprint)
    return {**drift.as_json(), **({"trend": word} if word else {})}


def _past(trend: Trend) -> dict[str, Any]:
    """What left since the earlier report, and what the next one has to know beside that."""
    return {
        "gone": [
            {name: one for name, one in entry.items() if name != "trend"} for entry in trend.gone
        ],
        "remembered": [dict(entry) for entry in trend.remembered],
    }


def _verdict(counted: Sequence[Drift]) -> str:
    if not counted:
        return "No drift. Acronis is as it was applied."
    counts = Counter(str(one.verdict) for one in counted)
    return f"Drift: {', '.join(f'{number} {word}' for word, number in sorted(counts.items()))}."


def _coverage(drifts: Drifts) -> str:
    total = drifts.managed + drifts.unmanaged
    return f"{drifts.managed} of {total} tenants are managed ({drifts.percent:g} %)."


def _block(title: str, drifts: Sequence[Drift], words: Mapping[str, str]) -> Iterator[Block]:
    if drifts:
        yield Block(title, tuple(_lines(drifts, words)))


def _lines(drifts: Sequence[Drift], words: Mapping[str, str]) -> Iterator[Line]:
    """One by one, but what is alike in many accounts and not grave as one line."""
    for _, group in groupby(sorted(drifts, key=_alike), key=lambda one: one.group):
        found = list(group)
        yield _line(found[0], words) if len(found) == 1 else _grouped(found, words)


def _alike(drift: Drift) -> tuple[bool, str, str, str]:
    """What stands together, the grave first."""
    return (not drift.grave, drift.verdict, drift.group, str(drift.address))


def _grouped(found: Sequence[Drift], words: Mapping[str, str]) -> Line:
    """One line for differences that differ in the account alone."""
    first = found[0]
    names = [one.address.account for one in found]
    more = f" and {len(names) - MOST_ACCOUNTS} more" if len(names) > MOST_ACCOUNTS else ""
    return Line(
        f"{first.sentence} ({len(names)} accounts: {', '.join(names[:MOST_ACCOUNTS])}{more})",
        sign="~",
        label=str(first.verdict),
        tone=TONES[first.verdict],
        below=tuple(_course(found, words)),
    )


def _course(found: Sequence[Drift], words: Mapping[str, str]) -> Iterator[Line]:
    """How many of a group are new, still there, or back; and why they are ignored."""
    counts = Counter(words[one.fingerprint] for one in found if one.fingerprint in words)
    parts = [f"{number} {word}" for word, number in sorted(counts.items())]
    reasons = sorted({one.ignored for one in found if one.ignored})
    parts += [f"ignored: {', '.join(reasons)}"] if reasons else []
    if parts:
        yield Line("; ".join(parts), tone=Tone.QUIET)


def _line(drift: Drift, words: Mapping[str, str]) -> Line:
    return Line(
        f"{drift.address}: {drift.sentence}",
        sign="!" if drift.grave else "~",
        label=str(drift.verdict),
        tone=TONES[drift.verdict],
        below=tuple(_below(drift, words)),
    )


def _below(drift: Drift, words: Mapping[str, str]) -> Iterator[Line]:
    when = drift.since.get("updated_at")
    parts = [
        words.get(drift.fingerprint, ""),
        f"last changed {when}" if when else "",
        f"ignored: {drift.ignored}" if drift.ignored else "",
    ]
    if any(parts):
        yield Line("; ".join(part for part in parts if part), tone=Tone.QUIET)


def _gone(trend: Trend | None) -> Iterator[Block]:
    if trend and trend.gone:
        lines = (
            Line(f"{one['address']}: {one['sentence']}", tone=Tone.QUIET) for one in trend.gone
        )
        yield Block("Gone since then", tuple(lines), Tone.GOOD)


def _item(drift: Drift, drifts: Drifts, words: Mapping[str, str]) -> Item:
    shown = drift.field or drift.desired is not None or drift.live is not None
    field = Field(
        drift.field or drift.address.kind, side_text(drift.desired), side_text(drift.live)
    )
    return Item(
        address=str(drift.address),
        instance=drift.address.instance,
        account=drift.address.account,
        kind=drift.address.kind,
        word="ignored" if drift.ignored else str(drift.verdict),
        text=drift.sentence,
        tone=Tone.QUIET if drift.ignored else TONES[drift.verdict],
        fields=(field,) if shown else (),
        parent=drifts.parents.get(drift.address.sibling("tenant"), ""),
        notes=tuple(line.text for line in _below(drift, words)),
        group=drift.group,
        likeness=drift.sentence,
        plain=not drift.grave,
    )
