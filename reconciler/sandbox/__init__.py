"""A stand-in for the Acronis Account Management API v2, on SQLite and without the vendor."""

from reconciler.sandbox.embedded import Sandbox, open_sandbox
from reconciler.sandbox.gateway import DroppedError
from reconciler.sandbox.world import World

__all__ = ["DroppedError", "Sandbox", "World", "open_sandbox"]
