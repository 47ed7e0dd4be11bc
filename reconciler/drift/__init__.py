"""What is not as the manifests have it, and whether that was made outside. Pure."""

from reconciler.drift.compare import find_drift
from reconciler.drift.values import Drift, Drifts, Verdict

__all__ = ["Drift", "Drifts", "Verdict", "find_drift"]
