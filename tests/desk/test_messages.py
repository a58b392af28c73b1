"""One message: its source, its remote pictures on demand, another try at sending it."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.tickets.models import Message, Ticket
from tests.factories import a_message, a_reply

MAIL = (
    b"From: Dora Diaz <dora@customer.example>\r\nTo: support@acme.example\r\nSubject: Lamp\r\n"
    b"Message-ID: <one@customer.example>\r\nX-Odd: </pre><script>alert(1)</script>\r\n\r\nIt does \xff not shine.\r\n"
)
JSON = {"Accept": "application/json"}


@pytest.fixture
def mail(work, run_jobs, inbox):
    """Dora's mail as a message; returns its id."""
    with work():
        deliver(inbox, MAIL)
    run_jobs()
    with work():
        return rows.session.scalars(select(Message.id)).one()


def test_the_source_is_shown_as_text(desk, mail):
    page = desk.get(f"/desk/messages/{mail}/source")

    assert page.status_code == 200
    assert "Message-ID: &lt;one@customer.example&gt;" in page.text
    assert "<script>alert(1)" not in page.text


def test_the_source_is_downloaded_byte_for_byte(desk, mail):
    answer = desk.get(f"/desk/messages/{mail}/source?raw=1")

    assert answer.data == MAIL
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="message-{mail}.eml"'


def test_what_was_written_here_has_no_source(desk, work, ticket, ben):
    with work():
        sent = a_reply(rows.session.get_one(Ticket, ticket.id), by=ben).id

    assert desk.get(f"/desk/messages/{sent}/source").status_code == 404


@pytest.mark.parametrize("what", ["source", "pictures"])
def test_a_foreign_message_is_like_one_that_does_not_exist(stranger, mail, what):
    foreign, nothing = (stranger.get(f"/desk/messages/{one}/{what}", headers=JSON) for one in (mail, 4711))

    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json == nothing.json


@pytest.fixture
def illustrated(work, ticket):
    """A message with a picture that its sender keeps elsewhere."""
    html = '<p>Look</p><img data-remote-src="https://pictures.example/a.png?x=1&amp;y=2" alt="a lamp">'
    with work():
        return a_message(rows.session.get_one(Ticket, ticket.id), html=html, has_remote_images=True).id


def test_pictures_come_through_us_and_name_no_stranger(desk, illustrated):
    html = desk.get(f"/desk/messages/{illustrated}/pictures").json["html"]

    assert "<p>Look</p>" in html
    assert "pictures.example" not in html
    assert 'src="/desk/pictures/' in html


@pytest.mark.parametrize("token", ["x", "%00", "a.b.c", "null", "x" * 3000, "ü"])
def test_a_made_up_picture_is_nothing(desk, token):
    assert desk.get(f"/desk/pictures/{token}").status_code == 404


@pytest.fixture
def failed(work, ticket, ben):
    """An answer that could not be sent."""
    with work():
        message = a_reply(rows.session.get_one(Ticket, ticket.id), by=ben)
        rows.session.flush()
        delivery = rows.session.scalars(select(Delivery)).one()
        delivery.state, delivery.error = DeliveryState.FAILED, "550 no such user"
        return message.id


def test_a_failed_message_is_sent_again(desk, url, failed):
    shown = desk.get(url, headers=JSON).json["messages"][-1]
    assert shown["delivery"]["words"] == "Not sent: 550 no such user"
    assert shown["retry_url"] == f"/desk/messages/{failed}/retry"

    answer = desk.post(shown["retry_url"])

    assert answer.status_code == 200
    assert answer.json["message"]["delivery"]["state"] == "queued"
    assert answer.json["message"]["retry_url"] is None


def test_a_foreign_message_is_not_sent_again(stranger, work, failed):
    assert stranger.post(f"/desk/messages/{failed}/retry", headers=JSON).status_code == 404
    with work():
        assert rows.session.scalars(select(Delivery.state)).one() == "failed"
