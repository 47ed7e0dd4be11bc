"""Is a saved plan still true? What it touches is read again, or everything if asked."""

from reconciler.recheck.again import Look, read_again, read_all
from reconciler.recheck.compare import recheck

__all__ = ["Look", "read_again", "read_all", "recheck"]
