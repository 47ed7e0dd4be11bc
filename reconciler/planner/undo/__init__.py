"""The inverse of a run: what it has done, taken back where that still can be. Pure."""

from reconciler.planner.undo.ended import Done, Ended
from reconciler.planner.undo.make import undo_plan

__all__ = ["Done", "Ended", "undo_plan"]
