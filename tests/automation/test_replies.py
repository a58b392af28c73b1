"""What a rule says to a customer: once per ticket, never into a storm, and nothing of a stranger's own words."""

import pytest
from sqlalchemy import select

from helpdesk.automation.placeholders import filled, unknown
from helpdesk.channels.inboxes import create_inbox
from helpdesk.contacts.blocking import block
from helpdesk.contacts.identities import verify
from helpdesk.contacts.models import Contact
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.models import Delivery
from helpdesk.mailroom.outgoing import outbound_of
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Message
from tests.factories import a_contact, a_message, a_reply, address_of

HELLO = "Hello {{customer.name}}, {{ agent.name }} has {{ticket.number}}. {{ braces"


@pytest.fixture
def said(work):
    """What machines said."""

    def look():
        with work() as session:
            return list(session.scalars(select(Message.text).where(Message.robot == "rule").order_by(Message.id)))

    return look


def test_a_customer_hears_it_once_in_each_ticket(a_rule, opened, change, said, runs, work):
    a_rule("message.received", ("send_reply", {"text": "We have it."}), name="Hello")
    ticket = opened()
    change(ticket, a_message)

    assert said() == ["We have it."]
    assert [did for _name, _outcome, did in runs()] == [[["send_reply", "done"]], [["send_reply", "said"]]]
    opened()
    assert len(said()) == 2
    with work() as session:
        assert set(session.scalars(select(Delivery.state))) == {"recorded"}


def test_names_are_filled_in(a_rule, opened, change, work, dora, ben, said):
    with work() as session:
        verify(address_of(session.get_one(Contact, dora.id)), by=SYSTEM)
    a_rule("ticket.agent_assigned", ("send_reply", {"text": HELLO}))
    ticket = opened()
    change(ticket, lambda one: assign_agent(one, ben, by=SYSTEM))

    assert said() == [f"Hello Dora Diaz, Ben has #{ticket.number}. {{{{ braces"]


def test_a_stranger_is_not_sent_their_own_words(a_rule, opened, work, said):
    a_rule("ticket.opened", ("send_reply", {"text": HELLO}))
    with work() as session:
        eve = a_contact("Buy at evil.example now", address="eve@customer.example")
        session.flush()
    ticket = opened("Evil", by=eve)

    assert said() == [f"Hello there, our team has #{ticket.number}. {{{{ braces"]
    with work() as session:
        message = session.scalars(select(Message).where(Message.robot == "rule")).one()
        mail = outbound_of(message, ["eve@customer.example"])
    assert (mail.subject, [one.name for one in mail.to]) == (f"Your message, #{ticket.number}", [""])


def test_whom_an_agent_answered_is_no_stranger(a_rule, opened, change, work, ben, said):
    a_rule("ticket.status_changed", ("send_reply", {"text": "Done."}))
    ticket = opened("Kettle")
    change(ticket, lambda one: a_reply(one, by=ben, then="resolved"))

    with work() as session:
        message = session.scalars(select(Message).where(Message.robot == "rule")).one()
        assert outbound_of(message, ["dora@customer.example"]).subject == "Kettle"


@pytest.mark.parametrize(
    "quiet", [lambda one: a_message(one, verdict="fail"), lambda one: block(one.contact, by=SYSTEM)]
)
def test_it_keeps_quiet_where_a_machine_should(a_rule, opened, change, said, history, quiet):
    ticket = opened()
    change(ticket, quiet)
    a_rule("ticket.agent_assigned", ("send_reply", {"text": "Hello"}), name="Hello")
    a_rule("message.received", ("send_reply", {"text": "Hello"}), name="Hello")
    change(ticket, lambda one: a_message(one, verdict="fail"))

    assert said() == []
    assert history(ticket)[-1] == (
        "Rule “Hello” ran: send a reply: kept quiet: a machine had better not write to this customer now"
    )


def test_a_text_that_a_channel_cannot_carry_fails_in_words(a_rule, opened, work, runs):
    a_rule("ticket.opened", ("send_reply", {"text": "x" * 5000}), ("add_tag", {"tag": "long"}))
    with work():
        phone = create_inbox(channel="sms", name="Phone", address="+15005550001", by=SYSTEM)
    opened(inbox=phone)

    assert runs()[0][1:] == ("failed", [["send_reply", "too_long"], ["add_tag", "done"]])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{customer.name}} {{ ticket.number }}", []),
        ("{{customer.email}}", ["{{customer.email}}"]),
        ("{{}} {{ {{agent.name}}", ["{{}}"]),
        ("{{agent.name}", []),
        ("{" * 100_000, []),
    ],
)
def test_what_cannot_be_filled_in_is_named(text, wrong):
    assert unknown(text) == wrong


def test_what_is_filled_in_is_not_looked_at_again():
    assert filled("{{a}}{{b}}", {"a": "{{b}}", "b": "x"}) == "{{b}}x"
