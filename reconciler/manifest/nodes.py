"""YAML nodes with their lines, before anything is known of manifests."""

from dataclasses import dataclass


class UnreadableError(Exception):
    """The text cannot be taken as one YAML document; the message has no place in it."""

    def __init__(self, message: str, *, line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Odd:
    """A value of a type that no manifest has use for: a date, a fraction, an octal number."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `text` is what was written, which for numbers is more than the value."""

    line: int
    value: str | int | bool | Odd | None
    text: str
    size: int = 1


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes; `size` counts the nodes in it with every alias written out."""

    line: int
    items: tuple["Node", ...]
    size: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping as it was written: in its order, and with the keys that stand there twice."""

    line: int
    items: tuple[tuple["Node", "Node"], ...]
    size: int


Node = Scalar | Sequence | Pairs
