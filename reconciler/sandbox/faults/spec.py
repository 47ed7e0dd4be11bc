"""The grammar of `--fault`: a line that says which requests are struck, and how."""

import json
import re
from typing import Any

GRAMMAR = """\
[METHOD] [PATH]: EFFECT ... [SELECTOR ...]

PATH      /users      the path below /api/2, and all below it; * is one segment
          /tenants$   that path only
          ~REGEX      a regular expression, searched in the whole path
EFFECT    503         a status, instead of doing anything; also retry-after=SECONDS
          code 1004   an error of the API's own
          html 502    a proxy's error page (502 unless another status is given)
          drop before|after   no answer, and the change is not made, or made
          slow 500ms  (or 2s) the answer, later
          truncated   the answer, cut in half
          repeat-cursor   a page whose cursor leads to itself
          stale       the answer to a GET as of before the last write
SELECTOR  nth=N       the Nth such request, and as many as times=N says (once)
          times=N     so many times (without nth: every time)
          probability=P seed=N   some of them: 0.1 or 10%, repeatable with a seed"""

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
SELECTORS = ("nth", "times", "probability", "seed")
_FLAGS = {"truncated": "truncated", "stale": "stale", "repeat-cursor": "repeat_cursor"}
_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>ms|s)")


def parse(text: str) -> dict[str, Any]:
    """The fault as JSON would have it, its values still to be checked; JSON passes as it is.

    Raises `ValueError` for a line that the grammar does not know.
    """
    if text.lstrip().startswith("{"):
        order: dict[str, Any] = json.loads(text)
        return order
    where, colon, how = text.partition(": ")
    if not colon:
        where, how = "", text
    effect, selectors = _said(how.split())
    if not effect:
        raise ValueError(f"{text!r} names no effect, such as 503 or 'drop after'.")
    return {**_place(where.split()), **selectors, "effect": effect}


def _place(words: list[str]) -> dict[str, str]:
    place = {}
    if words and words[0].upper() in METHODS:
        place["method"] = words.pop(0).upper()
    if words and words[0].startswith(("/", "~")):
        place["path"] = _pattern(words.pop(0))
    if words:
        raise ValueError(f"{words[0]!r} is neither a method nor a path (/users, ~REGEX).")
    return place


def _pattern(path: str) -> str:
    if path.startswith("~"):
        return path[1:]
    plain = path.removesuffix("$").rstrip("/")
    whole = plain if plain.startswith("/api/") else f"/api/2{plain}"
    escaped = re.escape(whole).replace(r"\*", "[^/]+")
    return f"^{escaped}{'$' if path.endswith('$') else '(/|$)'}"


def _said(words: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    effect: dict[str, Any] = {}
    selectors: dict[str, str] = {}
    while words:
        name, value, words = _next(words)
        into = selectors if name in SELECTORS else effect
        if name in into:
            raise ValueError(f"{name} is said twice.")
        into[name] = value
    return effect, selectors


def _next(words: list[str]) -> tuple[str, Any, list[str]]:
    match words:
        case [flag, *rest] if flag in _FLAGS:
            return _FLAGS[flag], True, rest
        case ["html", *rest]:
            return "html", True, rest
        case ["drop", ("before" | "after") as when, *rest]:
            return "drop", when, rest
        case ["slow", duration, *rest]:
            return "delay_ms", _milliseconds(duration), rest
        case ["code", code, *rest]:
            return "code", code, rest
        case [status, *rest] if status.isdecimal():
            return "status", status, rest
    return _pair(words[0], words[1:])


def _pair(word: str, rest: list[str]) -> tuple[str, str, list[str]]:
    name, equals, value = word.partition("=")
    if equals and name == "retry-after":
        return "retry_after", value, rest
    if equals and name == "probability" and value.endswith("%"):
        return name, _share(value), rest
    if equals and name in SELECTORS:
        return name, value, rest
    raise ValueError(f"{' '.join([word, *rest[:1]])!r} is neither an effect nor a selector.")


def _share(percent: str) -> str:
    try:
        return str(float(percent[:-1]) / 100)
    except ValueError:
        return percent


def _milliseconds(duration: str) -> int:
    found = _DURATION.fullmatch(duration)
    if not found:
        raise ValueError(f"{duration!r} is no duration, such as 500ms or 2s.")
    return round(float(found["number"]) * (1000 if found["unit"] == "s" else 1))
