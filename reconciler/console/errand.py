"""An errand: a plan of its own beside what the manifests ask for, shown, approved and run."""

from collections.abc import Callable
from dataclasses import replace

import click

from reconciler.console.approval import approve
from reconciler.console.job import Job
from reconciler.console.lock import locked
from reconciler.console.options import Returned, home
from reconciler.console.run import run, told
from reconciler.console.survey import Prepared, Survey, survey
from reconciler.exits import apply_exit_code
from reconciler.plan import Plan
from reconciler.planfile import document_of
from reconciler.report import Report


def errand(
    prepared: Prepared,
    planned: Callable[[Survey], Plan],
    *,
    auto_approve: bool,
    lock_timeout: float,
    pii: str | None,
    idle: str = "",
) -> Report:
    """Look, plan, ask and run, while no other apply runs. Raises what each of these raises.

    `idle` is the verdict where the plan comes to nothing, with what it has to tell all the same.
    """
    with locked(prepared.gateways.values(), home(), lock_timeout):
        found = survey(prepared)
        plan = planned(found)
        job = Job(
            plan=plan,
            document=document_of(plan),
            gateways=prepared.gateways,
            requests=found.requests,
        )
        if idle and not plan.changes:
            report = told(job, (), job.requests, apply_exit_code(plan, ()))
            return replace(report, verdict=idle, findings=plan.findings)
        approve(job, prepared.scope.acks, digest=None, asked=not auto_approve, pii=pii)
        return run(job, prepared.scope.parallelism, pii=pii)


def asking(command: Callable[..., Returned]) -> Callable[..., Returned]:
    """Give a command --auto-approve and --lock-timeout."""
    for option in (
        click.option("--auto-approve", is_flag=True, help="Do not ask."),
        click.option(
            "--lock-timeout",
            type=click.FloatRange(min=0),
            default=60,
            show_default=True,
            metavar="SECONDS",
            help="Wait so long for another apply.",
        ),
    ):
        command = option(command)
    return command
