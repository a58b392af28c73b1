"""Working time is counted as a patient person with a wall clock would count it, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.sla.calendars import DAY_MINUTES, Calendar

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = ((8 * 60, 12 * 60), (13 * 60, 18 * 60))
WEEK = ((OFFICE,) * 5) + ((), ())
MINUTE = timedelta(minutes=1)
# Nights of changes: Stockholm, New York, Lord Howe (half an hour), Santiago (at midnight), and quiet days.
NIGHTS = [
    ("Europe/Stockholm", datetime(2026, 3, 28, 12, tzinfo=UTC)),
    ("Europe/Stockholm", datetime(2026, 10, 24, 12, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 6, tzinfo=UTC)),
    ("America/Santiago", datetime(2026, 9, 5, 18, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2026, 6, 1, 0, tzinfo=UTC)),
]
fast = settings(max_examples=40, deadline=None)


def at(text, zone=STOCKHOLM):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@st.composite
def days(draw):
    """The spans of a day: up to three that do not touch each other's insides, any of them up to 24:00."""
    marks = sorted(draw(st.sets(st.integers(0, DAY_MINUTES), max_size=6)))
    return tuple(zip(marks[::2], marks[1::2], strict=False))


@st.composite
def calendars(draw):
    zone, near = draw(st.sampled_from(NIGHTS))
    holidays = draw(st.sets(st.sampled_from([near.date() + timedelta(days=n) for n in range(3)]), max_size=1))
    week = tuple(draw(days()) for _day in range(7))
    start = near + timedelta(minutes=draw(st.integers(0, 24 * 60)))
    return Calendar(ZoneInfo(zone), week, frozenset(holidays)), start


def is_open(calendar, instant):
    """The oracle: look at the clock on the wall."""
    wall = instant.astimezone(calendar.zone)
    minute = wall.hour * 60 + wall.minute
    spans = calendar.week[wall.weekday()]
    return wall.date() not in calendar.holidays and any(first <= minute < last for first, last in spans)


@fast
@given(calendars(), st.integers(0, 2 * DAY_MINUTES))
def test_the_time_between_is_the_number_of_open_minutes(made, length):
    calendar, start = made

    counted = sum(is_open(calendar, start + minute * MINUTE) for minute in range(length))

    assert calendar.between(start, start + length * MINUTE) == counted * 60


@fast
@given(calendars(), st.integers(1, 600))
def test_a_time_is_over_when_so_many_open_minutes_have_passed(made, length):
    calendar, start = made
    left, instant = length, start
    while left and instant < start + timedelta(days=4):
        left -= is_open(calendar, instant)
        instant += MINUTE

    due = calendar.after(start, length * 60)

    assert due == instant if not left else due >= instant


@fast
@given(calendars(), st.integers(1, 100_000))
def test_the_time_until_it_is_over_is_the_time_asked_for(made, seconds):
    calendar, start = made
    due = calendar.after(start, seconds)
    if due < start + timedelta(days=3000):
        assert calendar.between(start, due) == seconds


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 08:00", 1, "2026-03-02 09:00"),
        ("2026-03-02 11:30", 1, "2026-03-02 13:30"),  # Lunch.
        ("2026-03-02 12:15", 1, "2026-03-02 14:00"),
        ("2026-03-06 17:30", 1, "2026-03-09 08:30"),  # The weekend.
        ("2026-03-02 03:00", 9, "2026-03-02 18:00"),  # A whole day is due at its end, not on the next morning.
        ("2026-03-27 17:00", 2, "2026-03-30 09:00"),  # The clocks change on the Sunday between.
    ],
)
def test_a_working_week(start, hours, due):
    assert Calendar(STOCKHOLM, WEEK).after(at(start), hours * 3600) == at(due)


def test_midnight_is_an_end_and_the_next_day_goes_on():
    round_the_clock = Calendar(STOCKHOLM, (((0, DAY_MINUTES),),) * 7)

    assert round_the_clock.after(at("2026-03-02 22:00"), 4 * 3600) == at("2026-03-03 02:00")
    assert round_the_clock.between(at("2026-03-29 00:00"), at("2026-03-30 00:00")) == 23 * 3600
    assert round_the_clock.between(at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 25 * 3600


def test_a_holiday_is_no_working_day():
    calendar = Calendar(STOCKHOLM, WEEK, frozenset({date(2026, 12, 24), date(2026, 12, 25)}))

    assert calendar.after(at("2026-12-23 17:30"), 3600) == at("2026-12-28 08:30")


def test_the_end_before_the_start_is_no_time():
    assert Calendar(STOCKHOLM, WEEK).between(at("2026-03-02 10:00"), at("2026-03-02 09:00")) == 0


def test_a_calendar_that_never_opens_promises_nothing_soon():
    assert Calendar(STOCKHOLM, ((),) * 7).after(at("2026-03-02 10:00"), 60) > at("2036-01-01 00:00")
