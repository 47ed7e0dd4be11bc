"""A section, and how much of it there is room for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Section(Generic[Thing]):
    """A heading, and things to tell that can be left out from the end; `tell` tells one.

    `more` says what is left out, as "changes". Sections are given room by `rank`, lowest first.
    """

    title: str
    things: Sequence[Thing]
    tell: Callable[[Thing], str]
    more: str
    rank: int
    intro: str = ""
    gap: str = "\n"

    def within(self, room: int) -> tuple[str, int]:
        """The section in so many bytes, and how many of its things are not in it."""
        kept: list[str] = []
        room -= size(self._text(kept, len(self.things)))
        for part in map(self.tell, self.things):
            room -= size(part) + size(self.gap)
            if room < 0:
                break
            kept.append(part)
        left = len(self.things) - len(kept)
        return self._text(kept, left), left

    def _text(self, kept: Iterable[str], left: int) -> str:
        rest = f"\n\nand {left} more {self.more}, in the other formats." if left else ""
        body = self.gap.join([*([self.intro] if self.intro else []), *kept])
        return f"### {self.title}\n\n{body}".rstrip() + rest


def size(text: str) -> int:
    """The bytes that the text takes."""
    return len(text.encode())
