"""Reads the calendar part of a mail (RFC 5545, RFC 5546): what it invites to, when and where. Never the rest of it.

What cannot be read stays a file and nothing more; no rule of repetition is ever worked out. Nor is a mail's own word on
time zones heard: working a zone out can take minutes, and the library would remember it for the mails after this one.
A time in a zone that the zone database and Windows do not name is shown as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar.timezone import tzp
from icalendar.timezone.zoneinfo import ZONEINFO

from helpdesk.channels.email.charsets import storable
from helpdesk.channels.email.parsed import Invitation, ParsedAttachment
from helpdesk.channels.email.words import one_line

BYTES_LIMIT, COMPONENTS_LIMIT, FILES_LIMIT = 256 * 1024, 500, 5
WORDS_LIMIT = 300
_KINDS = frozenset({"text/calendar", "application/ics"})
_HOPELESS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, AssertionError)
_METHODS: dict[str, Literal["request", "cancel", "reply"]] = {
    "REQUEST": "request", "CANCEL": "cancel", "REPLY": "reply", "COUNTER": "reply",
}  # fmt: skip


class _KnownZones(ZONEINFO):
    """Knows the zone database alone; names of Windows are turned into its names before it is asked."""

    def knows_timezone_id(self, tzid: str) -> bool:  # noqa: ARG002 -- Whatever is asked, the answer is the same.
        """Say yes, so that no zone is ever made from what a calendar tells of it."""
        return True

    def timezone(self, name: str) -> ZoneInfo | None:
        """Return a zone by its exact name; any other would be looked for as a file."""
        return ZoneInfo(name) if super().knows_timezone_id(name) else None


tzp.use(_KnownZones())


@dataclass(frozen=True)
class _When:
    starts: date
    ends: date | None


def invitation_of(files: Sequence[ParsedAttachment], defects: list[str]) -> Invitation | None:
    """Return the first event in the calendar files of a mail, if one can be read."""
    calendars = [one for one in files if one.content_type in _KINDS or one.filename.lower().endswith(".ics")]
    for file in calendars[:FILES_LIMIT]:
        data = file.data
        if len(data) > BYTES_LIMIT or data.upper().count(b"BEGIN:") > COMPONENTS_LIMIT:
            defects.append("a calendar is too large to be shown")
            continue
        try:
            found = _event(Calendar.from_ical(data.decode("utf-8", "replace")))
        except _HOPELESS as error:
            defects.append(f"a calendar cannot be read: {type(error).__name__}")
            continue
        if found:
            return found
    return None


def _event(calendar: Any) -> Invitation | None:
    event = next(iter(calendar.walk("VEVENT")), None)
    if event is None or event.get("DTSTART") is None:
        return None
    when = _when(event)
    organiser = event.get("ORGANIZER")
    cancelled = _words(event.get("STATUS")).upper() == "CANCELLED"
    method: Literal["request", "cancel", "reply", "event"] = _METHODS.get(
        _words(calendar.get("METHOD")).upper(), "event"
    )
    return Invitation(
        method="cancel" if cancelled else method,
        summary=_words(event.get("SUMMARY")),
        starts_at=_written(when.starts),
        ends_at=_written(when.ends) if when.ends else None,
        place=_words(event.get("LOCATION")),
        organiser=_words(organiser.params.get("CN")) if organiser is not None and hasattr(organiser, "params") else "",
        organiser_email=_address(organiser),
        repeats=event.get("RRULE") is not None or event.get("RDATE") is not None,
        answer=_answer(event) if method == "reply" else "",
    )


def _when(event: Any) -> _When:
    """Return when it begins and ends; a whole day ends on its last day, not on the one after."""
    starts = event["DTSTART"].dt
    if not isinstance(starts, date):
        raise TypeError
    end, lasts = event.get("DTEND"), event.get("DURATION")
    ends = end.dt if end is not None else starts + lasts.dt if lasts is not None else None
    if isinstance(ends, date) and not isinstance(starts, datetime) and not isinstance(ends, datetime):
        ends = max(starts, ends - timedelta(days=1))
    same_kind = isinstance(ends, datetime) == isinstance(starts, datetime)
    return _When(starts, ends if isinstance(ends, date) and same_kind else None)


def _written(moment: date) -> str:
    """Return an instant in UTC, a time without a zone as it stands, or a day: as ISO 8601 tells them apart."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.isoformat()


def _answer(event: Any) -> str:
    people = event.get("ATTENDEE")
    first = people[0] if isinstance(people, list) and people else people
    said = _words(first.params.get("PARTSTAT")).lower() if first is not None and hasattr(first, "params") else ""
    return said if said in {"accepted", "declined", "tentative"} else ""


def _address(organiser: Any) -> str:
    written = _words(organiser)
    return written[7:] if written.lower().startswith("mailto:") else ""


def _words(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return one_line(storable(str(value)))[:WORDS_LIMIT] if value is not None else ""
