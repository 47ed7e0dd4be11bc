"""Running a plan, concurrently, in the order of needs. The only place that writes to the API."""

from reconciler.executor.execute import execute
from reconciler.executor.outcome import Outcome, Problem, Status

__all__ = ["Outcome", "Problem", "Status", "execute"]
