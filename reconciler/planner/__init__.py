"""Desired and live become a plan. Pure: no I/O, no clock."""

from reconciler.planner.make import Side, make_plan

__all__ = ["Side", "make_plan"]
