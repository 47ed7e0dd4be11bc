"""Names as people write them: what is in them that nobody sees, and that no list would show."""

import re
import unicodedata

from reconciler.sentences import OfAValue

LONGEST = 255
LONGEST_TOLD = 80
UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Categories of Unicode: control characters, halves of pairs, separators of lines."""
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def shortened(text: str) -> str:
    """What somebody has written, cut to what a message needs of it."""
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


def plain(name: str) -> str:
    """The name, if it comes back from Acronis as it was sent; "" too. Raises ValueError."""
    for place, character in enumerate(name, start=1):
        if unicodedata.category(character) in UNSEEN:
            raise ValueError(
                f"has the control character U+{ord(character):04X} at position {place}"
            )
    if name and not name.strip():
        raise ValueError(f'must not be blank: "{name}" is nothing but space')
    if name != name.strip():
        raise ValueError(OfAValue.SPACE.told(name))
    if len(name) > LONGEST:
        raise ValueError(OfAValue.TOO_LONG.told(name[:20], length=len(name), most=LONGEST))
    return name


def language_tag(tag: str) -> str:
    """The tag, if it looks like one of a language, as de or pt-BR. Raises ValueError."""
    if not LANGUAGE.fullmatch(plain(tag)):
        raise ValueError(f'"{tag}" is not the tag of a language, as en, de or pt-BR')
    return tag
