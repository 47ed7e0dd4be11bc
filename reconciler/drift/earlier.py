"""A drift report's JSON read back: what it has to hold, and what stands for the rest of it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from reconciler.drift.values import Verdict, marked
from reconciler.plan import Address

MOST_FLAWS = 3
EXPECTED = {
    "dict_type": "must be a mapping",
    "list_type": "must be a list",
    "missing": "is missing",
    "model_type": "must be a mapping",
    "string_pattern_mismatch": "must be hexadecimal digits",
    "string_type": "must be text",
}


class _Part(BaseModel):
    """What the interface promises is demanded; what we add to it may be left out."""

    model_config = ConfigDict(strict=True, extra="allow")


class _Known(_Part):
    """A difference that was told once: enough to know it again."""

    address: str
    fingerprint: str

    @field_validator("address")
    @classmethod
    def _has_three_parts(cls, address: str) -> str:
        return str(Address.parse(address))


class _Entry(_Known):
    """Without a `group` it is one of its own, without a `sentence` it is told by its verdict."""

    verdict: str
    field: str
    desired: Any
    live: Any
    since: dict[str, Any] | None
    group: str = Field("", pattern="^[0-9a-f]*$")
    sentence: str = ""
    reason: str = ""

    @field_validator("verdict")
    @classmethod
    def _is_one(cls, verdict: str) -> str:
        if verdict not in list(Verdict):
            raise ValueError(f"must be one of {', '.join(Verdict)}")
        return verdict

    @model_validator(mode="after")
    def _is_whole(self) -> "_Entry":
        kind = Address.parse(self.address).kind.replace("_", " ")
        self.since = self.since or {}
        self.group = self.group or marked([self.fingerprint])
        self.sentence = self.sentence or f"{self.field or kind} is {self.verdict}."
        return self


class _Report(_Part):
    timestamp: str = ""
    drift: list[_Entry]
    ignored: list[_Entry] = []
    gone: list[_Entry] = []
    remembered: list[_Known] = []


def completed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The report with everything in it that is read of one.

    Raises ValueError with a sentence's end that names what is missing or wrong.
    """
    try:
        return _Report.model_validate(document).model_dump()
    except ValidationError as error:
        flaws = [_flaw(one) for one in error.errors(include_url=False, include_input=False)]
        more = len(flaws) - MOST_FLAWS
        end = f", and {more} more" if more > 0 else ""
        raise ValueError(f"{', '.join(flaws[:MOST_FLAWS])}{end}") from error


def _flaw(error: ErrorDetails) -> str:
    said = EXPECTED.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{'.'.join(map(str, error['loc']))} {said}"
