"""Texts without the persons in them: our sentences by their words, the API's by what is known.

What the API says is free text. In it everything is masked that the report knows to be personal,
and what looks like it; so it may lose a word too many, which none of our sentences does.
"""

import re
from collections.abc import Iterable

from reconciler.sentences import OfAPerson, OfAValue, Sentence, Summary

MASK = "***"
BOTH = f"{MASK} <{MASK}>"
GAP = re.compile(r"\{\w+\}")
AFTER = r"(?=\.?(?:\Z| \[[A-Z]+-\d+\]| \(\d+ accounts: ))"
"""What may follow where a sentence ends in a gap: its end, a code, or whom else it is told of."""
USERNAME = "the username "
"""What an import puts before a sentence about one."""
UNQUOTED = '[^",(]*?'
ID = "[0-9a-f]{8}-[0-9a-f]{4}-"
"""How a tenant's or a storage's id begins, which addresses and labels have after an @ as well."""
PART = r"[^\s\"'<>(),;:/]"
EMAIL = re.compile(rf"(?<!{PART})(?!name@company\.example){PART}+@(?!{ID})[^\s\"'<>(),;:]+\w")
"""An e-mail address, but for the one in our advice on how to write them."""
SAID_BY_API = re.compile(r"((?:GET|POST|PUT|PATCH|DELETE) /\S*: \d{3} )(.*)", re.DOTALL)
PAIR = re.compile(r"[^\s(\"]+ <[^\s<>]+@[^\s<>]+>")
QUOTED = re.compile(r"""(["'])(.*?)\1""")
CALLED = re.compile(
    r"""(\b(?:user|username|login)(?: is)?:? )(?:"[^"]*"|'[^']*'|\w*[\d@._+-][\w@.+-]*\w)""",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w@+-]+(?:\.[\w@+-]+)*")


def _pattern(sentence: Sentence, gap: str = ".*?") -> str:
    """The sentence as a pattern; what is not personal is caught in groups."""
    kept = (
        "(" + ".*?".join(map(re.escape, GAP.split(part))) + ")" for part in sentence.split("{}")
    )
    return gap.join(kept)


def _whole(sentence: Sentence) -> str:
    """The pattern, held to where the sentence begins and ends if it has no words there."""
    first, *_, last = sentence.split("{}")
    before = "" if re.search(r"\w", first) else rf"(?:\A|(?<={USERNAME}))"
    return before + _pattern(sentence) + ("" if re.search(r"\w", last) else AFTER)


OF_A_PERSON = re.compile(
    "|".join(
        [
            *map(_whole, OfAPerson),
            f"(?<={USERNAME}){_pattern(OfAValue.SPACE)}",
            *(rf"(?:\A|(?<=\()){_pattern(one, UNQUOTED)}(?=\Z|\)|  \[)" for one in Summary),
        ]
    ),
    re.DOTALL,
)
OF_A_VALUE = re.compile("|".join(map(_whole, OfAValue)), re.DOTALL)


class Persons:
    """Knows the personal values of a report, and takes them out of its texts."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = frozenset(values)
        self._long = sorted(one for one in self._values if not WORD.fullmatch(one))

    def hidden(self, text: str, *, of_a_person: bool = False) -> str:
        """The text; `of_a_person` where it says what is wrong with a personal value."""
        if of_a_person:
            text = OF_A_VALUE.sub(_gaps, text)
        text = OF_A_PERSON.sub(_gaps, text)
        text = SAID_BY_API.sub(lambda found: found[1] + self._said(found[2]), text)
        return EMAIL.sub(MASK, text).replace(BOTH, MASK)

    def _said(self, text: str) -> str:
        """What the API said, without all that may be personal."""
        for value in self._long:
            text = text.replace(value, MASK)
        text = QUOTED.sub(self._quoted, PAIR.sub(MASK, text))
        return WORD.sub(self._word, CALLED.sub(rf"\1{MASK}", text))

    def _quoted(self, found: re.Match[str]) -> str:
        return f"{found[1]}{MASK}{found[1]}" if found[2] in self._values else found[0]

    def _word(self, found: re.Match[str]) -> str:
        return MASK if found[0] in self._values else found[0]


def _gaps(found: re.Match[str]) -> str:
    """The words of the sentence that was found, which are the groups that took part."""
    return MASK.join(one for one in found.groups() if one is not None)
