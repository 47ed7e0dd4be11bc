"""A manifest while it is being checked: what was written, and as much of it as is sound."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reconciler.findings import Finding, Severity
from reconciler.manifest.document import Document
from reconciler.manifest.model import Manifest
from reconciler.manifest.place import Origin, Path
from reconciler.manifest.words import shortened

ANY = "*"


@dataclass(frozen=True, slots=True)
class Draft:
    """What rules look at.

    `written` holds every value as it stands in the files, for rules about single values;
    `sound` holds the entries whose shape is right, for rules about how entries fit together.
    `misshapen` says what is wrong with the others. Rules that compare entries leave out what is
    in `written` only, lest one mistake is reported twice.
    """

    written: Document
    sound: Manifest
    misshapen: tuple[Finding, ...] = ()
    origin: Origin = field(default=Origin())

    def each(self, *pattern: str) -> Iterator[tuple[Path, Any]]:
        """Paths and values that match, in order of keys; ANY stands for every key there."""
        yield from _each(self.written.content, pattern, ())

    def declared(self, section: str) -> set[str]:
        """Keys of the section's entries, sound or not."""
        entries = self.written.content.get(section)
        return set(entries) if isinstance(entries, dict) else set()

    def shown(self, path: Path, value: object) -> str:
        """The value as it was written, in quotes if it is text."""
        text = f'"{shortened(value)}"' if isinstance(value, str) else ""
        return shortened(self.written.texts.get(path, "")) or text

    def finding(
        self,
        code: str,
        path: Path,
        message: str,
        hint: str = "",
        *,
        severity: Severity = "error",
        ack_needed: bool = False,
    ) -> Finding:
        """A finding about the value at the path, with its file and line."""
        place = self.origin.place(*path)
        return Finding(
            code=code,
            severity=severity,
            message=message,
            hint=hint,
            path=".".join(path),
            file=place.file,
            line=place.line,
            ack_needed=ack_needed,
        )


def _each(value: Any, pattern: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if not pattern:
        yield path, value
    elif isinstance(value, dict):
        keys = sorted(value) if pattern[0] == ANY else [pattern[0]] if pattern[0] in value else []
        for key in keys:
            yield from _each(value[key], pattern[1:], (*path, key))
