"""How each change of a run ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from reconciler.errors import ApiError, ReconcilerError, UnavailableError
from reconciler.plan import Action, Address


class Status(StrEnum):
    """`unknown`: no answer came, so it may have been made. The rest is what it says."""

    DONE = "done"
    FAILED = "failed"
    BLOCKED = "blocked"
    NOT_STARTED = "not_started"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a change failed, with the API's code and HTTP status where it gave any."""

    message: str
    hint: str = ""
    code: int | str | None = None
    http_status: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The error with the keys that the interface promises."""
        return {
            "code": self.code,
            "message": self.message,
            "http_status": self.http_status,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one change; `seconds` is the time its requests took.

    `tenant_id` and `user_id` are those of the account, as far as the run knew them by then.
    """

    address: Address
    action: Action
    status: Status
    error: Problem | None = None
    seconds: float = 0.0
    tenant_id: str = ""
    user_id: str = ""

    @classmethod
    def of_json(cls, entry: Mapping[str, Any]) -> Self:
        """The outcome that a result holds."""
        return cls(
            address=Address.parse(entry["address"]),
            action=Action(entry["action"]),
            status=Status(entry["status"]),
            error=Problem(**entry["error"]) if entry["error"] else None,
            seconds=entry["seconds"],
            tenant_id=entry.get("tenant_id", ""),
            user_id=entry.get("user_id", ""),
        )

    def as_json(self) -> dict[str, Any]:
        """The outcome with the keys that the interface promises."""
        return {
            "address": str(self.address),
            "action": str(self.action),
            "status": str(self.status),
            "error": self.error.as_json() if self.error else None,
            "seconds": round(self.seconds, 3),
            "tenant_id": self.tenant_id,
            "user_id": self.user_id,
        }


def failure(error: ReconcilerError) -> tuple[Status, Problem]:
    """The status and the problem that an error stands for."""
    problem = Problem(
        message=str(error),
        hint=error.hint,
        code=error.code if isinstance(error, ApiError) else None,
        http_status=error.status if isinstance(error, ApiError) else None,
    )
    unknown = isinstance(error, UnavailableError) and error.sent
    return (Status.UNKNOWN if unknown else Status.FAILED), problem
