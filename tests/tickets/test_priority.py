"""How soon a ticket wants attention."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.priority import set_priority
from tests.factories import a_ticket


def test_it_changes_and_the_same_again_is_no_change(db, dora, inbox, ben):
    ticket = a_ticket(by=dora, inbox=inbox)

    for word in ("urgent", "urgent", "low", "normal"):
        set_priority(ticket, word, by=ben)

    told = [
        event.data for event in rows.session.scalars(select(EventRow).where(EventRow.name == "ticket.priority_changed"))
    ]
    assert [(data["was"], data["now"]) for data in told] == [("normal", "urgent"), ("urgent", "low"), ("low", "normal")]


def test_an_unknown_word_is_refused(db, dora, inbox, ben):
    ticket = a_ticket(by=dora, inbox=inbox)

    with pytest.raises(ValueError):
        set_priority(ticket, "NOW!!", by=ben)

    assert ticket.priority == "normal"
