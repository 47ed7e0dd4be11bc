"""What can be ordered: the requests that a fault is for, and what happens to them."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from reconciler.sandbox.shapes import Count, Shape, Text

Body = Annotated[str, StringConstraints(max_length=10_000_000)]


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


class Order(Shape):
    """Written by people who test: an unknown field is a mistake, not a later version."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Effect(Order):
    """What happens to the request; with `delay_ms` alone it is answered as ever, only later.

    Instead of the real answer, and without any change: `status`, `code` (one of the API's own, in
    its own shape), `body` (sent as it is), `html` (a page as a proxy shows it).
    To the real answer: `truncated` sends half of it, `repeat_cursor` lets a page lead to itself,
    `stale` answers a reading request as of before the last write.
    Instead of any answer: `drop` closes the connection, before or after the change was made.
    """

    status: Annotated[int, Field(ge=200, le=599)] | None = None
    retry_after: Count | None = None
    code: Count | None = None
    body: Body | None = None
    html: bool = False
    truncated: bool = False
    repeat_cursor: bool = False
    stale: bool = False
    drop: Literal["before", "after"] | None = None
    delay_ms: Count | None = None

    @model_validator(mode="after")
    def _retry_after_an_answer(self) -> "Effect":
        if self.retry_after is not None and not self.answers:
            raise ValueError("retry_after needs a status")
        return self

    @property
    def answers(self) -> bool:
        """True if the fault is the answer, so that the request does nothing."""
        return self.html or any(value is not None for value in (self.status, self.code, self.body))


class Fault(Order):
    """Which requests are meant, and what happens to them; a missing selector matches all.

    `nth` counts the matching requests from 1; `times` is how often it fires, by default once with
    `nth` (from the nth on) and without end otherwise.
    """

    method: Text | None = None
    path: Annotated[Text, AfterValidator(_regular)] | None = None
    nth: Annotated[Count, Field(ge=1)] | None = None
    times: Count | None = None
    probability: Annotated[float, Field(ge=0, le=1)] | None = None
    seed: int | None = Field(default=None, ge=-(2**62), le=2**62)
    effect: Effect = Effect()

    def matches(self, method: str, path: str) -> bool:
        """True if the fault is for such a request."""
        return (self.method is None or self.method.upper() == method) and (
            self.path is None or re.search(self.path, path) is not None
        )
