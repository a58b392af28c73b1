"""Turns at heavy work that people ask for: few at once, the others wait a while, and nobody waits for ever."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from helpdesk.kernel.problems import Problem

AT_ONCE, WAIT_SECONDS = 2, 20.0


class Busy(Problem):
    """Too many ask for it; asking again helps."""

    status, code, words = 503, "busy", "Too many people are opening files. Please try again."


class Turns:
    """One kind of heavy work."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Let this many do it at once."""
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn and hold it meanwhile. Raises `Busy` after WAIT_SECONDS."""
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise Busy
        try:
            yield
        finally:
            self._free.release()
