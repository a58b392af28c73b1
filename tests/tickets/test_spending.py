"""Texts cost money, and some people make others send them."""

import pytest

from helpdesk.channels.inboxes import change_inbox, create_inbox
from helpdesk.contacts.identities import resolve
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.receiving import Received, receive
from helpdesk.tickets.replying import reply
from helpdesk.tickets.saying import say
from helpdesk.tickets.spending import DayIsFull, Suspicious
from helpdesk.tickets.starting import start_ticket
from tests.texts import NUMBER, PAT

ABROAD = "+37167123456"


@pytest.fixture
def texts(db):
    return create_inbox(channel="sms", name="Texts", address=NUMBER, settings={"default_region": "DE"}, by=SYSTEM)


def start(inbox, ben, to=PAT):
    return start_ticket(inbox, to=to, subject="", text="It is ready.", by=ben)


def a_text_from(number, inbox):
    identity = resolve("phone", number, source="sms")
    ticket = open_ticket(identity=identity, inbox=inbox, subject="Help", by=identity.contact)
    receive(ticket, identity, Received(text="Help"), by=identity.contact)
    return ticket


def test_a_country_that_is_not_ours_is_not_written_to_first(texts, ben):
    with pytest.raises(BadInput) as refused:
        start(texts, ben, to=ABROAD)

    assert refused.value.field == "to"


def test_an_admin_says_which_countries_are(texts, ben):
    change_inbox(texts, settings={"countries": "lv, EE"}, by=SYSTEM)

    assert start(texts, ben, to=ABROAD).headers["to"] == [ABROAD]
    with pytest.raises(BadInput):
        start(texts, ben, to=PAT)


def test_a_list_of_countries_holds_countries(texts):
    with pytest.raises(BadInput, match="country codes"):
        change_inbox(texts, settings={"countries": "DE, Nowhere"}, by=SYSTEM)


def test_whoever_wrote_to_us_is_answered_anywhere(texts, ben):
    ticket = a_text_from(ABROAD, texts)

    assert reply(ticket, by=ben, text="We are here.").headers["to"] == [ABROAD]
    assert start(texts, ben, to=ABROAD).headers["to"] == [ABROAD]


def test_only_twenty_neighbours_are_written_to_within_the_hour(texts, ben, clock):
    for number in range(20):
        start(texts, ben, to=f"+49151123400{number:02}")
    with pytest.raises(Suspicious):
        start(texts, ben, to="+4915112340099")
    start(texts, ben, to="+4917099999999")

    clock.tick(minutes=61)
    start(texts, ben, to="+4915112340099")


def test_a_machine_falls_silent_where_neighbours_ask_in_turn(texts, clock):
    asking = [a_text_from(f"+49151123400{number:02}", texts) for number in range(22)]

    heard = [say(one, "We got it.", by=SYSTEM, robot="rule", key="ack") is not None for one in asking]

    assert heard == [*[True] * 20, False, False]


def test_the_days_budget_ends_and_begins_again(texts, ben, clock):
    change_inbox(texts, settings={"most_a_day": "2"}, by=SYSTEM)
    ticket = a_text_from(PAT, texts)
    reply(ticket, by=ben, text="One")
    reply(ticket, by=ben, text="Two")
    with pytest.raises(DayIsFull):
        reply(ticket, by=ben, text="Three")

    clock.tick(hours=24, seconds=1)
    reply(ticket, by=ben, text="Three")


def test_mail_costs_nothing(inbox, ben, db):
    for number in range(25):
        start_ticket(inbox, to=f"dora{number}@customer.example", subject="Hello", text="Hello", by=ben)
