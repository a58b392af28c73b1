"""A note calls colleagues by name."""

import pytest

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.models import Follower
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.queries import Listing, page
from helpdesk.tickets.status import resolve
from tests.factories import a_reply, a_ticket


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def waiting(agent):
    return [row["number"] for row in page(agent, Listing(view="mentions"))[0]]


def test_who_is_called_follows_the_ticket_and_has_it_among_their_mentions(ticket, ada, ben):
    add_note(ticket, by=ben, text="@Ada, what now?", mention_ids=[ada.id])

    assert rows.session.get(Follower, (ticket.id, ada.id)) is not None
    assert (waiting(ada), waiting(ben)) == ([ticket.number], [])


def test_it_waits_no_longer_once_they_wrote(ticket, ada, ben):
    add_note(ticket, by=ben, text="@Ada?", mention_ids=[ada.id])
    add_note(ticket, by=ada, text="Refund it.")
    assert waiting(ada) == []

    add_note(ticket, by=ben, text="@Ada, sure?", mention_ids=[ada.id])
    assert waiting(ada) == [ticket.number]
    a_reply(ticket, by=ada)
    assert waiting(ada) == []


def test_what_is_resolved_waits_for_nobody(ticket, ada, ben):
    add_note(ticket, by=ben, text="@Ada?", mention_ids=[ada.id])
    resolve(ticket, by=ben)

    assert waiting(ada) == []


def test_who_may_not_see_the_ticket_is_not_let_in_by_a_name(ticket, ben, cy):
    add_note(ticket, by=ben, text="@Cy?", mention_ids=[cy.id])

    assert rows.session.get(Follower, (ticket.id, cy.id)) is None
    assert waiting(cy) == []


def test_nobody_calls_themselves_or_a_stranger(ticket, ben):
    add_note(ticket, by=ben, text="@Ben", mention_ids=[ben.id])
    assert waiting(ben) == []

    with pytest.raises(BadInput) as refused:
        add_note(ticket, by=ben, text="@Nobody", mention_ids=[10**9])
    assert refused.value.field == "mentions"
