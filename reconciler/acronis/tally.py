"""How many requests went out, by endpoint."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from reconciler.acronis.request import Request


@dataclass(slots=True)
class Tally:
    """Counts every try, also those that got no answer."""

    _counts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def count(self, request: Request) -> None:
        """One more."""
        with self._lock:
            self._counts[request.template, request.reading] += 1

    def as_json(self) -> dict[str, Any]:
        """The `requests` of a plan: read, write, and by_endpoint ("GET /tenants"), sorted."""
        with self._lock:
            counts = sorted(self._counts.items())
        return {
            "read": sum(number for (_, reading), number in counts if reading),
            "write": sum(number for (_, reading), number in counts if not reading),
            "by_endpoint": {template: number for (template, _), number in counts},
        }
