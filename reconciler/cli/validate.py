"""`reconciler validate`: every rule that needs no API."""

from collections.abc import Sized
from pathlib import Path

import click

from reconciler.console.command import reporting
from reconciler.console.options import DEFAULT_PATH, known_codes, with_paths, with_strict
from reconciler.manifest.load import check, error_of
from reconciler.report import Report
from reconciler.report.of_findings import report_of_findings


@click.command("validate")
@with_paths
@click.option(
    "--ack",
    "acks",
    multiple=True,
    metavar="CODE",
    callback=known_codes,
    help="Acknowledge a kind of finding.",
)
@with_strict
@reporting("text", "json", "markdown", "junit", "sarif", "github")
def command(paths: tuple[Path, ...], acks: tuple[str, ...], strict: bool) -> Report:
    """Check the manifests, offline: all problems of all files at once.

    \b
    Exits with 0 if they are valid and with 3 if not.
      reconciler validate
      reconciler validate manifests/ --strict -o json
    """
    codes = {ack.split(":")[0] for ack in acks}
    checked = check(paths or (DEFAULT_PATH,), strict=strict, acks=codes)
    manifest = checked.manifest
    subject = (
        f"{_count(manifest.accounts, 'account')}, {_count(manifest.subscriptions, 'subscription')}"
        if manifest
        else ""
    )
    code = 0 if manifest else error_of(checked.findings).exit_code
    return report_of_findings(checked.findings, code, subject)


def _count(entries: Sized, noun: str) -> str:
    return f"{len(entries)} {noun}{'s' * (len(entries) != 1)}"
