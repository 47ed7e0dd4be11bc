"""`reconciler show`: a saved plan or result, told again."""

from pathlib import Path
from typing import Any

import click

from reconciler.console.command import reporting
from reconciler.errors import UsageError
from reconciler.planfile import plan_of, read_document
from reconciler.report import Report
from reconciler.report.of_apply import report_of_result
from reconciler.report.of_plan import report_of_plan


@click.command("show")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@reporting("text", "json", "markdown", "html", "gitlab", "junit", "github")
def command(file: Path) -> Report:
    """Show a saved plan, or the result of a run, in any format.

    \b
      reconciler show plan.json
      reconciler show .reconciler/results/2026-01-31T120000Z-9c1e02ab.json
    """
    document = read_document(file)
    if "outcomes" in document:
        return _result(file, document)
    if "resource_changes" not in document:
        raise UsageError(f"{file} is no plan and no result of this tool.")
    return report_of_plan(plan_of(document), document, 0)


def _result(file: Path, document: dict[str, Any]) -> Report:
    try:
        return report_of_result(document, 0)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{file} is not a whole result of this tool: {error}.") from error
