"""An agent writes first."""

import pytest

from helpdesk.channels.inboxes import create_inbox, disable
from helpdesk.contacts.consent import opt_out
from helpdesk.contacts.identities import find
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.keys import KeyUsed
from helpdesk.tickets.reachable import OptedOut
from helpdesk.tickets.starting import TooMany, start_ticket
from tests.texts import NUMBER, PAT


@pytest.fixture
def texts(db):
    """A German SMS inbox."""
    return create_inbox(channel="sms", name="Texts", address=NUMBER, settings={"default_region": "DE"}, by=SYSTEM)


def start(inbox, ben, **more):
    given = {"to": "Dora@Customer.example", "subject": "Your kettle", "text": "It is ready."} | more
    return start_ticket(inbox, by=ben, **given)


def test_a_ticket_is_opened_with_our_own_mail(db, inbox, ben):
    message = start(inbox, ben, cc=["eve@customer.example"])
    ticket = message.ticket

    assert (ticket.subject, ticket.status, ticket.needs_reply) == ("Your kettle", "open", False)
    assert (ticket.assignee_id, ticket.contact_id) == (ben.id, find("email", "dora@customer.example").contact_id)
    assert (message.kind, message.text) == ("outbound", "It is ready.")
    assert message.headers["to"] == ["dora@customer.example"]
    assert message.headers["cc"] == ["eve@customer.example"]


def test_a_number_needs_no_country_and_a_text_no_subject(db, texts, ben):
    message = start(texts, ben, to="0151 12345678", subject="")

    assert message.headers["to"] == [PAT]
    assert message.ticket.subject == "It is ready."


def test_the_same_click_twice_is_one_ticket(db, inbox, ben):
    first = start(inbox, ben, client_key="k")

    assert start(inbox, ben, client_key="k").id == first.id
    with pytest.raises(KeyUsed):
        start(inbox, ben, client_key="k", text="Other words.")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"to": "nobody"}, "to"), ({"to": "support@acme.example"}, "to"), ({"subject": " "}, "subject"),
     ({"cc": ["x"]}, "cc"), ({"cc": [f"a{n}@b.example" for n in range(51)]}, "cc")],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_by_its_field(db, inbox, ben, given, field):
    with pytest.raises(BadInput) as refused:
        start(inbox, ben, **given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [({"to": "Dora"}, "to"), ({"to": NUMBER}, "to"), ({"to": "0151 12345678", "cc": [PAT]}, "cc"),
     ({"to": PAT, "text": "x" * 1601}, "text")],
)  # fmt: skip
def test_what_cannot_be_texted_is_refused_by_its_field(db, texts, ben, given, field):
    with pytest.raises(BadInput) as refused:
        start(texts, ben, **given)
    assert refused.value.field == field


def test_a_disabled_inbox_starts_nothing(db, inbox, ben):
    disable(inbox, by=SYSTEM)
    with pytest.raises(BadInput):
        start(inbox, ben)


def test_whoever_opted_out_is_left_alone(db, texts, ben):
    identity = start(texts, ben, to=PAT).ticket.contact.identities[0]
    opt_out(identity, by=SYSTEM)

    with pytest.raises(OptedOut):
        start(texts, ben, to=PAT)


def test_a_person_is_written_to_five_times_an_hour_at_most(db, texts, ben, clock):
    for number in range(5):
        start(texts, ben, to=PAT, text=f"Text {number}")
    with pytest.raises(TooMany):
        start(texts, ben, to=PAT)
    start(texts, ben, to="+4915187654321")

    clock.tick(minutes=61)
    start(texts, ben, to=PAT)
