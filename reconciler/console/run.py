"""Running a plan from the console: write clients, a bar, signals, and the result on disk."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import click
from rich.text import Text

from reconciler.acronis.client import WriteClient
from reconciler.acronis.clock import Clock
from reconciler.acronis.connect import connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.console.clock import timestamp
from reconciler.console.interrupt import interruptible
from reconciler.console.job import Job
from reconciler.console.options import home
from reconciler.console.output import hides
from reconciler.console.progress import counting
from reconciler.console.survey import total
from reconciler.executor import Outcome, execute
from reconciler.exits import apply_exit_code
from reconciler.report import Report
from reconciler.report.of_apply import report_of_result, result_document
from reconciler.report.pii import Mask, personal_values
from reconciler.report.printable import printable
from reconciler.results import make_room, save

CRASHED = 1
LOG = logging.getLogger("reconciler.run")


def run(job: Job, parallelism: int, *, pii: str | None) -> Report:
    """Make the changes, save the result, and tell what became of them.

    `pii` is what --pii says; it is for the failures that are told meanwhile. Raises
    ReconcilerError before anything is written if the result could not be saved.
    """
    make_room(home())
    name = secrets.token_hex(4)
    tell = Mask.of(job.document).text if hides(pii, "text") else str
    outcomes: list[Outcome] = []
    code = CRASHED
    with ExitStack() as stack:
        interrupt = stack.enter_context(interruptible())
        limiters = Limiters(Clock(stopping=interrupt.stop.is_set))
        clients = stack.enter_context(write_clients(job.gateways, limiters))
        running = execute(
            job.plan,
            clients,
            run=name,
            parallelism=parallelism,
            stop=interrupt.stop,
            at_once=interrupt.at_once,
        )
        try:
            outcomes.extend(_watched(running, len(job.plan.changes), tell))
            code = interrupt.exit_code or apply_exit_code(job.plan, outcomes)
        finally:  # a bug must not hide what has been written already
            counts = [dict(job.requests), *(client.requests() for client in clients.values())]
            pace = {"rate": round(limiters.achieved_rate, 1), "parallelism": parallelism}
            report = told(job, outcomes, {**total(counts), **pace}, code)
            if not _saved(report, name):
                report = replace(report, exit_code=code or CRASHED)
    return report


def _saved(report: Report, name: str) -> bool:
    """Whether the result was saved; why not is said at once, for the report is told anyway."""
    try:
        save(home(), report.as_json(), name)
    except OSError as error:
        why = error.strerror or error
        click.echo(f"The result could not be saved in {home() / 'results'}: {why}.", err=True)
        return False
    return True


def told(job: Job, outcomes: Sequence[Outcome], requests: Mapping[str, Any], code: int) -> Report:
    """What became of a job, as the report of a run."""
    document = result_document(
        job.plan,
        outcomes,
        digest=job.digest,
        timestamp=timestamp(),
        requests=requests,
        planned=len(job.document["resource_changes"]),
    )
    known = frozenset(personal_values(job.document))
    return replace(report_of_result(document, code), persons=known)


def _watched(
    outcomes: Iterator[Outcome], number: int, tell: Callable[[str], str]
) -> Iterator[Outcome]:
    """The outcomes, with a bar on a terminal and a line for each failure as it comes."""
    with counting("Applying", number) as progress:
        for outcome in outcomes:
            progress.advance(progress.task_ids[0])
            LOG.info(
                "%s %s: %s in %.2f s",
                outcome.action,
                outcome.address,
                outcome.status,
                outcome.seconds,
            )
            if outcome.error and outcome.status != "blocked":
                line = printable(f"{outcome.address}: {tell(outcome.error.message)}")
                progress.console.print(Text(line), soft_wrap=True)
            yield outcome


@contextmanager
def write_clients(
    doors: Mapping[str, Gateway], limiters: Limiters
) -> Iterator[dict[str, WriteClient]]:
    """Clients that may write, one for each instance; closed at the end."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(connect_write(door, home=home(), limiters=limiters))
            for name, door in doors.items()
        }
