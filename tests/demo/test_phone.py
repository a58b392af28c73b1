"""/demo/phone: a customer's phone, through the real hook with a real signature."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.reachable import OptedOut
from helpdesk.tickets.replying import reply
from helpdesk.tickets.saying import say

TOM = "+447700900118"
NEW = "+447700900777"


@pytest.fixture
def demo(stage):
    return stage("tom")


@pytest.fixture
def customer(demo):
    return demo.test_client()


@pytest.fixture
def text(customer):
    """Write a text on a phone."""
    return lambda said, number=NEW: customer.post("/demo/phone", data={"number": number, "text": said})


@pytest.fixture
def screen(customer):
    """What is on a phone."""
    return lambda number=NEW: customer.get("/demo/phone", query_string={"number": number}).text


@pytest.fixture
def answer(demo, drained):
    """Answer the newest ticket as Freya does."""

    def say_so(words):
        with demo.app_context(), unit():
            ticket = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
            reply(ticket, by=db.session.scalars(select(Agent).where(Agent.name.like("Freya%"))).one(), text=words)
        drained(demo)

    return say_so


def test_a_phone_shows_both_sides_of_its_thread_and_a_list_says_whose_it_is(customer, screen):
    assert TOM in customer.get("/demo/phone").text
    page = screen(TOM)

    assert "order TF-48102 from this morning" in page
    assert "it goes to 9 Quay Street" in page
    assert "Not sent: no provider configured" in page
    assert "Tom Whitlock" in page


def test_a_text_opens_a_ticket_and_its_answer_comes_back_to_the_phone(demo, text, screen, answer, drained, newest):
    words = "Does the Marsh float? " + "\U0001f6b2" * 40 + " Asking for a friend. " * 40
    assert text(words).status_code == 303
    assert "On its way" in screen()
    drained(demo)

    found = newest(demo)
    assert (found.text, found.verdict) == (words.strip(), "pass")
    assert "On its way" not in screen()
    answer("It does, if you close it.")
    assert "It does, if you close it." in screen()


def test_the_same_words_twice_are_two_texts_of_one_ticket(demo, text, drained):
    text("Hello?")
    text("Hello?")
    drained(demo)

    with demo.app_context(), unit(write=False):
        tickets = db.session.scalars(select(Message.ticket_id).where(Message.text == "Hello?")).all()
    assert len(tickets) == 2
    assert len(set(tickets)) == 1


def test_who_texts_stop_gets_no_answer_until_they_text_start(demo, text, screen, answer, drained):
    text("When are you open?")
    drained(demo)
    text("Stop")
    drained(demo)
    assert "You asked for no more messages." in screen()
    with pytest.raises(OptedOut):
        answer("From nine to five.")

    text("START")
    drained(demo)
    answer("From nine to five.")
    assert "From nine to five." in screen()
    assert "You asked for no more messages." not in screen()


def test_what_a_machine_said_is_on_the_phone_too(demo, text, screen, drained):
    text("Thanks!")
    drained(demo)
    with demo.app_context(), unit():
        ticket = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
        assert say(ticket, "How did we do, from 1 to 5?", by=SYSTEM, robot="survey", key="survey-1")
    drained(demo)

    assert "How did we do, from 1 to 5?" in screen()


def test_a_hook_that_refuses_is_told_and_the_words_stay(demo, text):
    with demo.app_context(), unit():
        db.session.scalars(select(Inbox).where(Inbox.channel == "sms")).one().secrets = None

    refused = text("Anybody there?")
    assert refused.status_code == 422
    assert "The hook answered 403" in refused.text
    assert "Anybody there?</textarea>" in refused.text


def test_what_cannot_be_a_text_is_not_sent_and_what_is_no_number_is_asked_again(customer, text):
    for number, said in ((NEW, "  "), (NEW, "x" * 1601), ("12", "Hello")):
        assert text(said, number).status_code == 422

    answer = customer.get("/demo/phone?number=me")

    assert answer.status_code == 422
    assert 'value="me"' in answer.text
