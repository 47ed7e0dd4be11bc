"""The time, read where commands begin: what they call is given it."""

from datetime import UTC, datetime


def timestamp() -> str:
    """Now, as RFC 3339 in UTC to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
