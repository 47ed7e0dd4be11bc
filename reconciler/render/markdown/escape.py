"""Text from outside as Markdown: whatever stands in a name, it stays text.

Characters that Markdown or HTML would read become numeric references. Mentions, issue numbers and
bare links are found by the forges afterwards, in the finished text: outside of code an invisible
space parts them.
"""

import re
from collections.abc import Iterable
from html import escape

from reconciler.report.printable import printable

ACTIVE = {ord(one): f"&#{ord(one)};" for one in "\\`*{}[]<>&|~#@$!^"}
EDGE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""Inside a word an underscore is only an underscore."""
GAP = "&#8203;"
REFERENCE = re.compile(
    r"""(?<=[@#!~$%&^])(?=[\w"'\[])|(?<=:)(?=//|[a-z_+-])|(?<=www)(?=\.)""", re.IGNORECASE
)
MOST = 400


def prose(text: str) -> str:
    """A sentence that may hold names, on one line."""
    parts = REFERENCE.split(clipped(printable(text)))
    return GAP.join(map(_inert, parts))


def code(text: str) -> str:
    """An address, a name or a value: to be copied, and never a mention or a link."""
    return f"<code>{_inert(clipped(printable(text)))}</code>"


def _inert(text: str) -> str:
    return EDGE.sub("&#95;", text.translate(ACTIVE))


def summary(text: str) -> str:
    """Code in the head of a folded part, which is HTML and not Markdown."""
    return f"<code>{escape(clipped(printable(text)))}</code>"


def fenced(language: str, lines: Iterable[str]) -> str:
    """Lines in a fence that none of them can close."""
    body = "\n".join(map(printable, lines))
    longest = max((len(run) for run in re.findall("`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def clipped(text: str, most: int = MOST) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else text[: most - 1] + "…"
