"""What is read for every message and hardly ever changes, kept beside each connection until one of its events happens.

One small statement a unit asks how many such events there are (SQLite tells for less that nobody else wrote at all);
while that is what it was, nothing else is read. So a change holds from its commit on, in every process. A unit that
makes a change itself reads the truth and keeps nothing.
"""

import time
from collections.abc import Callable
from functools import cache
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select

from helpdesk.kernel.db import core, memo, table_of
from helpdesk.kernel.events import Event, EventRow, projects
from helpdesk.kernel.sqlite_mode import written_by_others

STALE_SECONDS = 60.0  # What was changed without an event, by hand, is seen in the end.
GENERATION, CHANGED, SEEN = "remembered.generation", "remembered.changed", "remembered.seen"
T = TypeVar("T")
_names: set[str] = set()


class Remembered(Generic[T]):
    """A value that `read` finds in the database, and that changes only in units that record one of `events`."""

    def __init__(self, name: str, read: Callable[[], T], *events: type[Event]) -> None:
        """Begin to listen; `name` is unique in the program."""
        self._key, self._read = f"remembered.{name}", read
        _names.update(event.name for event in events)
        _since.cache_clear()
        projects(*events)(_note_change)

    def __call__(self) -> T:
        """Return the value as this unit sees it."""
        if CHANGED in memo():
            return self._read()
        generation, info = _generation(), core().info
        known: tuple[object, float, T] | None = info.get(self._key)
        if known is None or known[0] != generation or time.monotonic() - known[1] > STALE_SECONDS:
            known = info[self._key] = generation, time.monotonic(), self._read()
        return known[2]


def _note_change(_event: Event, _row: EventRow) -> None:
    memo()[CHANGED] = True
    core().info.pop(SEEN, None)


def _generation() -> tuple[int, int]:
    """Return how many changes there were and which was the last: ids alone may commit out of order on PostgreSQL."""
    found: tuple[int, int] | None = memo().get(GENERATION)
    if found is None:
        connection = core()
        version, found = connection.info.get(SEEN, (None, None))
        now = written_by_others(connection)
        if found is None or now is None or now != version:
            count, last = connection.execute(_since()).one()
            found = count, last
            connection.info[SEEN] = now, found
        memo()[GENERATION] = found
    return found


@cache
def _since() -> Select[int, int]:
    """Build the statement once, when everybody has said which events count; it reads one index and no row."""
    columns = table_of(EventRow).c
    return select(func.count(), func.max(columns.id)).where(columns.name.in_(sorted(_names)))
