"""What an admin types about working time and targets, read into numbers: "08:00" to "24:00", "8:30" hours, holidays."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from helpdesk.kernel.i18n import gettext as _
from helpdesk.sla.calendars import DAY_MINUTES, Span

TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])", re.ASCII)
LENGTH = re.compile(r"([0-9]{1,4})(?:[:.]([0-5][0-9]))?", re.ASCII)
LONGEST = 2000 * 60
MOST_SPANS = 6
MOST_HOLIDAYS = 400
MAX_NAME = 80


def day_from(begins: Sequence[str], ends: Sequence[str]) -> list[Span]:
    """Read a day's intervals; a pair of empty fields is none. Raises ValueError with a sentence."""
    if len(begins) != len(ends) or len(begins) > MOST_SPANS:
        raise ValueError(_("A day may have at most %(most)s intervals.", most=MOST_SPANS))
    spans = [(_minute(first), _minute(last)) for first, last in zip(begins, ends, strict=True) if first or last]
    if any(first >= last for first, last in spans):
        raise ValueError(_("An interval must end after it begins; use 24:00 for midnight."))
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError(_("These intervals overlap."))
    return spans


def length_from(text: str) -> int | None:
    """Read hours and minutes ("8", "8:30") as minutes; None when empty. Raises ValueError with a sentence."""
    if not text:
        return None
    read = LENGTH.fullmatch(text)
    minutes = int(read[1]) * 60 + int(read[2] or 0) if read else 0
    if not 0 < minutes <= LONGEST:
        raise ValueError(_("Write hours and minutes, such as 8:00, up to %(most)s hours.", most=LONGEST // 60))
    return minutes


def holidays_from(text: str) -> dict[date, str]:
    """Read a day a line, with a name after it if wanted: "2026-12-24 Christmas Eve". Raises ValueError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_HOLIDAYS:
        raise ValueError(_("These are too many days (at most %(most)s).", most=MOST_HOLIDAYS))
    days = {}
    for line in lines:
        written, _blank, name = line.partition(" ")
        try:
            day = date.fromisoformat(written)
        except ValueError:
            day = None
        if day is None or not written.isascii() or len(written) != len("2026-12-24"):
            raise ValueError(_("Write each day as year-month-day, such as 2026-12-24.")) from None
        if len(name) > MAX_NAME or not name.isprintable():
            raise ValueError(_("A day's name has at most %(most)s characters.", most=MAX_NAME))
        days[day] = name.strip()
    return days


def clock_words(minute: int) -> str:
    """Write a minute of the day, such as 08:00 or 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def length_words(minutes: int | None) -> str:
    """Write a target as hours and minutes, such as 8:00; nothing for none."""
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"


def _minute(text: str) -> int:
    read = TIME.fullmatch(text)
    minute = int(read[1]) * 60 + int(read[2]) if read else DAY_MINUTES + 1
    if minute > DAY_MINUTES:
        raise ValueError(_("Write times as 08:00, from 00:00 to 24:00."))
    return minute
