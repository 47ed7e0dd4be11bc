"""A signal that a process sends itself at one of its requests to the API."""

import http.client
import os
import select
import signal
import threading
import time

import requests

BEFORE, ACTED, ANSWERED = "before", "acted", "answered"
"""Before it is sent; once the server has acted, with the answer still unread; once it is read."""
WHEN = (BEFORE, ACTED, ANSWERED)
LONGEST = 30.0
"""Seconds that a server may take to act."""
PAUSES = {signal.SIGKILL: LONGEST, signal.SIGSTOP: 0.2}
"""Seconds to wait for a signal's effect."""


class Trap:
    """Counts requests from 1, over all threads, and goes off at the one with number `at`."""

    def __init__(self, at: int, when: str, number: int = signal.SIGKILL) -> None:
        self._at, self._when, self._signal = at, when, number
        self._count, self._lock = 0, threading.Lock()
        self._chosen = threading.local()

    def set(self) -> None:
        """Get between the product and its connections."""
        send, getresponse = requests.Session.send, http.client.HTTPConnection.getresponse

        def trapped(session, request, **options):
            chosen = self._count_one()
            self._go_off(BEFORE, chosen)
            self._chosen.now = chosen
            response = send(session, request, **options)
            self._go_off(ANSWERED, chosen)
            return response

        def waited(connection):
            if self._when == ACTED and getattr(self._chosen, "now", False):
                select.select([connection.sock], [], [], LONGEST)
                self._go_off(ACTED, True)
            return getresponse(connection)

        requests.Session.send = trapped
        http.client.HTTPConnection.getresponse = waited

    def _count_one(self) -> bool:
        with self._lock:
            self._count += 1
            return self._count == self._at

    def _go_off(self, when: str, chosen: bool) -> None:
        if chosen and when == self._when:
            os.kill(os.getpid(), self._signal)
            # It may take a moment until this very thread is ended or stopped.
            time.sleep(PAUSES.get(self._signal, 0))
