"""What outside data must look like before anything is done with it: bodies, queries and cursors.

Reading is as lenient as the vendor's server is seen to be: `"version": "1"` and `"enabled":
"false"` pass, and so do fields that nobody knows.
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from reconciler.sandbox import clock
from reconciler.sandbox.problems import RefusedError

LARGEST = 2**63 - 1
MOST_IDS = 100

Id = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$", to_lower=True, max_length=36
    ),
]
Count = Annotated[int, Field(ge=0, le=LARGEST)]
Limit = Annotated[int, Field(ge=1, le=LARGEST)]
Version = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Text = Annotated[str, StringConstraints(max_length=10_000)]


def _words(value: object) -> object:
    return value.split(",") if isinstance(value, str) else value


def _plus(value: object) -> object:
    # A "+00:00" that was not escaped in a query arrives as a space.
    return value.strip().replace(" ", "+") if isinstance(value, str) else value


Ids = Annotated[tuple[Id, ...], BeforeValidator(_words), Field(max_length=MOST_IDS)]
Words = Annotated[tuple[Text, ...], BeforeValidator(_words)]
Moment = Annotated[datetime, BeforeValidator(_plus)]
Since = Annotated[Version, BeforeValidator(lambda value: _since(value))]


def _since(value: object) -> int:
    if isinstance(value, int):
        return value
    return clock.microseconds(_MomentOnly.model_validate({"moment": value}).moment)


class _MomentOnly(BaseModel):
    moment: Moment


class Shape(BaseModel):
    """Outside data with names and types checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @classmethod
    def of(cls, data: object) -> Self:
        """The checked data; a refusal (400) lists everything that is wrong with it."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            wrong = (
                f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}"
                for problem in error.errors(include_url=False, include_context=False)
            )
            raise RefusedError(400, "; ".join(wrong)) from error

    @property
    def given(self) -> dict[str, Any]:
        """The fields that were sent, null or not; what is absent is to stay as it is."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Listing(Shape):
    """The query of a paged list; a cursor is the whole query and the place where it goes on."""

    position: tuple[Version, ...] = ()

    @classmethod
    def asked(cls, arguments: Mapping[str, str]) -> Self:
        """The list that a query string asks for; with `after`, the cursor alone counts."""
        cursor = arguments.get("after")
        if cursor is None:
            return cls.of({name: arguments[name] for name in arguments if name != "position"})
        try:
            name, _, text = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
            if name != cls.__name__:
                raise RefusedError(400, "The cursor belongs to another list.")
            return cls.model_validate_json(text)
        except ValueError as error:
            raise RefusedError(400, "The cursor is invalid.") from error

    def cursor(self, position: tuple[int, ...]) -> str:
        """What `after` has to be for the page that begins behind `position`."""
        text = self.model_copy(update={"position": position}).model_dump_json()
        return base64.urlsafe_b64encode(f"{type(self).__name__} {text}".encode()).decode()


def page(listing: Listing, rows: list[Any], limit: int, *keys: str) -> dict[str, Any]:
    """The `paging` of an answer; `rows` holds one more than `limit` when there is more.

    `keys` are the columns that the list is sorted by, the last of them unique.
    """
    if len(rows) <= limit:
        return {}
    last = rows[limit - 1]
    return {"paging": {"cursors": {"after": listing.cursor(tuple(last[key] for key in keys))}}}


NonEmpty = Annotated[Text, AfterValidator(lambda text: text.strip()), Field(min_length=1)]
