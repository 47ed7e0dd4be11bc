"""What can go wrong in a way that a user can read, understand and fix.

ReconcilerError                exit 1
├── UsageError                     64  the command line asks for something that is not there
├── ManifestError                   3  the manifests are not valid; carries every finding
│   └── UnreadManifestError         8  the system does not let one of their files be read
├── RefusedError                    5  a safety rule, a missing acknowledgement, a held lock
├── StalePlanError                  6  a saved plan is edited, foreign or no longer true
│   └── MaskedPlanError             6  a saved plan has no personal data in it
├── StoppedError                  130  Ctrl-C, before anything was written
│   └── TerminatedError           143  SIGTERM
├── IncompleteReadError             8  an answer is missing, so nothing can be concluded from it
└── ApiError                        1  the API answered with an error
    ├── AuthError                   4  401, 403 or a refused client secret
    ├── NotFoundError                  404
    ├── ConflictError                  409, and the codes that mean the same
    ├── ThrottledError              8  429, and the retries are used up
    └── UnavailableError            8  no answer, a 5xx, or an answer that is not the API's

Anything else that is raised is a bug and crashes with its traceback.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from reconciler.findings import Finding


class ReconcilerError(Exception):
    """Something the user can fix: the message says what is wrong and where, the hint what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(ReconcilerError):
    """The command line names something that does not exist."""

    exit_code = 64


class ManifestError(ReconcilerError):
    """The manifests break rules; `findings` holds every one of them, warnings included."""

    exit_code = 3

    def __init__(self, findings: Sequence[Finding]) -> None:
        errors = sum(finding.severity == "error" for finding in findings)
        super().__init__(f"The manifests are not valid: {errors} error{'s' * (errors != 1)}.")
        self.findings = tuple(findings)


class UnreadManifestError(ManifestError):
    """A file cannot be read, so nobody knows what it says; nothing is wrong with what is known."""

    exit_code = 8


class RefusedError(ReconcilerError):
    """A safety rule forbids it, or nobody has acknowledged it."""

    exit_code = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What is not as a saved plan saw it: a field on its two sides, or else a sentence."""

    address: str
    message: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


class StalePlanError(ReconcilerError):
    """The saved plan no longer describes what would happen; `moved` says why, as far as known."""

    exit_code = 6

    def __init__(self, message: str, *, hint: str = "", moved: Sequence[Moved] = ()) -> None:
        super().__init__(message, hint=hint)
        self.moved = tuple(moved)


class MaskedPlanError(StalePlanError):
    """The plan was written with `--pii mask`, so what it would write is not in it."""

    def __init__(self) -> None:
        super().__init__(
            "The plan is masked: the personal data that it would write is not in it.",
            hint="Plan again, and save it with --out or without --pii mask; "
            "what is shown of it is masked then.",
        )


class StoppedError(ReconcilerError):
    """Somebody has stopped the command while there was nothing to bring to an end."""

    exit_code = 130


class TerminatedError(StoppedError):
    """Something has: a system that shuts down, a pipeline that was cancelled."""

    exit_code = 143


class IncompleteReadError(ReconcilerError):
    """Part of the live state could not be read."""

    exit_code = 8


class ApiError(ReconcilerError):
    """The API refused a request; `code` is its own (1004, …), `status` the HTTP one.

    `request` is "METHOD path" without query, host or secrets. `sent` is False where the request
    surely never reached the API.
    """

    def __init__(
        self,
        message: str,
        *,
        request: str,
        status: int | None = None,
        code: int | str | None = None,
        hint: str = "",
        sent: bool = True,
    ) -> None:
        super().__init__(message, hint=hint)
        self.request = request
        self.status = status
        self.code = code
        self.sent = sent


class AuthError(ApiError):
    """The credentials are wrong, or they may not do this."""

    exit_code = 4


class NotFoundError(ApiError):
    """There is no such object, or it is not ours to see."""


class ConflictError(ApiError):
    """Somebody else was faster, or the name is taken (HTTP 409, codes 1001 and 1004)."""


class ThrottledError(ApiError):
    """Too many requests, and the retries are used up."""

    exit_code = 8


class UnavailableError(ApiError):
    """No usable answer came, so it is unknown whether the request had an effect."""

    exit_code = 8
