"""Customers by the thousand, below resellers of their own, as a grown MSP has them."""

from reconciler.sandbox.fleet.building import build

__all__ = ["build"]
