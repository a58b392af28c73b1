"""The only reader of the wall clock, so that a test (or a replay) can say what time it is."""

from datetime import UTC, datetime, timedelta

_frozen: list[datetime] = []


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def freeze(at: datetime | None = None) -> datetime:
    """Stop the clock at an instant (default: the present) until `thaw`; tests only."""
    _frozen[:] = [at or datetime.now(UTC)]
    return _frozen[-1]


def tick(step: timedelta = timedelta(seconds=1)) -> datetime:
    """Move a frozen clock forward and return the new instant."""
    _frozen[-1] += step
    return _frozen[-1]


def thaw() -> None:
    """Let the clock run again."""
    _frozen.clear()
