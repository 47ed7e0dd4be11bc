"""The name that somebody most likely meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that asks for the nearest of the known names, "" where none is near."""
    by_lower = {one.lower(): one for one in sorted(known)}
    found = get_close_matches(name.lower(), by_lower, n=1)
    return f'Did you mean "{by_lower[found[0]]}"?' if found else ""
