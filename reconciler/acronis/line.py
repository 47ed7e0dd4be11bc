"""The line to one gateway: tries of a request, repeated where that is safe, paced and counted."""

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import parsedate_to_datetime

import requests
from requests.auth import AuthBase

from reconciler.acronis.clock import Clock
from reconciler.acronis.limiter import Limiter, StoppingError
from reconciler.acronis.no_answer import why_none
from reconciler.acronis.problem import INTERNAL_ERROR, unanswered
from reconciler.acronis.reply import THROTTLED, NoAnswer, Reply
from reconciler.acronis.request import TOKEN_ENDPOINT, Request
from reconciler.acronis.tally import Tally

LOG = logging.getLogger("reconciler.acronis")
TIMEOUT = (10.0, 60.0)  # seconds to connect, and between bytes
TRIES = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
LONGEST_IN_ALL = 180.0
OVERLOADED = frozenset({THROTTLED, 503})
PASSING = frozenset({THROTTLED, 500, 502, 503, 504})

Result = Reply | NoAnswer


@dataclass(frozen=True, slots=True)
class Line:
    """`base` is the address that paths are put behind, `origin` the one that is shown."""

    session: requests.Session
    base: str
    origin: str
    limiter: Limiter
    clock: Clock = field(default_factory=Clock)
    tally: Tally = field(default_factory=Tally)

    def send(self, request: Request, auth: AuthBase) -> Reply:
        """The reply to the last try, whatever it says.

        A request is repeated where that cannot do harm: a GET, a PUT or DELETE (they carry a
        version, or set what is theirs whole), the token, and a POST that surely was not executed.
        Once the run is to stop no long wait is begun for another try. Raises UnavailableError if
        there was no answer.
        """
        tries, waited, repeated = 0, 0.0, False
        while True:
            result = self._try(request, auth)
            wait = self._wait(result, tries)
            tries, waited = tries + 1, waited + wait
            if tries == TRIES or waited > LONGEST_IN_ALL or not _repeatable(request, result):
                break
            LOG.info("%s %s; the next try is in %.1f s", request, _ending(result), wait)
            if not self.clock.wait_until(self.clock.monotonic() + wait):
                break
            repeated |= not request.reading and _maybe_done(result)
        if isinstance(result, NoAnswer):
            raise unanswered(request, result, origin=self.origin)
        return replace(result, repeated=repeated)

    def _try(self, request: Request, auth: AuthBase) -> Result:
        try:
            return self._in_turn(request, auth)
        except StoppingError:
            return NoAnswer("it was not sent, for the run is stopping", sent=False, final=True)

    def _in_turn(self, request: Request, auth: AuthBase) -> Result:
        with self.limiter.turn() as turn:
            self.tally.count(request)
            begun = self.clock.monotonic()
            result = self._exchange(request, auth)
            if isinstance(result, Reply):
                turn.answered, turn.throttled = True, result.status in OVERLOADED
                turn.retry_after = self._retry_after(result) or 0.0
        taken = 1000 * (self.clock.monotonic() - begun)
        LOG.debug("%s %s %d ms", request, _ending(result), taken)
        return result

    def _exchange(self, request: Request, auth: AuthBase) -> Result:
        try:
            response = self.session.request(
                request.method,
                self.base + request.path,
                params=request.query,
                json=request.body,
                data=request.form,
                auth=auth,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return why_none(error)
        return Reply(response.status_code, response.content, response.headers)

    def _wait(self, result: Result, waits: int) -> float:
        """Seconds until the next try: what the gateway asks for, or backoff with full jitter."""
        asked = self._retry_after(result) if isinstance(result, Reply) else None
        if asked is not None:
            return asked
        return self.clock.jitter() * min(LONGEST_WAIT, FIRST_WAIT * 2.0**waits)

    def _retry_after(self, reply: Reply) -> float | None:
        """Seconds, capped; the header holds seconds or an HTTP date."""
        text = reply.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit():
            return min(float(text), LONGEST_WAIT)
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(0.0, moment.timestamp() - self.clock.now()), LONGEST_WAIT)


def _repeatable(request: Request, result: Result) -> bool:
    if isinstance(result, NoAnswer) and result.final:
        return False
    if request.method == "POST" and request.endpoint != TOKEN_ENDPOINT:
        return not _maybe_done(result) and _passing(result)
    return _passing(result)


def _ending(result: Result) -> int | str:
    """How a try ended, for the log."""
    return result.status if isinstance(result, Reply) else result.why


def _passing(result: Result) -> bool:
    """Whether the next try may fare better."""
    if isinstance(result, NoAnswer):
        return True
    return result.status in PASSING or result.problem.code == INTERNAL_ERROR


def _maybe_done(result: Result) -> bool:
    """Whether it may have had its effect: anything but never sent, or throttled away."""
    return result.sent if isinstance(result, NoAnswer) else result.status != THROTTLED
