"""Who releases a reply and who takes it back at the same moment: it leaves once, or not at all."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.settings import put
from helpdesk.tickets.drafts import Draft, Words
from helpdesk.tickets.leaving import Left, release, send, undo
from helpdesk.tickets.models import Message, Ticket
from tests.factories import a_ticket


@pytest.fixture
def leaving(work, clock, dora, inbox, ben):
    """The ids of a ticket and of Ben's reply on it, which may leave now."""
    with work() as session:
        put("sending.undo", 120, by=SYSTEM)
        ticket = a_ticket(by=dora, inbox=inbox)
        draft = send(ticket, Words(text="Is it plugged in?"), by=session.merge(ben))
        found = ticket.id, draft.id
    clock.tick(seconds=11)
    return found


def sent(session):
    return list(session.scalars(select(Message.text).where(Message.kind == "outbound")))


def test_two_workers_say_it_once(leaving, at_once, work):
    _ticket_id, draft_id = leaving

    assert at_once(*[lambda: release(draft_id=draft_id)] * 3) == []

    with work() as session:
        assert (sent(session), session.scalars(select(Draft)).all()) == (["Is it plugged in?"], [])


def test_it_leaves_or_is_taken_back_and_never_both(leaving, at_once, work, ben):
    ticket_id, draft_id = leaving

    def take_back():
        undo(rows.session.get_one(Ticket, ticket_id), by=rows.session.merge(ben), draft_id=draft_id)

    raised = at_once(lambda: release(draft_id=draft_id), take_back)

    with work() as session:
        drafts = [(one.text, one.release_at) for one in session.scalars(select(Draft))]
        if sent(session):
            assert ([type(one) for one in raised], drafts) == ([Left], [])
        else:
            assert (raised, drafts) == ([], [("Is it plugged in?", None)])
