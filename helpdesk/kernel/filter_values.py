"""Reads the values of conditions strictly, by the type of their field: what cannot be stored cannot be compared."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from helpdesk.kernel.i18n import gettext as _

MAX_TEXT = 500
MAX_NUMBER = 2**53
MAX_ISO = 40
MAX_SPAN = timedelta(days=3660)
SPAN = re.compile("([1-9][0-9]{0,4})([mhdw])")
UNITS: Mapping[str, timedelta] = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def reader_of(kind: str) -> Callable[[object], object]:
    """Return the function that reads one value of a field's type. It raises ValueError with a sentence."""
    return _READERS[kind]


def span(value: object) -> timedelta:
    """Read a stretch of time: "30m", "2h", "7d" or "4w", at most ten years. Raises ValueError with a sentence."""
    found = SPAN.fullmatch(value) if isinstance(value, str) else None
    passed = int(found[1]) * UNITS[found[2]] if found else None
    if passed is None or passed > MAX_SPAN:
        raise ValueError(_("This must be a number of minutes, hours, days or weeks, such as 30m, 2h, 7d or 4w."))
    return passed


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT or not value.isprintable():
        raise ValueError(_("This must be a text of 1 to %(most)s characters.", most=MAX_TEXT))
    return value


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_("This must be a number."))  # noqa: TRY004 -- It becomes a sentence beside the field.
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) > MAX_NUMBER:
        raise ValueError(_("This number is too large."))
    return value


def _instant(value: object) -> datetime:
    """Read ISO 8601 with a zone; near year 1 and 9999 the change to UTC may overflow."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= MAX_ISO else None
        if at is not None and at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(_("This must be a date and time with a time zone."))


def _day(value: object) -> str:
    """Read a day of the calendar; as text it sorts as the calendar does."""
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError(_("This must be a date, as 2026-01-31."))


def _id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_NUMBER:
        raise ValueError(_("This must be an id."))
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("This must be true or false."))  # noqa: TRY004 -- It becomes a sentence beside the field.
    return value


_READERS: dict[str, Callable[[object], object]] = {
    "text": _text,
    "number": _number,
    "date": _instant,
    "day": _day,
    "choice": _text,
    "ref": _id,
    "tags": _text,
    "people": _id,
    "boolean": _switch,
}
