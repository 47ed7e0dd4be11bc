"""A report made again from its JSON: of a plan, of a result, or of the error that came instead."""

from collections.abc import Mapping
from typing import Any

from reconciler.errors import UsageError
from reconciler.planfile import plan_of
from reconciler.report.of_apply import report_of_result
from reconciler.report.of_error import report_of_stop
from reconciler.report.of_plan import report_of_plan
from reconciler.report.values import Report


def report_of_document(document: Mapping[str, Any]) -> Report:
    """The report whose JSON this is, with its exit code.

    Raises UsageError if it is none of them, and StalePlanError for a plan that was edited.
    """
    try:
        code = int(document.get("exit_code", 0))
        if "outcomes" in document:
            return report_of_result(document, code)
        if "error" in document:
            return report_of_stop(document, code)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"This is not a whole report of this tool: {error}.") from error
    return report_of_plan(plan_of(document), document, code)
