"""How fast a gateway may be asked: freely, until it says that it is too much.

No limit is published for this API, so it is found: a throttled answer halves what may be in
flight and the rate, an answer that is not raises both a little (additive increase,
multiplicative decrease, as in TCP).
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from threading import Condition, Lock

from reconciler.acronis.clock import Clock

WINDOW = 10.0  # seconds
SLOWEST = 0.5  # requests a second
RISE = 4.0  # requests a second, every second


class StoppingError(Exception):
    """There is no leave yet, and nobody waits for it any more."""


@dataclass(slots=True)
class Turn:
    """One request's leave to go out."""

    halvings: int = 0
    answered: bool = False
    throttled: bool = False
    retry_after: float = 0.0


@dataclass(slots=True)
class Limiter:
    """One per host, shared by all who ask it. `width` is requests in flight, `rate` per second."""

    clock: Clock = field(default_factory=Clock)
    width: float = inf
    rate: float = inf
    _free: Condition = field(default_factory=Condition)
    _in_flight: int = 0
    _next: float = -inf
    _paused: float = -inf
    _halvings: int = 0
    _starts: deque[float] = field(default_factory=deque)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait for leave; say on the turn what the gateway answered.

        Raises StoppingError if the run is to stop and leave is long in coming.
        """
        with self._free:
            self._free.wait_for(lambda: self._in_flight + 1 <= self.width)
            self._in_flight += 1
            start = self._reserve()
        turn = Turn()
        try:
            while (moment := max(start, self._paused)) > self.clock.monotonic():
                if not self.clock.wait_until(moment):
                    raise StoppingError
            turn.halvings = self._halvings
            yield turn
        finally:
            self._end(turn)

    @property
    def achieved_rate(self) -> float:
        """Requests a second, over the last ten seconds at most."""
        with self._free:
            return self._achieved()

    def _reserve(self) -> float:
        start = max(self.clock.monotonic(), self._next)
        self._next = start + 1 / self.rate
        self._starts.append(start)
        while self._starts[0] < start - WINDOW:
            self._starts.popleft()
        return start

    def _achieved(self) -> float:
        now = self.clock.monotonic()
        begun = [start for start in self._starts if now - WINDOW <= start <= now]
        return len(begun) / max(1.0, now - begun[0]) if begun else 0.0

    def _end(self, turn: Turn) -> None:
        with self._free:
            if turn.throttled:
                self._slow_down(turn)
            elif turn.answered:
                self.width += 1 / self.width
                self.rate += min(1.0, RISE / self.rate)
            self._in_flight -= 1
            self._free.notify_all()

    def _slow_down(self, turn: Turn) -> None:
        now = self.clock.monotonic()
        self._paused = max(self._paused, now + turn.retry_after)
        # Requests that were out already when it was halved tell nothing new.
        if turn.halvings < self._halvings:
            return
        self._halvings += 1
        self.width = max(1.0, min(self.width, self._in_flight) / 2)
        self.rate = max(SLOWEST, min(self.rate, self._achieved()) / 2)


@dataclass(slots=True)
class Limiters:
    """The limiters by origin, so that two instances on one host share one."""

    clock: Clock = field(default_factory=Clock)
    _known: dict[str, Limiter] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, origin: str) -> Limiter:
        """The one limiter of this origin."""
        with self._lock:
            return self._known.setdefault(origin, Limiter(self.clock))

    @property
    def achieved_rate(self) -> float:
        """Requests a second lately, to all of them together."""
        with self._lock:
            return sum(limiter.achieved_rate for limiter in self._known.values())
