"""Rows packed into one text by the database come out as they went in, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.packing import packed, unpacked
from helpdesk.tickets.models import Ticket
from tests.factories import a_ticket

COLUMNS = (Ticket.number, Ticket.subject, Ticket.created_at, Ticket.snoozed_until)
SUBJECTS = ["Lamp", 'He said "no"', "back\\slash, [1,2] and {}", "två\nrader", "\x1f\x7f\u2028", "灯 💡", "", "null"]


def unpack(ticket):
    written = rows.session.scalar(select(packed(COLUMNS)).where(Ticket.id == ticket.id))
    return unpacked(written, COLUMNS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_texts_numbers_and_nothing_come_back(db, dora, inbox, subject):
    ticket = a_ticket(by=dora, inbox=inbox)
    ticket.subject = subject
    db.flush()

    assert unpack(ticket) == {
        "number": ticket.number, "subject": subject, "created_at": ticket.created_at, "snoozed_until": None,
    }  # fmt: skip


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_instants_come_back_in_utc_to_the_microsecond(db, dora, inbox, microsecond):
    ticket = a_ticket(by=dora, inbox=inbox)
    at = datetime(2026, 3, 29, 0, 59, 59, microsecond, tzinfo=UTC)
    ticket.created_at = at.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    db.flush()

    assert (unpack(ticket)["created_at"], unpack(ticket)["created_at"].tzinfo) == (at, UTC)


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns", "UTC"])
def test_the_zone_in_which_the_database_speaks_changes_nothing(db, dora, inbox, zone):
    ticket = a_ticket(by=dora, inbox=inbox)
    db.flush()
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(f"SET LOCAL TIME ZONE '{zone}'"))

    assert unpack(ticket)["created_at"] == ticket.created_at
