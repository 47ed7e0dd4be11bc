"""Time, chance and haste, as things that are given, so that tests never wait."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = 2.0  # seconds that are waited for though the run is to stop
SLICE = 0.5  # seconds between looks at whether it is


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` counts seconds since the epoch, `monotonic` only ever forward; `jitter` is 0 to 1.

    `stopping` says whether somebody wants the run to stop, so that no long wait is worth while.
    """

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    stopping: Callable[[], bool] = _never

    def wait_until(self, moment: float) -> bool:
        """Sleep until a moment of `monotonic`; False, and soon, if that is too long to stop."""
        while (left := moment - self.monotonic()) > 0:
            if left > PATIENCE and self.stopping():
                return False
            self.sleep(min(left, SLICE))
        return True
