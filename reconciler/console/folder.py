"""A folder for new files: all of them are written there, over none, or nothing is."""

import os
from collections.abc import Mapping
from pathlib import Path

from reconciler.errors import ReconcilerError, UsageError

MOST_NAMES = 3


def check_folder(folder: Path, option: str) -> None:
    """Raises UsageError where the folder cannot be written in, nor be made if it is not there."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        why = "permission denied" if there.is_dir() else f"{there} is a file"
        raise UsageError(f"{option} {folder} cannot be written: {why}.")


def write_new(folder: Path, files: Mapping[str, str], option: str) -> tuple[str, ...]:
    """Write the files by their paths below the folder, and return their names as users see them.

    Raises UsageError, with nothing written, if one of them is there; ReconcilerError, with
    nothing left behind, if one cannot be written.
    """
    targets = {folder / name: text for name, text in files.items()}
    if there := [str(file) for file in targets if file.exists() or file.is_symlink()]:
        more = f" and {len(there) - MOST_NAMES} more" if len(there) > MOST_NAMES else ""
        raise UsageError(
            f"{option} {folder}: {', '.join(there[:MOST_NAMES])}{more} would be written over.",
            hint="Give a new folder, or PATH and this folder to go on from what is there.",
        )
    begun: list[Path] = []
    try:
        for file, text in targets.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                begun.append(file)
                stream.write(text)
    except OSError as error:
        for file in begun:
            file.unlink(missing_ok=True)
        raise ReconcilerError(
            f"{folder} cannot be written: {error.strerror}; nothing was left there."
        ) from error
    return tuple(str(file) for file in targets)
