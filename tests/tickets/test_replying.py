"""An agent answers: whom it reaches, once, and only by somebody who read what came before."""

import pytest
from sqlalchemy import func, select

from helpdesk.contacts.identities import resolve
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.keys import KeyUsed
from helpdesk.tickets.models import Message
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.opening import join
from helpdesk.tickets.replying import MovedOn, NoRecipient
from helpdesk.tickets.ways import usual_people
from tests.factories import a_message, a_reply, a_ticket, an_inbox


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def sent(ticket):
    query = select(func.count()).where(Message.ticket_id == ticket.id, Message.kind == "outbound")
    return rows.session.scalar(query)


def test_it_goes_to_who_takes_part(ticket, ben):
    join(ticket, [(resolve("email", "eli@customer.example", source="test"), "cc")])

    message = a_reply(ticket, by=ben)

    assert message.headers == {"to": ["dora@customer.example"], "cc": ["eli@customer.example"], "bcc": []}


def test_it_goes_to_whom_the_agent_names_each_once_in_any_spelling(ticket, ben):
    message = a_reply(
        ticket,
        by=ben,
        to=["Eli@Customer.Example", " eli@customer.example "],
        cc=["ELI@customer.example", "x@y.example"],
    )

    assert message.headers == {"to": ["eli@customer.example"], "cc": ["x@y.example"], "bcc": []}


def test_who_is_added_takes_part_from_now_on_but_a_blind_copy_stays_blind(ticket, ben):
    a_reply(ticket, by=ben, to=["eli@customer.example"], cc=["fay@customer.example"], bcc=["boss@customer.example"])

    people = usual_people(ticket, ticket.inbox)

    assert {one.value for role in people.values() for one in role} == {
        "dora@customer.example", "eli@customer.example", "fay@customer.example",
    }  # fmt: skip


@pytest.mark.parametrize("own", ["support@acme.example", "SUPPORT@acme.example", "other@acme.example"])
def test_it_never_goes_to_one_of_our_own_inboxes(ticket, ben, own):
    an_inbox("other@acme.example")

    message = a_reply(ticket, by=ben, to=["dora@customer.example", own], cc=[own], bcc=[own])

    assert message.headers == {"to": ["dora@customer.example"], "cc": [], "bcc": []}


def test_it_never_goes_to_our_own_reply_address(ticket, ben):
    with pytest.raises(NoRecipient):
        a_reply(ticket, by=ben, to=["support+17.abcdef@acme.example"])


@pytest.mark.parametrize("nobody", [[], ["support@acme.example"]])
def test_without_anybody_to_reach_nothing_is_sent(ticket, db, ben, nobody):
    with pytest.raises(NoRecipient):
        a_reply(ticket, by=ben, to=nobody, cc=["eli@customer.example"])

    assert sent(ticket) == 0


@pytest.mark.parametrize("role", ["to", "cc", "bcc"])
@pytest.mark.parametrize(
    "address", ["", "  ", "nobody", "@", "a@", "@b", "a b@c.example", "a@b\r\nBcc: x@y", "a@" + "b" * 400]
)
def test_what_is_no_address_is_refused_by_name(ticket, db, ben, role, address):
    with pytest.raises(BadInput) as refused:
        a_reply(ticket, by=ben, **{role: [address]})

    assert refused.value.field == role
    assert sent(ticket) == 0


def test_more_than_fifty_recipients_are_too_many(ticket, ben):
    many = [f"p{n}@customer.example" for n in range(51)]

    with pytest.raises(BadInput):
        a_reply(ticket, by=ben, to=many)

    assert len(a_reply(ticket, by=ben, to=many[:50]).headers["to"]) == 50


def test_two_clicks_are_one_message(ticket, db, ben):
    first = a_reply(ticket, by=ben, client_key="k1")
    second = a_reply(ticket, by=ben, client_key="k1")

    assert second is first
    assert sent(ticket) == 1
    assert a_reply(ticket, by=ben, client_key="k2") is not first


def test_a_key_belongs_to_one_kind_of_message_of_one_agent(ticket, ben, ada):
    add_note(ticket, by=ben, text="Careful.", client_key="k1")

    a_reply(ticket, by=ben, client_key="k2")

    for again in (
        lambda: a_reply(ticket, by=ben, client_key="k1"),
        lambda: a_reply(ticket, by=ada, client_key="k2"),
        lambda: a_reply(ticket, by=ben, client_key="k2", text="Something else"),
        lambda: add_note(ticket, by=ben, text="We are looking into it.", client_key="k2"),
    ):
        with pytest.raises(KeyUsed):
            again()


def test_the_same_key_on_another_ticket_is_another_message(ticket, ben, dora, inbox):
    other = a_ticket(by=dora, inbox=inbox)

    assert a_reply(ticket, by=ben, client_key="k").id != a_reply(other, by=ben, client_key="k").id


def test_who_did_not_see_the_newest_message_sends_nothing_and_gets_it(ticket, db, ben):
    seen = a_message(ticket, text="One")
    newer = a_message(ticket, text="Wait, I found it!")

    with pytest.raises(MovedOn) as stopped:
        a_reply(ticket, by=ben, seen_message_id=seen.id)

    assert stopped.value.messages == [newer]
    assert sent(ticket) == 0
    assert ticket.needs_reply


def test_a_colleagues_answer_is_news_too(ticket, ben, ada):
    seen = a_message(ticket)
    answer = a_reply(ticket, by=ada)

    with pytest.raises(MovedOn) as stopped:
        a_reply(ticket, by=ben, seen_message_id=seen.id)

    assert stopped.value.messages == [answer]


def test_notes_events_and_quiet_mail_are_no_reason_to_stop(ticket, ben, ada):
    seen = a_message(ticket)
    add_note(ticket, by=ada, text="I know her.")
    a_message(ticket, agents_only=True)

    assert a_reply(ticket, by=ben, seen_message_id=seen.id).kind == "outbound"


def test_the_second_click_is_no_stale_view(ticket, ben):
    seen = a_message(ticket)
    first = a_reply(ticket, by=ben, seen_message_id=seen.id, client_key="k")

    assert a_reply(ticket, by=ben, seen_message_id=seen.id, client_key="k") is first


def test_an_answer_ends_the_waiting_and_the_first_one_is_remembered(ticket, ben, clock):
    first = clock.tick(minutes=5)
    a_reply(ticket, by=ben, text="Hello")
    clock.tick(minutes=5)
    a_reply(ticket, by=ben, text="And one more thing")

    assert (ticket.needs_reply, ticket.waiting_since, ticket.first_replied_at) == (False, None, first)
    assert (ticket.snippet, ticket.snippet_by, ticket.last_message_at) == ("And one more thing", "agent", clock.now)


def test_one_answer_is_one_event_of_the_agent(ticket, db, ben):
    message = a_reply(ticket, by=ben, client_key="k")
    a_reply(ticket, by=ben, client_key="k")

    event = rows.session.scalars(select(EventRow).where(EventRow.name == "message.sent")).one()
    assert (event.subject_id, event.ticket_id, event.actor_kind, event.actor_id) == (
        message.id, ticket.id, "agent", ben.id,
    )  # fmt: skip


def test_the_second_click_does_not_undo_what_the_contact_did_between(ticket, ben):
    a_reply(ticket, by=ben, client_key="k", then="resolved")
    assert ticket.status == "resolved"
    a_message(ticket, text="It is still broken!")

    a_reply(ticket, by=ben, client_key="k", then="resolved")

    assert (ticket.status, ticket.needs_reply) == ("open", True)
