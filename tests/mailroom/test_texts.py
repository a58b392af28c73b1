"""A customer texts, an agent answers: told by HTTP from door to door."""

import pytest
from sqlalchemy import select

from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.status import resolve
from tests.mailroom.looking import count, newest, texts
from tests.standins.twilio import TOKEN
from tests.texts import NUMBER, PAT, a_status, a_text

pytestmark = pytest.mark.database


def test_a_text_becomes_a_ticket_and_is_answered(text, carrier, work, shown, text_back):
    told = text(
        a_text("My kettle stays cold, and it did so all week long; I would like to have my money back, please.")
    )
    assert (told.status_code, told.mimetype) == (200, "text/xml")
    assert told.text == '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'

    number = newest(work)
    ticket = shown(number)["ticket"]
    assert ticket["subject"] == "My kettle stays cold, and it did so all week long; I would like to have my…"
    assert (ticket["channel"], ticket["needs_reply"], ticket["contact"]["name"]) == ("sms", True, PAT)
    assert ticket["contact_panel"]["identities"] == [
        {"kind": "phone", "value": PAT, "shown": PAT, "verified": True, "opted_out": False, "suppressed": None}
    ]

    status, said = text_back(number)
    assert status == 201
    assert [(one["To"], one["From"], one["Body"]) for one in carrier.accepted] == [(PAT, NUMBER, "We send a new one.")]
    callback = carrier.accepted[0]["StatusCallback"]
    assert callback.endswith(f"/events?message={said['message']['id']}")
    assert text(a_status(f"SM{1:032d}", "delivered"), url=callback).status_code == 200

    messages = shown(number)["messages"]
    assert [one["delivery"]["state"] for one in messages if one["kind"] == "outbound"] == ["delivered"]


def test_an_agents_signature_stays_off_a_text(text, carrier, work, text_back, ben):
    with work() as session:
        session.merge(ben).signature = "Ben of Acme\nTel. 1"
    text(a_text())

    text_back(newest(work))
    assert carrier.accepted[0]["Body"] == "We send a new one."


def test_the_same_text_comes_in_once_for_ever(text, work, shown, clock):
    said = a_text("Hello?")
    assert text(said).status_code == 200
    clock.tick(days=400)
    assert text({**said, "Body": "Hello!"}).status_code == 200  # Twilio's name for it counts, not the bytes.

    assert texts(shown, newest(work)) == [("inbound", "Hello?")]
    assert (count(work, Envelope), count(work, Ticket)) == (1, 1)


@pytest.mark.parametrize("token", [None, "another token"])
def test_what_is_not_signed_leaves_no_row(text, work, text_hook, token):
    for url, fields in ((text_hook, a_text()), (f"{text_hook}/events", a_status(f"SM{1:032d}", "sent"))):
        answer = text(fields, url=url, token=token)
        assert (answer.status_code, answer.data) == (403, b"")
    assert (count(work, Envelope), count(work, Ticket)) == (0, 0)


def test_without_any_token_nothing_is_believed(app, text, work, monkeypatch):
    monkeypatch.setitem(app.config, "TWILIO_AUTH_TOKEN", None)
    assert text(a_text(), token="").status_code == 403
    assert count(work, Envelope) == 0


def test_a_text_signed_with_the_inboxs_own_token_is_believed(text, work):
    with work():
        inbox = db.session.scalars(select(Inbox)).one()
        change_inbox(inbox, settings={"account_sid": "AC" + "9" * 32, "auth_token": "its own"}, by=SYSTEM, partial=True)

    assert text(a_text(), token="its own").status_code == 200
    assert text(a_text(), token=TOKEN).status_code == 200
    assert count(work, Envelope) == 2


def test_an_open_ticket_goes_on_and_a_resolved_one_does_not(text, work, shown, desk):
    text(a_text("One"))
    first = newest(work)
    text(a_text("Two"))
    assert texts(shown, first) == [("inbound", "One"), ("inbound", "Two")]

    desk.put(f"/desk/tickets/{first}/status", json={"status": "resolved"})
    text(a_text("Three"))
    assert newest(work) != first
    assert texts(shown, newest(work)) == [("inbound", "Three")]


def test_a_ticket_that_was_silent_too_long_does_not_go_on(text, work, clock):
    text(a_text("One"))
    clock.tick(days=29)
    text(a_text("Two"))
    clock.tick(days=31)
    text(a_text("Three"))

    assert count(work, Ticket) == 2


def test_another_person_has_another_ticket(text, work):
    text(a_text("One"))
    text(a_text("Two", sender="+4915187654321"))
    assert count(work, Ticket) == 2


@pytest.mark.parametrize(
    "fields",
    [{}, {"Body": "x"}, a_text(sender="ACME"), a_text(sender=""), a_text(NumMedia="-1"), a_text(NumMedia="²"),
     a_text(NumMedia="9" * 400), a_text("\0"), a_text("x" * 5000),
     a_text(MessageSid="nonsense"), a_text(sender=NUMBER)],
    ids=range(11),
)  # fmt: skip
def test_whatever_is_signed_is_kept_and_ends_once(text, work, fields):
    assert text(fields).status_code == 200
    with work():
        assert db.session.scalars(select(Envelope)).one().state in {"processed", "suspended"}


def test_only_what_fits_can_be_answered(text, carrier, work, text_back):
    text(a_text())
    number = newest(work)

    assert text_back(number, "x" * 1601)[0] == 400
    assert text_back(number, cc=["+4915187654321"])[0] == 400
    assert text_back(number, "x" * 1600, html="<b>x</b>")[0] == 201
    assert count(work, Message) >= 2
    assert len(carrier.accepted) == 1


def test_a_text_that_only_thanks_stays_with_what_is_done(text, work, shown):
    text(a_text("It stays cold."))
    number = newest(work)
    with work():
        resolve(db.session.scalars(select(Ticket).where(Ticket.number == number)).one(), by=SYSTEM)

    text(a_text("Thank you!"))

    assert newest(work) == number
    assert shown(number)["ticket"]["status"] == "resolved"
