"""Is a saved plan still true? Only what it touches is read again."""

from reconciler.recheck.compare import recheck

__all__ = ["recheck"]
