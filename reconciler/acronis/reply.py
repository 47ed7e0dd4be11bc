"""What came back for one try of a request: a reply, or no answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

NO_CONTENT = 204
THROTTLED = 429


@dataclass(frozen=True)
class Reply:
    """An HTTP answer. `repeated` says that an earlier try may already have had its effect."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    repeated: bool = False

    @cached_property
    def json(self) -> Any:
        """The body; None where there is none. Raises ValueError if it is not JSON."""
        try:
            return json.loads(self.content) if self.content.strip() else None
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error

    @cached_property
    def readable(self) -> bool:
        """Whether the body is JSON, or there is none."""
        try:
            _ = self.json
        except ValueError:
            return False
        return True

    @cached_property
    def problem(self) -> "Problem":
        """What the body says went wrong, in whichever of the two shapes."""
        body = self.json if self.readable else None
        return problem_of(body) if isinstance(body, dict) else Problem()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is no reply. `sent` is False if the request surely never got there."""

    why: str
    sent: bool
    final: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the API puts it. A numeric code is a number, also where it came as text."""

    code: int | str | None = None
    message: str = ""
    info: str = ""


def problem_of(body: dict[str, Any]) -> Problem:
    """The problem of `{"error": {…}}`, or of the identity provider's flat form."""
    error = body.get("error")
    if isinstance(error, dict):
        details = error.get("details")
        info = details.get("info") if isinstance(details, dict) else None
        return Problem(_code(error.get("code")), _text(error.get("message")), _text(info))
    return Problem(_code(error), _text(body.get("error_description")) or _text(error))


def _code(code: Any) -> int | str | None:
    text = _text(code)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else text or None


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) else ""
