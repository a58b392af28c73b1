"""Claim on reply: an answer to a ticket that nobody has makes it the answerer's; nobody loses one by it."""

import pytest

from helpdesk.kernel import settings
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.claiming import CLAIM
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.replying import reply
from tests.factories import a_ticket


@pytest.fixture
def ticket(db, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def test_who_answers_has_the_ticket(db, ticket, ben):
    reply(ticket, by=ben, text="Is it plugged in?")

    assert ticket.assignee is ben


def test_a_colleagues_ticket_stays_theirs(db, ticket, ben, ada):
    assign_agent(ticket, ada, by=ada)

    reply(ticket, by=ben, text="Is it plugged in?")

    assert ticket.assignee is ada


def test_a_note_claims_nothing(db, ticket, ben):
    add_note(ticket, by=ben, text="Looks like the fuse.")

    assert ticket.assignee is None


@pytest.mark.parametrize("word", ["ask", "off"])
def test_a_workspace_may_leave_it_to_the_agent(db, ticket, ben, alma, word):
    settings.put(CLAIM.key, word, by=alma)

    reply(ticket, by=ben, text="Is it plugged in?")

    assert ticket.assignee is None
