"""The queue of a run: steps start as soon as what they need is done."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain
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
    """How one step ended; `ids` are those of tenant and user, as far as they are known then."""

    status: Status
    error: Problem | None = None
    seconds: float = 0.0
    ids: tuple[str, str] = ("", "")


Running = Future[Result]
LOOK = 0.2
"""Seconds between two looks at whether somebody wants the run to end at once."""
LEFT = "it was under way when the run was stopped at once."


class _Run:
    """Where a run stands: what is ready, what is under way, what has ended."""

    def __init__(self, needs: Mapping[Step, frozenset[Step]], start: Callable[[Step], Running]):
        self.start = start
        self.ended: dict[Step, Result] = {}
        self.running: dict[Running, Step] = {}
        self.waiting = {step: set(needed) for step, needed in needs.items() if needed}
        self.ready = deque(step for step, needed in needs.items() if not needed)
        self.needed_by: dict[Step, list[Step]] = defaultdict(list)
        self.bug: BaseException | None = None
        for step, needed in needs.items():
            for other in needed:
                self.needed_by[other].append(step)

    def begin(self, most: int) -> None:
        """Start what is ready, as long as no more than `most` steps are under way."""
        while self.ready and len(self.running) < most:
            step = self.ready.popleft()
            self.running[self.start(step)] = step

    def go_on(self, most: int) -> Iterator[Step]:
        """The steps that end next, and those that a failure among them keeps from starting."""
        self.begin(most)
        done, _ = wait(self.running, timeout=LOOK, return_when=FIRST_COMPLETED)
        for future in done:
            yield from self._end(self.running.pop(future), self._result(future))

    def abandon(self) -> Iterator[Step]:
        """Give up what is ready and not started, and with it all that needs it.

        Except for seals: they only note what has been done already, as that a mail was sent.
        """
        given_up = [step for step in self.ready if not step.sealing]
        self.ready = deque(step for step in self.ready if step.sealing)
        for step in given_up:
            yield from self._end(step, Result(Status.NOT_STARTED))

    def leave(self) -> Iterator[Step]:
        """Give up everything, also what is under way: nobody waits to see how that ends."""
        for future, step in self.running.items():
            left = Result(Status.UNKNOWN, Problem(message=LEFT))
            yield from self._end(step, self._result(future) if future.done() else left)
        self.running = {}
        while self.ready:
            yield from self._end(self.ready.popleft(), Result(Status.NOT_STARTED))

    def _result(self, future: Running) -> Result:
        bug = future.exception()
        if bug is None:
            return future.result()
        self.bug = self.bug or bug
        return Result(Status.UNKNOWN, Problem(message=f"a mistake in this program: {bug!r}"))

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
                del self.waiting[later]
                self.ready.append(later)


def execute(
    plan: Plan,
    clients: Mapping[str, WriteClient],
    *,
    run: str,
    parallelism: int = 8,
    stop: Event | None = None,
    at_once: Event | None = None,
) -> Iterator[Outcome]:
    """Run a plan, yielding the outcome of each change as it comes.

    `clients` are by instance, `run` is eight hexadecimal digits that name the run in mail
    marks. A failure stops only what needs it. Once `stop` is set no further step starts, but
    accounts that are done are sealed. Once `at_once` is set nothing is waited for any more: what
    is under way is unknown, and threads are left behind. A mistake in this program stops the run
    as `stop` does, and is raised at its end.
    """
    workshop = Workshop(plan, run)
    stopped, left = stop or Event(), at_once or Event()

    def attempt_step(step: Step) -> Result:
        api = clients[step.address.instance]
        began = time.monotonic()
        status, problem = Status.DONE, None
        try:
            attempt(step, api, workshop.work_for(step.change, api))
        except ReconcilerError as error:
            status, problem = failure(error)
        return Result(status, problem, time.monotonic() - began, workshop.ids_of(step.change))

    pool = ThreadPoolExecutor(parallelism)
    state = _Run(steps_of(plan), lambda step: pool.submit(attempt_step, step))
    try:
        while state.ready or state.running:
            over = stopped.is_set() or state.bug is not None
            given_up = state.abandon() if over else ()
            going_on = state.leave() if left.is_set() else state.go_on(parallelism)
            for step in chain(given_up, going_on):
                if outcome := _outcome(step, state.ended):
                    yield outcome
    finally:
        pool.shutdown(wait=not left.is_set(), cancel_futures=True)
    if state.bug:
        raise state.bug


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
    return _told(step, Result(decisive.status, decisive.error, seconds, decisive.ids))


def _told(step: Step, result: Result) -> Outcome:
    return Outcome(
        address=step.address,
        action=step.change.action,
        status=result.status,
        error=result.error,
        seconds=result.seconds,
        tenant_id=result.ids[0],
        user_id=result.ids[1],
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
