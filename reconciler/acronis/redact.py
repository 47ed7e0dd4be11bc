"""Text from outside, made fit to be shown: no control characters, no secrets, not endless."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 300
HIDDEN = "***"
# What is secret by its form, wherever it comes from: tokens, credentials, addresses with queries.
SECRET = re.compile(
    r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"
    r"|(?i:\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}"
    r"|(?i:(?:client_secret|access_token|refresh_token|id_token|assertion|password)"
    r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"
)
QUERY = re.compile(r"(https?://)(?:[^\s/@]*@)?([^\s?#\"'<>]*)[?#][^\s\"'<>]*")


def shown(text: object, secrets: Iterable[str] = ()) -> str:
    """The text in one line, without anything in `secrets` or that looks like a secret."""
    clean = str(text)
    for secret in secrets:
        if secret:
            clean = clean.replace(secret, HIDDEN)
    clean = QUERY.sub(r"\1\2", SECRET.sub(HIDDEN, clean))
    clean = " ".join("".join(map(_visible, clean)).split())
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


def _visible(character: str) -> str:
    """The character; a space for white space; a mark for what steers terminals or direction."""
    if character.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character)[0] == "C" else character
