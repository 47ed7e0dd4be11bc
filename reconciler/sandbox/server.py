"""The sandbox over HTTP, by waitress."""

import logging
import socket
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import waitress.server
from waitress.channel import ClientDisconnected

from reconciler.sandbox.gateway import SIDE_DOOR, DroppedError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# More than the 64 clients that a large run has, so that the side door is never kept waiting.
THREADS = 96


class Server:
    """A listening socket; `url` is valid at once, requests are answered within `run`.

    Raises `OSError` for an address that cannot be had.
    """

    def __init__(self, wsgi: "WSGIApplication", host: str, port: int, latency_ms: int = 0) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Not by waitress, which leaves the socket open when the port is taken.
        listening = socket.create_server((host, port), family=family, backlog=1024)
        self._server = waitress.server.create_server(
            _served(wsgi, latency_ms), sockets=[listening], threads=THREADS, connection_limit=1000
        )
        # It warns of every request that has to wait, which is no news to who tests with a crowd.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{listening.getsockname()[1]}"

    def run(self) -> None:
        """Answer requests until an exception, such as a signal's, ends it."""
        self._server.run()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def _served(wsgi: "WSGIApplication", latency_ms: int) -> Callable[..., Iterable[bytes]]:
    def served(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if latency_ms and not environ["PATH_INFO"].startswith(SIDE_DOOR):
            time.sleep(latency_ms / 1000)
        try:
            return wsgi(environ, start_response)
        except DroppedError as error:
            # The one exception that makes waitress close the connection without a word.
            raise ClientDisconnected from error

    return served
