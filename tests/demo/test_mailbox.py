"""/demo: a customer's side of the conversation, through the real hook."""

import io

import pytest
from sqlalchemy import select

from helpdesk.demo.company import found
from helpdesk.demo.script import plays
from helpdesk.demo.stage import perform
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.worker import Worker
from helpdesk.tickets.models import Message, Ticket

COLIN = "colin@prewitt-couriers.example"
FLEET = "Order for our courier fleet"
NILS = {"name": "Nils Neu", "address": "nils@customer.example", "inbox": "1", "subject": "Größe?", "text": "Passt das?"}


@pytest.fixture
def demo(app, make_app):
    """The program with DEMO=1, and of the demo's history what Colin and Hanna wrote."""
    made = make_app(DEMO="1")
    made.config["WTF_CSRF_ENABLED"] = False
    with made.app_context():
        with unit():
            company = found()
        perform(company, [play for play in plays(now()) if play.steps[0].who in {"colin", "hanna"}])
    return made


@pytest.fixture
def customer(demo):
    return demo.test_client()


def drained(demo):
    with demo.app_context():
        Worker().drain()


def newest_message(demo):
    with demo.app_context(), unit(write=False):
        message = db.session.scalars(
            select(Message).where(Message.kind == "inbound").order_by(Message.id.desc())
        ).first()
        return message.text, message.ticket.number, message.verdict, [one.filename for one in message.attachments]


def reply_to_colin(demo):
    with demo.app_context(), unit(write=False):
        query = select(Message).join(Ticket).where(Ticket.subject == FLEET, Message.kind == "outbound")
        return db.session.scalars(query).one().id


def test_there_is_no_demo_unless_it_is_switched_on(client):
    assert client.get("/demo").status_code == 404


def test_the_first_page_names_customers_and_log_ins(customer):
    page = customer.get("/demo").text

    assert COLIN in page
    assert "ingrid@ternfold.example" in page


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


def test_a_new_mail_goes_through_the_hook_and_opens_a_ticket(customer, demo):
    answer = customer.post("/demo/mailbox/write", data=NILS | {"file": (io.BytesIO(b"a,b\n1,2\n"), "liste.csv")})

    assert answer.status_code == 303
    assert "On its way" in customer.get(answer.location).text
    drained(demo)
    assert newest_message(demo) == ("Passt das?", 4, "pass", ["liste.csv"])
    assert "In ticket #4" in customer.get(answer.location).text


def test_an_answer_joins_its_ticket(customer, demo):
    path = f"/demo/mailbox/{reply_to_colin(demo)}"

    assert customer.post(path, data={"address": COLIN, "text": "Name and logo, please."}).status_code == 303

    drained(demo)
    text, number, verdict, _files = newest_message(demo)
    assert (text, verdict) == ("Name and logo, please.", "pass")
    with demo.app_context(), unit(write=False):
        assert db.session.scalars(select(Ticket.subject).where(Ticket.number == number)).one() == FLEET


@pytest.mark.parametrize(
    "changed", [{"address": "nobody"}, {"text": " "}, {"name": "x" * 200}], ids=["address", "text", "name"]
)
def test_a_form_that_cannot_be_sent_comes_back_with_its_words(customer, changed):
    answer = customer.post("/demo/mailbox/write", data=NILS | changed)

    assert answer.status_code == 422
    assert "Größe?" in answer.text


def test_a_name_with_line_breaks_is_no_second_header(customer, demo):
    form = NILS | {"name": "Nils\r\nBcc: evil@customer.example"}

    customer.post("/demo/mailbox/write", data=form)

    drained(demo)
    assert newest_message(demo)[0] == "Passt das?"
