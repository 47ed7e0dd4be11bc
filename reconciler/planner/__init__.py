"""Desired and live become a plan. Pure: no I/O, no clock."""

from reconciler.planner.instances import Side
from reconciler.planner.make import make_plan

__all__ = ["Side", "make_plan"]
