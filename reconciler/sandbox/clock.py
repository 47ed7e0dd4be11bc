"""Time as the sandbox sees it: the real clock, moved ahead by whoever rehearses, never back."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta

from reconciler.sandbox import settings

SECOND = 1_000_000
DAY = 86_400 * SECOND
# How far a page's `timestamp` may lag; no change takes longer than this to be committed.
LONGEST_CHANGE = 30 * SECOND
RETENTION = 30 * DAY
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Times beyond the year 9999 cannot be written down, so the clock stops well before.
LATEST = 250_000_000_000 * SECOND


def now(db: sqlite3.Connection) -> int:
    """Microseconds since 1970, on the sandbox's clock."""
    return min(time.time_ns() // 1000 + (settings.read(db, "clock_offset") or 0), LATEST)


def tick(db: sqlite3.Connection) -> int:
    """The moment of a change: later than that of every change before it."""
    moment = max(now(db), (settings.read(db, "last_change") or 0) + 1)
    settings.write(db, "last_change", moment)
    return moment


def watermark(db: sqlite3.Connection) -> int:
    """The moment up to which this view is complete: what comes later will have a later time.

    It is what lists call `timestamp` and what goes back to them as `updated_since`. The present
    would not do: a change that is being committed may carry an earlier time.
    """
    return max(settings.read(db, "last_change") or 0, now(db) - LONGEST_CHANGE)


def advance(db: sqlite3.Connection, seconds: int) -> None:
    """Move the clock ahead."""
    offset = settings.read(db, "clock_offset") or 0
    settings.write(db, "clock_offset", min(offset + seconds * SECOND, LATEST))


def horizon(moment: int) -> int:
    """What was deleted before this is gone for good (30 days, KB59556)."""
    return moment - RETENTION


def plain(moment: int | None) -> str | None:
    """`2016-06-22T18:25:16`, as tenants show their times: UTC without saying so."""
    return None if moment is None else _datetime(moment).isoformat()[:19]


def precise(moment: int | None) -> str | None:
    """`2019-07-25T07:11:02.807354+00:00`, as users and lists show theirs."""
    return None if moment is None else _datetime(moment).isoformat(timespec="microseconds")


def month(moment: int) -> str:
    """The beginning of the month, from which usages are counted."""
    return _datetime(moment).strftime("%Y-%m-01T00:00:00")


def day(moment: int) -> str:
    """`2026-02-28`, as reports show their dates."""
    return _datetime(moment).strftime("%Y-%m-%d")


def microseconds(moment: datetime) -> int:
    """The other way round; a time without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def _datetime(moment: int) -> datetime:
    return _EPOCH + timedelta(microseconds=moment)
