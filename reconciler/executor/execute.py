"""The queue of a run: steps start as soon as what they need is done."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event

from reconciler.acronis.client import WriteClient
from reconciler.errors import ReconcilerError
from reconciler.executor.attempt import attempt
from reconciler.executor.outcome import Outcome, Problem, Status, failure
from reconciler.executor.steps import Step, has_seal, only_seals, steps_of
from reconciler.executor.workshop import Workshop
from reconciler.plan import Address, Plan


@dataclass(frozen=True, slots=True)
class Result:
    """How one step ended."""

    status: Status
    error: Problem | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class _Run:
    """Where a run stands: what has ended, what is under way, what is still to come."""

    needs: Mapping[Step, frozenset[Step]]
    attempt: Callable[[Step], Result]
    pool: ThreadPoolExecutor
    stop: Event
    ended: dict[Step, Result] = field(default_factory=dict)
    running: dict[Future[Result], Step] = field(default_factory=dict)
    waiting: dict[Step, set[Step]] = field(default_factory=dict)
    needed_by: dict[Step, list[Step]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.waiting = {step: set(needed) for step, needed in self.needs.items()}
        for step, needed in self.needs.items():
            for other in needed:
                self.needed_by[other].append(step)
        for step in [step for step, needed in self.waiting.items() if not needed]:
            self._start(step)

    def next_ended(self) -> Iterator[Step]:
        """The steps that end next, and those that a failure among them keeps from starting."""
        done, _ = wait(self.running, return_when=FIRST_COMPLETED)
        for future in done:
            step = self.running.pop(future)
            yield from self._end(step, future.result())

    def _end(self, step: Step, result: Result) -> Iterator[Step]:
        self.ended[step] = result
        yield step
        for later in self.needed_by[step]:
            if later not in self.waiting:
                continue  # held up already, by another step that a failure has held up
            self.waiting[later].discard(step)
            if result.status is not Status.DONE:
                del self.waiting[later]
                yield from self._end(later, _held_up(step, result))
            elif not self.waiting[later]:
                self._start(later)

    def _start(self, step: Step) -> None:
        del self.waiting[step]
        self.running[self.pool.submit(self._unless_stopped, step)] = step

    def _unless_stopped(self, step: Step) -> Result:
        return Result(Status.NOT_STARTED) if self.stop.is_set() else self.attempt(step)


def execute(
    plan: Plan,
    clients: Mapping[str, WriteClient],
    *,
    run: str,
    parallelism: int = 8,
    stop: Event | None = None,
) -> Iterator[Outcome]:
    """Run a plan, yielding the outcome of each change as it comes.

    `clients` are by instance, `run` is eight hexadecimal digits that name the run in mail
    marks. A failure stops only what needs it. Once `stop` is set no further step starts.
    """
    workshop = Workshop(plan, run)

    def attempt_step(step: Step) -> Result:
        api = clients[step.address.instance]
        began = time.monotonic()
        try:
            attempt(step, api, workshop.work_for(step.change, api))
        except ReconcilerError as error:
            status, problem = failure(error)
            return Result(status, problem, time.monotonic() - began)
        return Result(Status.DONE, None, time.monotonic() - began)

    with ThreadPoolExecutor(parallelism) as pool:
        state = _Run(steps_of(plan), attempt_step, pool, stop or Event())
        while state.running:
            for step in state.next_ended():
                if outcome := _outcome(step, state.ended):
                    yield outcome


def _outcome(step: Step, ended: Mapping[Step, Result]) -> Outcome | None:
    """The outcome of the step's change, if this was its last step."""
    change = step.change
    if not has_seal(change):
        return _told(step, ended[step])
    doing, sealing = Step.of(change), Step.of(change, sealing=True)
    if doing not in ended or sealing not in ended:
        return None
    first, last = ended[doing], ended[sealing]
    held_up = last.status in (Status.BLOCKED, Status.NOT_STARTED)
    decisive = first if held_up and not only_seals(change) else last
    seconds = first.seconds + last.seconds
    return _told(step, Result(decisive.status, decisive.error, seconds))


def _told(step: Step, result: Result) -> Outcome:
    return Outcome(
        address=step.address,
        action=step.change.action,
        status=result.status,
        error=result.error,
        seconds=result.seconds,
    )


def _held_up(needed: Step, result: Result) -> Result:
    """What becomes of a step when one that it needs has not been done."""
    if result.status is Status.NOT_STARTED:
        return Result(Status.NOT_STARTED)
    return Result(Status.BLOCKED, Problem(message=f"needs {_origin(needed.address, result)}"))


def _origin(address: Address, result: Result) -> str:
    """The address at the root of the trouble, through however many blocked steps."""
    if result.status is Status.BLOCKED and result.error:
        return result.error.message.removeprefix("needs ")
    return str(address)
