"""Two hands on one message at the same moment: it is moved once, and what was blanked leaves no house."""

import pytest
from sqlalchemy import func, select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.forwarding import forward
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.redacting import redact
from helpdesk.tickets.splitting import NothingLeft, split
from tests.factories import a_message, a_ticket


@pytest.fixture
def second(work, dora, inbox):
    """The second message of a ticket of Dora's, by its id."""
    with work():
        return a_message(a_ticket(by=dora, inbox=inbox), text="And my cup?").id


def test_two_clicks_split_once(second, at_once, work, ben):
    def click():
        split(rows.session.get_one(Message, second), subject="The cup", by=rows.session.merge(ben))

    raised = at_once(click, click)

    assert [isinstance(one, (BadInput, NothingLeft)) for one in raised] == [True]
    with work() as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 2


def test_blanked_words_are_not_sent_on(second, at_once, work, ada):
    def send_on():
        message = rows.session.get_one(Message, second)
        forward(message, to=["carl@supplier.example"], text="", by=rows.session.merge(ada))

    raised = at_once(send_on, lambda: redact(rows.session.get_one(Message, second), by=rows.session.merge(ada)))

    with work() as session:
        sent = session.scalars(select(Message.text).where(Message.kind == "outbound")).all()
    assert not any("cup" in words for words in sent)
    assert all(isinstance(one, BadInput) for one in raised)
