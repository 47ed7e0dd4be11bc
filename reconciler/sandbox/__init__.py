"""A stand-in for the Acronis Account Management API v2, on SQLite and without the vendor."""

from reconciler.sandbox.embedded import Sandbox, open_sandbox
from reconciler.sandbox.gateway import DroppedError
from reconciler.sandbox.switches import Switches
from reconciler.sandbox.world import World

__all__ = ["DroppedError", "Sandbox", "Switches", "World", "open_sandbox"]
