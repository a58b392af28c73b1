"""A blanked message is nowhere any more: neither in what was sent on of it, nor in a subject made of its words."""

import pytest
from sqlalchemy import select

from helpdesk.search.models import SearchDocument
from helpdesk.tickets.forwarding import forward
from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Attachment, Message, Ticket
from helpdesk.tickets.opening import subject_for
from helpdesk.tickets.receiving import Received, receive
from helpdesk.tickets.redacting import redact
from helpdesk.tickets.splitting import split
from helpdesk.tickets.uploads import upload
from tests.factories import a_chat, a_message, a_ticket, address_of

CARD = "My card is 4111 1111 1111 1111, and it has not been charged back for more than two weeks, so please look."


@pytest.fixture
def chat(work, dora):
    """A ticket that is called by the first words of its first message; its id."""
    with work() as session:
        inbox = a_chat()
        subject = subject_for(inbox, "", CARD)
        assert subject.endswith("…")
        ticket = a_ticket(subject, by=session.merge(dora), inbox=inbox, text=CARD)
        a_message(ticket, text="Hello?")
        return ticket.id


@pytest.fixture
def blank(work, ada):
    """Blank a message by its id."""

    def do(message_id):
        with work() as session:
            redact(session.get_one(Message, message_id), by=session.merge(ada))

    return do


def said(work, words):
    with work() as session:
        return session.scalars(select(Message.id).where(Message.text == words)).one()


def documents(work, word):
    """How many documents of the search hold a word."""
    with work() as session:
        return sum(word in f"{one.title} {one.body}" for one in session.scalars(select(SearchDocument)))


def subject(work, ticket_id):
    with work() as session:
        return session.get_one(Ticket, ticket_id).subject


def history(work, ticket_id):
    with work() as session:
        kinds = select(Message).where(Message.ticket_id == ticket_id, Message.kind == "event")
        return len(session.scalars(kinds).all())


def test_a_subject_of_its_words_goes_with_it_and_the_history_says_so(chat, work, blank):
    before = history(work, chat)
    assert documents(work, "4111") == 3

    blank(said(work, CARD))

    assert (subject(work, chat), documents(work, "4111"), history(work, chat)) == ("", 0, before + 1)


def test_another_message_leaves_the_subject(chat, work, blank):
    blank(said(work, "Hello?"))

    assert subject(work, chat).startswith("My card")


def test_a_subject_that_somebody_wrote_stays(work, blank, dora, inbox):
    with work() as session:
        ticket = a_ticket("My card", by=session.merge(dora), inbox=session.merge(inbox), text="My card").id

    blank(said(work, "My card"))

    assert subject(work, ticket) == "My card"


def test_the_subject_of_a_ticket_that_was_merged_goes_too(chat, work, blank, dora, inbox, ben):
    with work() as session:
        into = a_ticket("Again", by=session.merge(dora), inbox=session.merge(inbox))
        merge(session.get_one(Ticket, chat), into=into, by=ben)
        survivor = into.id

    blank(said(work, CARD))

    assert (subject(work, survivor), subject(work, chat), documents(work, "4111")) == ("Again", "", 0)


def test_copies_that_were_sent_on_are_blanked_wherever_they_lie(work, blank, dora, inbox, ben):
    with work() as session:
        ben = session.merge(ben)
        ticket = a_ticket(by=session.merge(dora), inbox=session.merge(inbox))
        file = upload(b"4111", filename="card.txt", claimed_type="text/plain", by=ben)
        html = "<p>My card is <b>4111</b>.</p>"
        card = receive(ticket, address_of(ticket.contact), Received(text=CARD, html=html), by=ticket.contact)
        file.message_id = card.id
        session.flush()
        cup = a_message(ticket, text="And my cup?")
        copy = forward(card, to=["carl@supplier.example"], text="Please look.", by=ben)
        again = forward(copy, to=["eve@supplier.example"], text="You too.", by=ben)
        other = forward(cup, to=["eve@supplier.example"], text="A cup.", by=ben).id
        copies = [copy.id, again.id]
        split(cup, subject="The cup", by=ben)

    blank(said(work, CARD))

    with work() as session:
        for one in (session.get_one(Message, identity) for identity in copies):
            assert (one.text, one.html, one.attachments) == ("", None, [])
            assert one.redacted_by_id is not None
        assert session.get_one(Message, other).text.startswith("A cup.")
        assert session.scalars(select(Attachment)).all() == []
    assert documents(work, "4111") == 0
