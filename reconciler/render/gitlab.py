"""GitLab's terraform report: the numbers that a merge request shows."""

import json

from reconciler.plan import Action
from reconciler.report import Report


def render(report: Report, *, color: bool) -> str:
    """The counts. An error that ended a command has none, which GitLab shows as a failed report."""
    counts = {str(action): report.counts[action] for action in Action if action in report.counts}
    return json.dumps(counts) + "\n"
