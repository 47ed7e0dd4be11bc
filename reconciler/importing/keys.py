"""Keys for what has only a name: short, of the letters that keys have, each of them once."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 48
"""Leaves room for what is put behind it, within the 63 characters of a key."""


def slug(name: str, otherwise: str) -> str:
    """The name in the letters of keys; `otherwise` for one that has none of them."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters)[:LONGEST].strip("-") or otherwise


def unique(wanted: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The keys in their order, with a number behind those that somebody has already."""
    used, given = set(taken), []
    for key in wanted:
        free, number = key, 2
        while free in used:
            free, number = f"{key}-{number}", number + 1
        used.add(free)
        given.append(free)
    return given
