"""An explanation as a table, and a code in its own words."""

from collections.abc import Sequence
from typing import Any

from reconciler.explain import SAME, Explanation
from reconciler.plan import Address
from reconciler.planfile import FORMAT_VERSION
from reconciler.report.values import Block, Line, Report, Tone
from reconciler.rulebook import meaning_of

LONGEST = 100


def report_of_explanation(address: Address, fields: Sequence[Explanation]) -> Report:
    """Field by field: what is wanted, what is live, where it was written, by which rule."""
    return Report(
        title=f"Why {address} is as it is",
        document={
            "format_version": FORMAT_VERSION,
            "address": str(address),
            "fields": [_entry(one) for one in fields],
        },
        exit_code=0,
        verdict=_verdict(address, fields),
        blocks=tuple(_block(one) for one in fields),
    )


def report_of_deferral(address: Address, reason: str) -> Report:
    """Why there is nothing yet; no mistake."""
    return Report(
        title=f"Why {address} is not there",
        document={
            "format_version": FORMAT_VERSION,
            "address": str(address),
            "fields": [],
            "deferred": reason,
        },
        exit_code=0,
        verdict=f"{address} is deferred: {reason}.",
    )


def report_of_code(code: str, meaning: str, remedy: str) -> Report:
    """What a code stands for and what to do about it."""
    return Report(
        title=code,
        document={
            "format_version": FORMAT_VERSION,
            "code": code,
            "meaning": meaning,
            "remedy": remedy,
        },
        exit_code=0,
        verdict=f"{code}: {meaning}",
        remark=remedy,
    )


def _verdict(address: Address, fields: Sequence[Explanation]) -> str:
    others = [one.field for one in fields if one.verdict != SAME]
    return f"{address} differs in {', '.join(others)}." if others else f"{address} is as wanted."


def _entry(one: Explanation) -> dict[str, Any]:
    return {
        "field": one.field,
        "desired": one.desired,
        "live": one.live,
        "verdict": one.verdict,
        "path": one.path,
        "file": one.place.file,
        "line": one.place.line,
        "rules": [{"code": code, "words": _words(code)} for code in one.rules],
        "api": one.api,
    }


def _block(one: Explanation) -> Block:
    said = f"{one.place}  {one.path}" if one.place.line else _unwritten(one.path)
    lines = [
        Line(_short(one.desired), label="wanted"),
        Line(f"{_short(one.live)}  ({one.verdict})", label="live", tone=_tone(one)),
        *([Line(said, label="manifest")] if said else []),
        *(Line(f"{code} {_words(code)}", label="rule") for code in one.rules),
        *([Line(one.api, label="API")] if one.api else []),
    ]
    return Block(one.field, tuple(lines))


def _unwritten(path: str) -> str:
    return f"{path}, which is not written: the built-in value" if path else ""


def _tone(one: Explanation) -> Tone:
    return Tone.PLAIN if one.verdict == SAME else Tone.BAD


def _words(code: str) -> str:
    known = meaning_of(code)
    return known[0] if known else ""


def _short(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)} items"
    text = "nothing" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
