"""One side of a difference as people read it."""

from collections.abc import Iterable, Mapping
from typing import Any


def side_text(value: Any) -> str:
    """A value without quotes, for a cell of its own; None is a side that is not there."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case list() | tuple():
            return ", ".join(map(side_text, value)) or "none"
        case Mapping():
            return ", ".join(f"{name} {side_text(one)}" for name, one in _plain(value))
    return str(value)


def _plain(value: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((name, one) for name, one in sorted(value.items()) if one not in (None, "", (), []))
