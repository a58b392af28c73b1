"""Counting working time between instants: several intervals a day, 24:00 as an end, changes of the clocks, holidays.

An instant is open when the clock on the wall there shows a time within an interval of its weekday. So an hour that the
wall clock skips counts nothing, and one that it shows twice counts twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
FARTHEST = timedelta(days=3653)
AROUND = timedelta(hours=15)  # No zone is farther from UTC.
SECOND = timedelta(seconds=1)

Span = tuple[int, int]
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Calendar:
    """Working hours in a zone: seven tuples, Monday first, of sorted spans (from, to) in minutes of the day."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def after(self, start: datetime, seconds: float) -> datetime:
        """Return the first instant by which so many seconds (more than 0) of working time have passed since `start`.

        A calendar that never opens gives an instant ten years away.
        """
        left = timedelta(seconds=seconds)
        for begins, ends in self._open_from(start, start + FARTHEST):
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
        return start + FARTHEST

    def between(self, start: datetime, end: datetime) -> float:
        """Return the seconds of working time between two instants; 0 when `end` is not later."""
        if end <= start:
            return 0
        return sum((min(ends, end) - begins).total_seconds() for begins, ends in self._open_from(start, end))

    def _open_from(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for begins, ends in _opens(self, day):
                if ends > start and begins < end:
                    yield max(begins, start), ends
            day += timedelta(days=1)


@lru_cache(maxsize=4096)
def _opens(calendar: Calendar, day: date) -> tuple[Stretch, ...]:
    """Return when the calendar is open on a day there, as instants in UTC."""
    spans = () if day in calendar.holidays else calendar.week[day.weekday()]
    if not spans:
        return ()
    midnight = datetime.combine(day, time(), UTC)
    found: list[Stretch] = []
    for begins, ends in _constant(calendar.zone, midnight - AROUND, midnight + timedelta(days=1) + AROUND):
        zero = midnight - _offset(calendar.zone, begins)
        for first, last in spans:
            opens, closes = max(begins, zero + _minutes(first)), min(ends, zero + _minutes(last))
            if opens < closes:
                found.append((opens, closes))
    return tuple(found)


def _constant(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Cut a stretch of less than three days where the zone's clocks change; they do so once at most in that time."""
    if _offset(zone, start) == _offset(zone, end):
        yield start, end
        return
    before, after = start, end
    while after - before > SECOND:
        middle = before + (after - before) // 2
        if _offset(zone, middle) == _offset(zone, start):
            before = middle
        else:
            after = middle
    change = after.replace(microsecond=0)
    yield start, change
    yield change, end


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
