"""What the forges have in common, in words of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Note:
    """A comment of a request, which is a pull request here and a merge request there."""

    id: int
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """An issue; `number` is the one that people see."""

    number: int
    author: str
    title: str
    body: str
    is_open: bool


class Forge(Protocol):
    """A project on a forge. Everything raises what Connection raises."""

    name: str

    def me(self) -> str:
        """The account whose token it is: what others have written is not ours to trust."""
        ...

    def request_of(self, commit: str) -> int | None:
        """The number of the merged request that brought a commit, None if there is none."""
        ...

    def notes(self, request: int) -> Sequence[Note]:
        """All comments of a request, the oldest first."""
        ...

    def add_note(self, request: int, body: str) -> str:
        """Write a comment, and return its address in the web."""
        ...

    def change_note(self, request: int, note: int, body: str) -> str:
        """Write a comment anew, and return its address in the web."""
        ...

    def tickets(self, label: str) -> Sequence[Ticket]:
        """All issues with a label, open and closed."""
        ...

    def add_ticket(self, title: str, body: str, label: str) -> int:
        """Open an issue, and return its number."""
        ...

    def change_ticket(self, ticket: int, title: str, body: str, *, is_open: bool) -> None:
        """Write an issue anew, and open or close it."""
        ...

    def remark(self, ticket: int, text: str) -> None:
        """Add a comment to an issue."""
        ...
