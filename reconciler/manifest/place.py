"""Where a value of the manifests was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.findings import Finding

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, named as the user would name it, and a line in it, counted from 1."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Signpost:
    """Finds places by paths as text. Keys may hold dots, so a text is not cut into keys."""

    def __init__(self, places: Mapping[Path, Place]) -> None:
        self._places = {".".join(path): place for path, place in places.items()}

    def place(self, text: str) -> Place:
        """The place of a value, or of the nearest thing around it that was written down."""
        while text:
            if found := self._places.get(text):
                return found
            text = text.rpartition(".")[0]
        return Place()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a manifest came from and what was said about it.

    It is no part of what the manifest says, so any two origins are equal.
    """

    places: Mapping[Path, Place] = field(default_factory=dict, compare=False)
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    def place(self, *path: str) -> Place:
        """The place of a value, or of the nearest thing around it that was written down."""
        while path:
            if found := self.places.get(path):
                return found
            path = path[:-1]
        return Place()
