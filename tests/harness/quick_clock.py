"""A clock for the product that jumps ahead where it would wait, so that no test sleeps."""

import random
import time
from threading import Lock


class QuickClock:
    """Real time, plus all that has been slept."""

    def __init__(self):
        self._skipped = 0.0
        self._lock = Lock()

    def now(self):
        return time.time() + self._skipped

    def monotonic(self):
        return time.monotonic() + self._skipped

    def sleep(self, seconds):
        with self._lock:
            self._skipped += seconds

    def defaults(self):
        """In the order of the fields of `reconciler.acronis.clock.Clock`."""
        return self.now, self.monotonic, self.sleep, random.random, bool
