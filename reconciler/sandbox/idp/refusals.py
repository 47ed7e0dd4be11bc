"""Errors of the identity provider: flat, unlike those of the API (RFC 6749, section 5.2)."""

from typing import Any

from reconciler.sandbox.problems import RefusedError


class TokenRefusedError(Exception):
    """A refusal in the words of the specification, with the HTTP status it is sent with."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(status, error, description)
        self.status = status
        self.error = error
        self.description = description

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the answer; `invalid_client` is as a real server was seen to answer it."""
        body = {"error": self.error, "error_description": self.description}
        if self.error == "invalid_client":
            body |= {"domain": "Access", "reason": "InvalidClient"}
        return body


def invalid(description: str) -> TokenRefusedError:
    """A request that makes no sense."""
    return TokenRefusedError(400, "invalid_request", description)


def denied(description: str, status: int = 401) -> TokenRefusedError:
    """Credentials that are wrong, or (403) a scope that is not theirs."""
    return TokenRefusedError(status, "access_denied", description)


def in_words_of_tokens(error: RefusedError) -> TokenRefusedError:
    """A refusal of the API as the identity provider would word it."""
    if error.status in (401, 403):
        return denied(error.info, error.status)
    return invalid(error.info)
