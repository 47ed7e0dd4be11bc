"""A drift report in a file that somebody names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reconciler.drift.earlier import completed
from reconciler.errors import UsageError


def drift_report(file: Path, document: Mapping[str, Any]) -> dict[str, Any]:
    """The file's document, with everything in it that is read of a drift report.

    Raises UsageError that says what is missing.
    """
    try:
        return completed(document)
    except ValueError as error:
        raise UsageError(
            f"{file} is no drift report of this tool: {error}.",
            hint="reconciler drift -o json=FILE writes one.",
        ) from error
