"""What the API says when it refuses: one table of codes, one shape of body.

Codes and meanings are the vendor's published list (error codes 1000 to 1035). Of the HTTP statuses
only 400 for 1006 is documented by a real answer; the others are the likeliest reading.
"""

from collections.abc import Mapping
from typing import Any

DOMAIN = "PlatformAccountServer"

PROBLEMS: Mapping[int, tuple[int, str]] = {
    400: (400, "Bad Request"),
    401: (401, "Unauthorized"),
    403: (403, "Forbidden"),
    404: (404, "Not found"),
    405: (405, "Method Not Allowed"),
    406: (406, "Not Acceptable"),
    409: (409, "Conflict"),
    413: (413, "Payload Too Large"),
    415: (415, "Unsupported Media Type"),
    429: (429, "Too Many Requests"),
    500: (500, "Internal Server Error"),
    502: (502, "Bad Gateway"),
    503: (503, "Service Unavailable"),
    504: (504, "Gateway Timeout"),
    1000: (500, "Internal system error."),
    1001: (409, "Version mismatch."),
    1002: (403, "Access denied."),
    1003: (400, "Parent tenant is disabled."),
    1004: (409, "Tenant name conflict."),
    1005: (404, "Tenant not found."),
    1006: (400, "It is prohibited to delete a non-disabled tenant."),
    1007: (400, "Tenant cannot be moved under its own child."),
    1008: (400, "Tenant cannot be moved within a customer."),
    1009: (400, "Storage in use cannot be removed."),
    1010: (409, "File Sync & Share e-mail conflict."),
    1011: (409, "Deprovisioning is in progress."),
    1012: (400, "Tenant is locked."),
    1013: (400, "Tenant cannot be moved under a disabled tenant."),
    1014: (400, "Offering items are not available in the target tenant."),
    1015: (400, "Infrastructure component conflict."),
    1016: (400, "A storage with child storages cannot be turned off."),
    1017: (400, "The default storage cannot be turned off."),
    1018: (400, "User is disabled."),
    1019: (400, "Backup service is not available."),
    1020: (400, "A machine can be registered by a service user only."),
    1021: (400, "Offering item is not available."),
    1022: (400, "Hard quota is exceeded."),
    1023: (400, "Offering item dependency error."),
    1024: (400, "Address is forbidden."),
    1025: (400, "SMTP settings are wrong."),
    1026: (400, "Service cannot be enabled."),
    1027: (400, "Business rules are violated."),
    1028: (409, "Guest user is already created."),
    1029: (409, "Storage deprovisioning is in progress."),
    1030: (400, "File Sync & Share users quota is exceeded."),
    1031: (400, "Location conflict."),
    1032: (400, "Target hierarchy is devoid of the locking tenant."),
    1033: (400, "Login is invalid."),
    1034: (400, "Legal document is not accepted."),
    1035: (400, "Offering items are legally blocked in the target tenant."),
}


class RefusedError(Exception):
    """A refusal; `info` says what exactly, `context` names the objects it is about."""

    def __init__(self, code: int, info: str = "", **context: object) -> None:
        super().__init__(code, info)
        self.code = code
        self.info = info
        self.context = context

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return status_of(self.code)

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        return body_of(self.code, self.info, self.context)


def status_of(code: int) -> int:
    """The HTTP status that a code is sent with; a code nobody knows is a bad request."""
    return PROBLEMS.get(code, (400, ""))[0]


def body_of(
    code: int, info: str = "", context: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """An error as the API writes it (a real one is in the vendor's list of codes)."""
    message = PROBLEMS.get(code, (400, "Error"))[1]
    details: dict[str, Any] = {"info": info or message}
    if context:
        details["addition"] = [dict(context)]
    return {
        "error": {
            "code": code,
            "message": message,
            "details": details,
            "context": dict(context or {}),
            "domain": DOMAIN,
        }
    }
