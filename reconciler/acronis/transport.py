"""Requests with a token, and answers as JSON or as errors: for reading, and for writing as well."""

from typing import Any, ClassVar

from reconciler.acronis.bearer import Bearer, BearerAuth
from reconciler.acronis.line import Line
from reconciler.acronis.problem import error_of
from reconciler.acronis.reply import Reply
from reconciler.acronis.request import Request
from reconciler.errors import ApiError


class ReadTransport:
    """Sends GET, and nothing else but the request for a token."""

    methods: ClassVar = frozenset({"GET"})

    def __init__(self, line: Line, bearer: Bearer) -> None:
        self._line = line
        self._bearer = bearer

    def send(self, request: Request) -> Any:
        """The JSON of the answer, or None where it has no body.

        Raises ApiError as `reconciler.errors` maps them, and RuntimeError for a method that this
        transport is not there for.
        """
        if request.method not in self.methods:
            raise RuntimeError(f"{request} was sent through a transport that does not write")
        return self._answer(request, self._reply(request))

    def requests(self) -> dict[str, Any]:
        """How many requests went out, by endpoint, those for tokens included."""
        return self._line.tally.as_json()

    @property
    def achieved_rate(self) -> float:
        """Requests a second lately, on this host."""
        return self._line.limiter.achieved_rate

    def close(self) -> None:
        """Let the connections go."""
        self._line.session.close()

    def _reply(self, request: Request) -> Reply:
        """The reply, with a new token if the one there was is refused: a 401 executes nothing."""
        token = self._token()
        reply = self._line.send(request, BearerAuth(token))
        if reply.status == 401:
            reply = self._line.send(request, BearerAuth(self._token(refused=token)))
        return reply

    def _token(self, refused: str = "") -> str:
        """A token; without one the request itself is surely not sent."""
        try:
            return self._bearer.token(refused=refused)
        except ApiError as error:
            error.sent = False
            raise

    def _answer(self, request: Request, reply: Reply) -> Any:
        if 200 <= reply.status < 300 and reply.readable:
            return reply.json
        raise error_of(request, reply, secrets=self._bearer.secrets)


class WriteTransport(ReadTransport):
    """Sends everything."""

    methods: ClassVar = frozenset({"GET", "POST", "PUT", "DELETE"})
