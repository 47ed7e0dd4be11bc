"""Errors while an instance is read: they name it, and one of no class means an incomplete read."""

from collections.abc import Iterator
from contextlib import contextmanager

from reconciler.errors import ApiError, IncompleteReadError

HINT = "An answer is missing, and nothing is concluded from the rest. Run it again."


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Read the instance of this name in the block. Raises what the block raises, with its name.

    An answer such as 400 or 404 to what every instance has leaves the read incomplete.
    """
    try:
        yield
    except (ApiError, IncompleteReadError) as error:
        error.args = (f"{name}: {error}",)
        if isinstance(error, ApiError) and error.exit_code == ApiError.exit_code:
            raise IncompleteReadError(str(error), hint=error.hint or HINT) from error
        raise
