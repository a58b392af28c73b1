"""Calendar parts of mails: what is invited to, when, where and by whom; what cannot be read stays a file."""

import time

import pytest

from helpdesk.channels.email.parse import parse
from helpdesk.channels.email.wire import pack, unpack

ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
OUTLOOK = """ORGANIZER;CN=Dora Diaz:mailto:dora@customer.example
ATTENDEE;CN=Support;PARTSTAT=ACCEPTED:mailto:support@acme.example
SUMMARY;LANGUAGE=en:Kettle\\, second
  look
DTSTART;TZID=W. Europe Standard Time:20260710T140000
DTEND;TZID=W. Europe Standard Time:20260710T150000
LOCATION:Room 3
"""


BOMB = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ={often}
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ={often}
END:DAYLIGHT
END:VTIMEZONE
"""


def a_calendar(event, *, method="REQUEST", zone=ZONE):
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{zone}BEGIN:VEVENT\n{event}END:VEVENT\nEND:VCALENDAR\n"


def a_mail(calendar, *, kind="text/calendar; charset=utf-8"):
    return (
        "From: dora@customer.example\nTo: support@acme.example\nSubject: A look\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nCan you come?\n"
        f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n{calendar}\n--b--\n"
    ).encode("utf-8", "surrogateescape")


def invited(event, **more):
    mail = parse(a_mail(a_calendar(event, **more)))
    assert mail.text == "Can you come?"
    assert [one.content_type for one in mail.attachments] == ["text/calendar"]
    return mail.invitation


def test_an_invitation_from_outlook_says_what_when_where_and_by_whom():
    found = invited(OUTLOOK)
    assert (found.method, found.summary, found.place) == ("request", "Kettle, second look", "Room 3")
    assert (found.starts_at, found.ends_at) == ("2026-07-10T12:00:00Z", "2026-07-10T13:00:00Z")
    assert (found.organiser, found.organiser_email) == ("Dora Diaz", "dora@customer.example")
    assert not found.repeats


def test_days_are_days_and_end_on_their_last():
    found = invited("SUMMARY:Fair\nDTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260313\nRRULE:FREQ=YEARLY\n")
    assert (found.starts_at, found.ends_at, found.repeats) == ("2026-03-10", "2026-03-12", True)
    assert invited("DTSTART;VALUE=DATE:20260310\n").ends_at is None


def test_a_time_without_a_zone_stays_without_and_a_duration_ends_it():
    found = invited("DTSTART:20260310T093000\nDURATION:PT45M\n")
    assert (found.starts_at, found.ends_at) == ("2026-03-10T09:30:00", "2026-03-10T10:15:00")


def test_what_a_mail_says_about_a_zone_moves_no_time_in_it_nor_in_the_next_mail():
    for zone in (ZONE.replace("W. Europe", "Tokyo"), ""):
        found = invited("DTSTART;TZID=Tokyo Standard Time:20260710T140000\n", zone=zone)
        assert found.starts_at == "2026-07-10T05:00:00Z"


@pytest.mark.parametrize("name", ["Our office", "Europe", "../../etc/localtime", "x" * 400])
def test_a_time_in_a_zone_that_only_the_mail_knows_is_shown_without_one(name):
    zone = ZONE.replace("W. Europe Standard Time", name)
    assert invited(f"DTSTART;TZID={name}:20260310T093000\n", zone=zone).starts_at == "2026-03-10T09:30:00"


@pytest.mark.parametrize("often", ["HOURLY", "MINUTELY", "SECONDLY"])
def test_a_zone_that_changes_every_moment_costs_nothing(often):
    zone = BOMB.format(name="Boom", often=often)
    began = time.process_time()
    assert invited("DTSTART;TZID=Boom:20260710T140000\n", zone=zone).starts_at == "2026-07-10T14:00:00"
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("method", "event", "shown"),
    [
        ("CANCEL", OUTLOOK, ("cancel", "")),
        ("PUBLISH", OUTLOOK, ("event", "")),
        ("REPLY", OUTLOOK, ("reply", "accepted")),
        ("REQUEST", OUTLOOK + "STATUS:CANCELLED\n", ("cancel", "")),
        ("NONSENSE", OUTLOOK, ("event", "")),
    ],
)
def test_what_is_done_about_it_is_told(method, event, shown):
    found = invited(event, method=method)
    assert (found.method, found.answer) == shown


def test_it_survives_the_way_out_of_the_child_process():
    mail = parse(a_mail(a_calendar(OUTLOOK)))
    assert unpack(pack(mail)).invitation == mail.invitation


@pytest.mark.parametrize(
    "calendar",
    [
        "",
        "BEGIN:VCALENDAR",
        "no calendar\n" * 50,
        a_calendar("SUMMARY:When?\n"),
        a_calendar("DTSTART:99999999T999999\n"),
        a_calendar("DTSTART;TZID=:20260310T093000\nDTEND:x\n"),
        a_calendar("DTSTART:20260310T093000\nDURATION:P9999999999W\n"),
        a_calendar("DTSTART:20260310T093000\nDTSTART:20260311T093000\n"),
        a_calendar("DTSTART:00010101T000000Z\nDTEND:99991231T235959Z\n"),
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 400,
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 240 + "END:VEVENT\n" * 240 + "END:VCALENDAR\n",
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 100_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + "x" * 3_000_000,
        a_calendar("DTSTART:20260310T093000\nSUMMARY;A=" + ";B=" * 50_000 + ":x\n"),
    ],
)
def test_what_cannot_be_read_stays_a_file_and_costs_little(calendar):
    began = time.process_time()
    mail = parse(a_mail(calendar))
    assert time.process_time() - began < 3
    assert mail.text == "Can you come?"
    assert [one.content_type for one in mail.attachments] == ["text/calendar"]
    assert not any(defect.startswith("unreadable") for defect in mail.defects)
