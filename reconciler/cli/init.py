"""`reconciler init`: a repository for manifests, with pipelines."""

from pathlib import Path

import click

from reconciler.console.command import reporting
from reconciler.report import Report
from reconciler.report.of_scaffold import report_of_scaffold
from reconciler.scaffold import scaffold


@click.command("init")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=".", metavar="[DIR]"
)
@reporting("text", "json")
def command(folder: Path) -> Report:
    """Write a ready repository: manifests, pipelines for GitHub and GitLab, and the tool pinned.

    Files that are there already are left alone.

    \b
      reconciler init
      reconciler init acronis-tenants
    """
    made = scaffold(folder)
    return report_of_scaffold(str(folder), made.written, made.kept)
