"""A clock that stands still until somebody sleeps, and then jumps."""

from dataclasses import dataclass, field
from math import inf
from threading import Lock

from reconciler.acronis.clock import Clock


@dataclass
class StillClock:
    """`slept` holds every wait; jitter is always its largest; `stopping_at` a run is to stop."""

    time: float = 1_000_000.0
    stopping_at: float = inf
    slept: list[float] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def sleep(self, seconds):
        with self._lock:
            self.slept.append(seconds)
            self.time += seconds

    def read(self):
        return self.time

    @property
    def clock(self):
        return Clock(
            now=self.read,
            monotonic=self.read,
            sleep=self.sleep,
            jitter=lambda: 1.0,
            stopping=lambda: self.stopping_at <= self.time,
        )
