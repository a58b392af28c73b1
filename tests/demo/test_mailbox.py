"""/demo: a customer's side of the conversation, through the real hook."""

import io

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.saying import say

COLIN = "colin@prewitt-couriers.example"
FLEET = "Order for our courier fleet"
NILS = {"name": "Nils Neu", "address": "nils@customer.example", "inbox": "1", "subject": "Größe?", "text": "Passt das?"}


@pytest.fixture
def demo(stage):
    return stage("colin", "hanna")


@pytest.fixture
def customer(demo):
    return demo.test_client()


def reply_to_colin(demo):
    with demo.app_context(), unit(write=False):
        query = select(Message).join(Ticket).where(Ticket.subject == FLEET, Message.kind == "outbound")
        return db.session.scalars(query).one().id


def test_there_is_no_demo_unless_it_is_switched_on(client):
    assert client.get("/demo").status_code == 404


def test_the_first_page_leads_to_three_places_and_the_desk(customer):
    page = customer.get("/demo").text

    for place in ("/demo/shop", "/demo/mailbox", "/demo/phone"):
        assert f'href="{place}"' in page
        assert customer.get(place).status_code == 200
    assert "ingrid@ternfold.example" in page


def test_the_list_of_mailboxes_names_who_wrote(customer):
    assert COLIN in customer.get("/demo/mailbox").text


def test_a_mailbox_shows_what_we_would_have_sent_and_what_they_wrote(customer):
    page = customer.get(f"/demo/mailbox?address={COLIN}").text

    assert "Recorded, not sent" in page
    assert page.count(FLEET) >= 3


def test_a_mail_is_shown_as_its_reader_gets_it(customer, demo):
    page = customer.get(f"/demo/mailbox/{reply_to_colin(demo)}?address={COLIN}").text

    assert "thank you for the tidy list" in page
    assert "allow-scripts" not in page
    assert "hello+" in page


def test_nobody_reads_a_mail_that_went_to_somebody_else(customer, demo):
    answer = customer.get(f"/demo/mailbox/{reply_to_colin(demo)}?address=hanna.brandt@postfach.example")

    assert answer.status_code == 404


def test_a_new_mail_goes_through_the_hook_and_opens_a_ticket(customer, demo, drained, newest):
    answer = customer.post("/demo/mailbox/write", data=NILS | {"file": (io.BytesIO(b"a,b\n1,2\n"), "liste.csv")})

    assert answer.status_code == 303
    assert "On its way" in customer.get(answer.location).text
    drained(demo)
    found = newest(demo)
    assert (found.text, found.ticket.number, found.verdict) == ("Passt das?", 4, "pass")
    assert [one.filename for one in found.attachments] == ["liste.csv"]
    assert "In ticket #4" in customer.get(answer.location).text


def test_an_answer_joins_its_ticket(customer, demo, drained, newest):
    path = f"/demo/mailbox/{reply_to_colin(demo)}"

    assert customer.post(path, data={"address": COLIN, "text": "Name and logo, please."}).status_code == 303

    drained(demo)
    found = newest(demo)
    assert (found.text, found.verdict, found.ticket.subject) == ("Name and logo, please.", "pass", FLEET)


@pytest.mark.parametrize(
    "changed", [{"address": "nobody"}, {"text": " "}, {"name": "x" * 200}], ids=["address", "text", "name"]
)
def test_a_form_that_cannot_be_sent_comes_back_with_its_words(customer, changed):
    answer = customer.post("/demo/mailbox/write", data=NILS | changed)

    assert answer.status_code == 422
    assert "Größe?" in answer.text


def test_a_name_with_line_breaks_is_no_second_header(customer, demo, drained, newest):
    form = NILS | {"name": "Nils\r\nBcc: evil@customer.example"}

    customer.post("/demo/mailbox/write", data=form)

    drained(demo)
    assert newest(demo).text == "Passt das?"


def test_what_a_machine_said_is_in_the_mailbox_too(customer, demo, drained):
    with demo.app_context(), unit():
        ticket = db.session.scalars(select(Ticket).where(Ticket.subject == FLEET)).one()
        message = say(ticket, "How did we do?", by=SYSTEM, robot="survey", key="survey-1")
        db.session.flush()
        path = f"/demo/mailbox/{message.id}?address={COLIN}"
    drained(demo)

    assert "How did we do?" in customer.get(f"/demo/mailbox?address={COLIN}").text
    assert "How did we do?" in customer.get(path).text
