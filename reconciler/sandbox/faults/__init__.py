"""Trouble to order: which request gets which fault, and what the fault makes of its answer."""

from reconciler.sandbox.faults.fault import Effect, Fault
from reconciler.sandbox.faults.orders import add, concerned, listed, ordered, remove, strike

__all__ = ["Effect", "Fault", "add", "concerned", "listed", "ordered", "remove", "strike"]
