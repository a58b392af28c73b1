"""What a worker does early for jobs that wait: their first, reading steps together, and the next one's slow call.

Only for kinds that allow it (`job(ahead=…)`). Nothing is decided early: each job still ends in its own turn and its own
unit, where it looks again; what comes of its first step and its call is only there already.
"""

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from typing import Any

from flask import current_app
from flask.ctx import AppContext

from helpdesk.kernel.db import unit
from helpdesk.kernel.jobs import Kind, Outside, kind_named
from helpdesk.kernel.lanes import JOBS_AT_ONCE, LANES_AT_ONCE, Turn

log = logging.getLogger("helpdesk.worker")
MOST = LANES_AT_ONCE * JOBS_AT_ONCE
TWO = 2  # A job alone takes its first step in its turn.


class Lookahead:
    """The jobs of one worker's round, in the order in which they will have their turn."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._begun: dict[int, Outside] = {}
        self._waiting: deque[int] = deque()
        self._called: tuple[int, Future[Any]] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def read(self, turns: Sequence[Turn]) -> None:
        """Take the first steps of those jobs that allow it, in one reading unit; what failed before has to wait."""
        self._begun, self._waiting = {}, deque()
        early = [(kind, turn) for turn in turns if (kind := _allows(turn))][:MOST]
        if len(early) < TWO:
            return
        try:
            with unit(write=False):
                self._begun = _first_steps(early)
        except Exception:  # Each takes its step in its own turn then, and the one that is to blame fails alone.
            log.warning("lookahead_failed", exc_info=True)
        self._waiting = deque(self._begun)

    def taken(self, turn: Turn) -> Outside | None:
        """Return what came of the job's first step, if it was taken already."""
        return self._begun.pop(turn.id, None)

    def result(self, turn: Turn, outside: Outside) -> Any:
        """Return what the job's call gives, or raise what it raises; the call of the next job begins meanwhile."""
        called, self._called = self._called, None
        try:
            return called[1].result() if called and called[0] == turn.id else outside.call()
        finally:
            self._begin_next()

    def _begin_next(self) -> None:
        while self._waiting:
            identity = self._waiting.popleft()
            outside = self._begun.get(identity)
            if outside is not None:
                self._pool = self._pool or ThreadPoolExecutor(1, "lookahead", _enter, (current_app.app_context(),))
                self._called = identity, self._pool.submit(outside.call)
                return


def _allows(turn: Turn) -> Kind | None:
    kind = kind_named(turn.kind)
    return kind if kind is not None and kind.ahead is not None and not turn.attempts else None


def _first_steps(early: list[tuple[Kind, Turn]]) -> dict[int, Outside]:
    begun: dict[int, Outside] = {}
    for kind, some in groupby(early, lambda one: one[0]):
        turns = [turn for _kind, turn in some]
        read = kind.ahead([turn.payload for turn in turns]) if kind.ahead else None
        for turn in turns:
            outcome = kind.run(**turn.payload)
            if isinstance(outcome, Outside):
                begun[turn.id] = outcome
        del read  # Held until here, so that the session still knows what it read.
    return begun


def _enter(context: AppContext) -> None:
    """Let calls know the configuration. The thread keeps the context, as making one costs more than most calls."""
    context.push()
