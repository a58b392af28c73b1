"""A contact writes: who waits since when, and whether the ticket opens again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.kernel.blobs import store
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.models import MessageReference
from helpdesk.tickets.receiving import Filed
from helpdesk.tickets.status import change_status, reopen
from tests.factories import a_message, a_reply, a_ticket

PUT_AWAY = ["pending", "snoozed", "resolved", "closed"]


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def put_away(ticket, status, *, by, clock):
    change_status(ticket, status, by=by, until=clock.now + timedelta(days=2) if status == "snoozed" else None)


@pytest.mark.parametrize("status", PUT_AWAY)
def test_an_answer_of_the_contact_opens_a_ticket_again(ticket, ben, clock, status):
    a_reply(ticket, by=ben)
    put_away(ticket, status, by=ben, clock=clock)
    wrote = clock.tick(hours=1)

    a_message(ticket)

    assert (ticket.status, ticket.needs_reply, ticket.waiting_since) == ("open", True, wrote)
    assert (ticket.snoozed_until, ticket.resolved_at, ticket.closed_at) == (None, None, None)


def test_who_writes_twice_waits_since_the_first_time(ticket, clock):
    first = clock.now
    clock.tick(hours=3)

    a_message(ticket)

    assert ticket.waiting_since == first
    assert ticket.last_message_at == clock.now


def test_after_our_answer_the_waiting_begins_anew(ticket, ben, clock):
    a_reply(ticket, by=ben)
    assert (ticket.waiting_since, ticket.needs_reply) == (None, False)

    again = clock.tick(hours=2)
    a_message(ticket)

    assert ticket.waiting_since == again


@pytest.mark.parametrize("status", PUT_AWAY)
@pytest.mark.parametrize("kept_quiet", ["agents_only", "automatic"])
def test_what_a_machine_or_a_stranger_writes_wakes_nobody(ticket, ben, clock, status, kept_quiet):
    a_reply(ticket, by=ben)
    put_away(ticket, status, by=ben, clock=clock)
    before = (ticket.status, ticket.snoozed_until, ticket.needs_reply, ticket.waiting_since)
    clock.tick(hours=1)

    message = a_message(ticket, text="I am out of office.", **{kept_quiet: True})

    assert (ticket.status, ticket.snoozed_until, ticket.needs_reply, ticket.waiting_since) == before
    assert message.text == "I am out of office."


def test_what_only_agents_may_read_is_not_shown_in_the_list(ticket, clock):
    before = (ticket.snippet, ticket.last_message_at)
    clock.tick(hours=1)

    a_message(ticket, text="A stranger's words", agents_only=True)

    assert (ticket.snippet, ticket.last_message_at) == before


def test_the_list_shows_the_newest_words_on_one_line(ticket):
    a_message(ticket, text="Two\n\n  lines " + "and more " * 100)

    assert ticket.snippet.startswith("Two lines and more")
    assert len(ticket.snippet) <= 120
    assert ticket.snippet_by == "contact"


def test_every_named_message_id_is_remembered_once(ticket, db):
    message = a_message(ticket, external_id="<c@x>", references=["<a@x>", "<b@x>", "<a@x>", "", "<c@x>"])

    kept = rows.session.scalars(select(MessageReference.ref).where(MessageReference.message_id == message.id))
    assert sorted(kept) == ["<a@x>", "<b@x>", "<c@x>"]


def test_an_endless_message_id_is_cut_not_refused(ticket, db):
    long = "<" + "a" * 3000
    message = a_message(ticket, references=[long, long + "b"])

    kept = rows.session.scalars(select(MessageReference.ref).where(MessageReference.message_id == message.id)).all()
    assert [len(ref) for ref in kept] == [998]


def test_files_come_with_the_message(ticket, db):
    blob = store(b"some bytes", media_type="text/plain")
    filed = Filed(blob.sha256, "photo.png", "image/png", 10, content_id="one@x", inline=True)

    message = a_message(ticket, files=[filed])
    rows.session.flush()
    rows.session.refresh(message)

    assert [(one.filename, one.inline, one.content_id) for one in message.attachments] == [("photo.png", True, "one@x")]


def test_one_message_is_one_event_of_the_contact(ticket, db, dora):
    message = a_message(ticket)

    events = rows.session.scalars(select(EventRow).where(EventRow.name == "message.received")).all()
    assert [(event.subject_id, event.ticket_id, event.actor_kind, event.actor_id) for event in events][-1:] == [
        (message.id, ticket.id, "contact", dora.id)
    ]


def test_a_ticket_that_is_open_is_not_opened_again(ticket, db, dora):
    reopen(ticket, by=dora)

    assert rows.session.scalars(select(EventRow).where(EventRow.name == "ticket.status_changed")).all() == []
