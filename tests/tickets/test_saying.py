"""A machine speaks to a customer: once, to one address, and never into a storm."""

import pytest

from helpdesk.channels.inboxes import disable
from helpdesk.contacts.blocking import block
from helpdesk.contacts.consent import opt_out
from helpdesk.contacts.identities import resolve
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.opening import join
from helpdesk.tickets.replying import reply
from helpdesk.tickets.saying import say
from tests.factories import a_contact, a_message, a_ticket, address_of


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def said(ticket, text="How was it?", *, key="survey:1"):
    return say(ticket, text, by=SYSTEM, robot="survey", key=key)


def test_it_reaches_the_contact_and_nobody_else(ticket):
    join(ticket, [(resolve("email", "eve@customer.example", source="test"), "cc")])

    assert said(ticket).headers == {"to": ["dora@customer.example"]}


def test_the_same_is_said_once(ticket):
    assert said(ticket).id == said(ticket, "In other words").id


def test_it_answers_nobody_for_an_agent_and_the_list_shows_what_people_said(ticket, clock):
    since, words = ticket.waiting_since, (ticket.snippet, ticket.last_message_at)
    clock.tick(minutes=5)
    said(ticket)

    assert (ticket.snippet, ticket.last_message_at) == words

    assert (ticket.needs_reply, ticket.waiting_since, ticket.first_replied_at) == (True, since, None)


@pytest.mark.parametrize(
    "quiet",
    [
        lambda ticket: block(ticket.contact, by=SYSTEM),
        lambda ticket: opt_out(address_of(ticket.contact), by=SYSTEM),
        lambda ticket: disable(ticket.inbox, by=SYSTEM),
        lambda ticket: a_message(ticket, verdict="fail"),
        lambda ticket: a_message(ticket, verdict="ambiguous"),
        lambda ticket: a_message(ticket, automatic=True, headers={"automatic": True}),
    ],
    ids=["blocked", "opted out", "inbox disabled", "forged", "ambiguous", "a machine wrote"],
)
def test_it_keeps_quiet_where_it_should(ticket, quiet):
    quiet(ticket)

    assert said(ticket) is None


def test_nobody_hears_more_than_three_an_hour_and_ten_a_day(ticket, clock):
    heard = []
    for hour in range(5):
        heard += [said(ticket, key=f"{hour}:{one}") is not None for one in range(4)]
        clock.tick(hours=1, seconds=1)

    assert heard == [*[True, True, True, False] * 3, True, False, False, False, *[False] * 4]


def test_all_machines_together_stop_at_two_hundred_in_ten_minutes(db, clock, inbox):
    people = [a_contact(address=f"dora@shop{one}.example") for one in range(202)]

    assert [said(a_ticket(by=one, inbox=inbox)) is not None for one in people] == [*[True] * 200, False, False]


def test_one_domain_hears_sixty_words_an_hour(db, clock, inbox):
    people = [a_contact(address=f"dora{one}@shop.example") for one in range(61)]

    assert [said(a_ticket(by=one, inbox=inbox)) is not None for one in people] == [*[True] * 60, False]


def test_no_agent_speaks_in_a_machines_place(ticket, ben):
    with pytest.raises(BadInput):
        reply(ticket, by=ben, text="How was it?", client_key="survey:1")
