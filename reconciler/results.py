"""Results of runs, kept as files: what the last one left undone, and why."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reconciler.errors import ReconcilerError
from reconciler.plan import Address
from reconciler.planfile import text_of

KEPT = 50
"""So many results are kept; older ones are removed."""
TRIED = ("done", "failed", "unknown")
"""What becomes of a change that a run has come to."""


def make_room(home: Path) -> None:
    """Make the folder of results. Raises ReconcilerError if nothing can be written there."""
    folder = home / "results"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ReconcilerError(
            f"{folder} cannot be written: {error.strerror}. Nothing was done.",
            hint="Set RECONCILER_HOME to a folder that can be.",
        ) from error


def save(home: Path, document: Mapping[str, Any], run: str) -> Path:
    """Write a result below `home`, whole or not at all, and return its path. Raises OSError."""
    folder = home / "results"
    folder.mkdir(parents=True, exist_ok=True)
    when = str(document["timestamp"]).replace(":", "")
    file = folder / f"{when}-{run}.json"
    draft = file.with_suffix(".part")
    draft.write_text(text_of(document), encoding="utf-8")
    draft.replace(file)
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def digest_of_outcomes(outcomes: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 in hex of what a run has done: it tells a result that was edited or masked."""
    text = json.dumps(outcomes, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def failures_of(home: Path, workspace: str) -> dict[Address, str]:
    """The first error of the last run that tried each account, by the address of its tenant.

    A run for another account, or one that never came to this one, says nothing of it.
    """
    last: dict[Address, str] = {}
    for file in sorted((home / "results").glob("*.json"), reverse=True):
        document = _read(file)
        if document.get("workspace") == workspace:
            last = {**_tried(document), **last}
    return {address: message for address, message in last.items() if message}


def _tried(document: Mapping[str, Any]) -> dict[Address, str]:
    """The first error of each account that was tried, "" where there was none.

    Nothing where the file is not whole: it is only a cache.
    """
    tried: dict[Address, str] = {}
    try:
        for outcome in document["outcomes"]:
            if outcome["status"] not in TRIED:
                continue
            address = Address.parse(outcome["address"])
            tenant = address.sibling("tenant")
            tried.setdefault(tenant, "")
            if outcome["status"] != "done" and outcome["error"] and not tried[tenant]:
                tried[tenant] = f"{address.kind}: {outcome['error']['message']}"
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}
    return tried


def _read(file: Path) -> Any:
    """A result, or nothing where the file is none."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
