"""The status of every account, as a table an operator can read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import reconciler
from reconciler.planfile import FORMAT_VERSION
from reconciler.report.story import story_block
from reconciler.report.values import Item, Report, Table, Tone
from reconciler.status import WORDS, AccountStatus, Story

COLUMNS = ("account", "instance", "role", "parent", "status", "subscription", "reason")
TONES = {
    "synchronized": Tone.GOOD,
    "synchronized_deferred": Tone.QUIET,
    "not_synchronized": Tone.QUIET,
    "pending": Tone.UPDATE,
    "drifted": Tone.UPDATE,
    "suspended": Tone.WARNING,
    "failed": Tone.BAD,
    "blocked": Tone.BAD,
    "missing": Tone.BAD,
}


def report_of_status(
    rows: Sequence[AccountStatus], timestamp: str, exit_code: int, stories: Sequence[Story] = ()
) -> Report:
    """One row per account and instance, how many there are of each status, and some stories."""
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "tool_version": reconciler.__version__,
        "timestamp": timestamp,
        "accounts": [row.as_json() for row in rows],
        "summary": dict(sorted(Counter(row.status for row in rows).items())),
        **({"stories": [story.as_json() for story in stories]} if stories else {}),
    }
    counts = ", ".join(
        f"{count} {WORDS[status].split(',')[0].lower()}"
        if status != "synchronized_deferred"
        else f"{count} without a tenant yet"
        for status, count in document["summary"].items()
    )
    return Report(
        document=document,
        exit_code=exit_code,
        title="Status",
        blocks=tuple(story_block(story) for story in stories),
        items=tuple(_item(row) for row in rows),
        caveats=() if exit_code == 0 else ("The read was incomplete.",),
        verdict=f"{len(rows)} account{'s' * (len(rows) != 1)}: {counts}."
        if rows
        else "No accounts.",
        table=Table(
            columns=COLUMNS,
            rows=tuple(_cells(row) for row in rows),
            tones=tuple(TONES[row.status] for row in rows),
        ),
    )


def _cells(row: AccountStatus) -> tuple[str, ...]:
    bought = f"{row.subscription} ({row.subscription_state})" if row.subscription else ""
    deferred = row.status == "synchronized_deferred"
    said = row.reason == f"subscription {row.subscription} is {row.subscription_state}"
    return (
        row.account,
        row.instance,
        row.role or "",
        row.parent or ("" if row.role is None else "MSP"),
        "Synchronized" if deferred else WORDS[row.status],
        bought,
        "" if said else row.reason,
    )


def _item(row: AccountStatus) -> Item:
    """The row in the tree of tenants."""
    *_, bought, reason = _cells(row)
    said = [part for part in (row.role, bought, reason) if part]
    return Item(
        address=f"{row.instance}/{row.account}/tenant",
        instance=row.instance,
        account=row.account,
        kind=row.tenant_kind or "account",
        word=row.status.replace("_", " "),
        text=", ".join(said),
        tone=TONES[row.status],
        parent=row.parent or "",
        group=f"{row.status} {row.role} {reason}",
        likeness=", ".join(part for part in (row.role, reason) if part),
    )
