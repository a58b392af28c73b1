"""The same conversation by mail and by text: an agent switches, and whatever is answered joins the one ticket."""

import pytest
from sqlalchemy import func, select

from helpdesk.channels.inboxes import change_inbox, disable
from helpdesk.channels.models import Inbox
from helpdesk.contacts.consent import opt_out
from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.settings import put
from helpdesk.mailroom.marks import reply_token
from helpdesk.tickets.models import Message, Ticket
from tests import factories
from tests.mails import SUPPORT
from tests.texts import NUMBER, PAT, a_text

pytestmark = pytest.mark.database
DORA = "dora@customer.example"


@pytest.fixture
def texts_id(text_hook, work):
    with work():
        texts = db.session.scalars(select(Inbox).where(Inbox.address == NUMBER)).one()
        change_inbox(texts, by=SYSTEM, settings={"default_region": "DE"}, partial=True)
        return texts.id


@pytest.fixture
def number(ticket, work, texts_id):
    """Dora's ticket, opened by mail; her phone is known."""
    with work():
        found = db.session.get_one(Ticket, ticket)
        db.session.add(Identity(contact_id=found.contact_id, kind="phone", value=PAT, source="agent"))
        return found.number


def count_of(work):
    with work():
        return db.session.scalar(select(func.count()).select_from(Ticket))


def test_a_mail_is_answered_by_text_and_the_text_back_joins_it(
    number, texts_id, carrier, text, text_back, shown, work, inbox
):
    status, said = text_back(number, "Are you at home?", inbox_id=texts_id)

    assert status == 201
    assert (said["message"]["inbox_id"], said["message"]["to"]) == (texts_id, [PAT])
    assert [(one["To"], one["From"], one["Body"]) for one in carrier.accepted] == [(PAT, NUMBER, "Are you at home?")]
    text(a_text("Yes, until six."))
    seen = shown(number)
    assert [(one["text"], one["inbox_id"]) for one in seen["messages"] if one["kind"] == "inbound"] == [
        ("It stays cold.", inbox.id), ("Yes, until six.", texts_id),
    ]  # fmt: skip
    assert (seen["ticket"]["status"], seen["ticket"]["channel"], count_of(work)) == ("open", "email", 1)


def test_the_next_mail_goes_to_the_mail_address_alone(number, texts_id, text, text_back, configured):
    text_back(number, "Are you at home?", inbox_id=texts_id)
    text(a_text("Yes."))

    status, said = text_back(number, "Then we come by.")

    assert (status, said["message"]["to"], said["message"]["cc"]) == (201, [DORA], [])
    headers = configured.accepted[-1]["headers"]
    assert "SM" not in headers["References"]


def test_a_text_is_answered_by_mail_and_the_mail_back_joins_it(text, text_back, arrive, shown, work, inbox, configured):
    text(a_text("My kettle stays cold."))
    with work():
        ticket = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
        db.session.add(
            Identity(contact_id=ticket.contact_id, kind="email", value="pat@customer.example", source="agent")
        )
        number, ticket_id = ticket.number, ticket.id

    status, said = text_back(number, "Here is the manual.", inbox_id=inbox.id)

    assert (status, said["message"]["to"]) == (201, ["pat@customer.example"])
    (mail,) = configured.accepted
    assert [one["email"] for one in mail["personalizations"][0]["to"]] == ["pat@customer.example"]
    with work():
        message = db.session.get_one(Message, said["message"]["id"])
        address = SUPPORT.replace("@", f"+{reply_token(db.session.get_one(Ticket, ticket_id), message)}@")
    joined = arrive("Thanks, it boils now.", sender="Pat <pat@customer.example>", to=address)
    assert (joined.threaded_by, joined.message.ticket_id, joined.message.agents_only) == ("token", ticket_id, False)
    assert count_of(work) == 1


def test_where_two_tickets_are_open_the_text_joins_the_one_that_texted_last(
    number, texts_id, text, text_back, shown, arrive, work
):
    text(a_text("Another thing: where is my invoice?"))
    assert count_of(work) == 2

    text_back(number, "Are you at home?", inbox_id=texts_id)
    text(a_text("Yes, until six."))

    assert shown(number)["messages"][-1]["text"] == "Yes, until six."
    assert count_of(work) == 2


def test_nothing_goes_where_no_consent_address_or_way_is(number, texts_id, text_back, work, inbox, shown):
    def refused(**more):
        status, told = text_back(number, "Hello?", **more)
        return status, told["error"]["code"]

    with work():
        phone = db.session.scalars(select(Identity).where(Identity.value == PAT)).one()
        opt_out(phone, by=SYSTEM)
        second = factories.an_inbox("sales@acme.example").id
        chat = factories.a_chat("shop").id
    assert refused(inbox_id=texts_id) == (409, "opted_out")
    assert refused(inbox_id=second) == (422, "no_way")
    assert refused(inbox_id=chat) == (422, "no_way")
    assert refused(inbox_id=4711)[0] == 400
    with work():
        db.session.delete(db.session.scalars(select(Identity).where(Identity.value == PAT)).one())
    _status, told = text_back(number, "Hello?", inbox_id=texts_id)
    assert told["error"]["message"] == "No address of theirs is known that this inbox reaches."
    assert [one["kind"] for one in shown(number)["messages"] if one["kind"] == "outbound"] == []


def test_a_file_does_not_get_lost_on_the_way(number, texts_id, desk, text_back):
    status, told = text_back(number, "See", html='<p><img src="cid:upload-1@desk"></p>', inbox_id=texts_id)
    assert (status, told["error"]["field"]) == (400, "attachments")


def test_a_text_can_be_taken_back_and_is_held_when_its_inbox_is_gone(
    number, texts_id, carrier, text_back, desk, run_jobs, clock, work
):
    with work():
        put("sending.undo", 120, by=SYSTEM)
        change_inbox(db.session.get_one(Inbox, texts_id), by=SYSTEM, settings={"undo_seconds": "10"}, partial=True)
    status, told = text_back(number, "Are you at home?", inbox_id=texts_id)
    assert (status, told["draft"]["inbox_id"]) == (202, texts_id)
    with work():
        disable(db.session.get_one(Inbox, texts_id), by=SYSTEM)

    clock.tick(seconds=11)
    run_jobs()

    (draft,) = desk.get("/desk/drafts").json["drafts"]
    assert (draft["held"], draft["inbox_id"], carrier.accepted) == ("no_way", texts_id, [])
    assert draft["held_words"] == "They cannot be reached that way any more."
