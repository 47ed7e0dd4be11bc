"""Running a plan from the console: write clients, a bar, signals, and the result on disk."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import click

from reconciler.acronis.client import WriteClient
from reconciler.acronis.connect import connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.acronis.limiter import Limiters
from reconciler.console.clock import timestamp
from reconciler.console.interrupt import interruptible
from reconciler.console.options import home
from reconciler.console.progress import counting
from reconciler.console.survey import total
from reconciler.executor import Outcome, execute
from reconciler.exits import apply_exit_code
from reconciler.plan import Plan
from reconciler.report import Report
from reconciler.report.of_apply import apply_document, report_of_apply
from reconciler.results import save


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A plan that may be run: its digest, how to reach its instances, what was read for it."""

    plan: Plan
    digest: str
    gateways: Mapping[str, Gateway]
    requests: Mapping[str, Any]
    parallelism: int = 8


def run(job: Job) -> Report:
    """Make the changes, save the result, and tell what became of them."""
    name = secrets.token_hex(4)
    outcomes: list[Outcome] = []
    with interruptible() as interrupt, write_clients(job.gateways) as clients:
        running = execute(
            job.plan, clients, run=name, parallelism=job.parallelism, stop=interrupt.stop
        )
        try:
            outcomes.extend(_watched(running, len(job.plan.changes)))
        finally:  # a bug must not hide what has been written already
            counts = [client.requests() for client in clients.values()]
            report = _report(job, outcomes, [dict(job.requests), *counts], interrupt.exit_code)
            save(home(), report.as_json(), name)
    return report


def _report(
    job: Job, outcomes: Sequence[Outcome], counts: list[dict[str, Any]], interrupted: int
) -> Report:
    document = apply_document(
        job.plan,
        outcomes,
        digest=job.digest,
        timestamp=timestamp(),
        requests=total(counts),
    )
    code = interrupted or apply_exit_code(job.plan, outcomes)
    return report_of_apply(job.plan, outcomes, document, code)


def _watched(outcomes: Iterator[Outcome], number: int) -> Iterator[Outcome]:
    """The outcomes, with a bar on a terminal and a line for each failure as it comes."""
    with counting("Applying", number) as progress:
        for outcome in outcomes:
            progress.advance(progress.task_ids[0])
            if outcome.error and outcome.status != "blocked":
                click.echo(f"{outcome.address}: {outcome.error.message}", err=True)
            yield outcome


@contextmanager
def write_clients(doors: Mapping[str, Gateway]) -> Iterator[dict[str, WriteClient]]:
    """Clients that may write, one for each instance; closed at the end."""
    limiters = Limiters()
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(connect_write(door, home=home(), limiters=limiters))
            for name, door in doors.items()
        }
