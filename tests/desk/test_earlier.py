"""What the same person asked before, to be read without leaving the ticket."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.redacting import redact
from helpdesk.tickets.saying import say
from tests.factories import a_message, a_reply, a_ticket

JSON = {"Accept": "application/json"}


@pytest.fixture
def lamp(work, dora, inbox, ben):
    """An older ticket of Dora's, with five things said."""
    with work():
        lamp = a_ticket("The lamp flickers", by=dora, inbox=inbox, text="It flickers.")
        a_reply(lamp, by=ben, text="Since when?")
        a_message(lamp, text="Since Monday.")
        add_note(lamp, by=ben, text="A known fault.")
        a_reply(lamp, by=ben, text="We send a new one.")
        return lamp


def test_it_shows_the_last_words_of_each_earlier_ticket(desk, lamp, url):
    (told,) = desk.get(f"{url}/earlier").json["tickets"]

    assert (told["number"], told["subject"], told["status"]) == (lamp.number, "The lamp flickers", "open")
    assert told["channel"] == "email"
    assert [(one["author"]["name"], one["text"]) for one in told["messages"]] == [
        ("Dora Diaz", "Since Monday."),
        ("Ben", "A known fault."),
        ("Ben", "We send a new one."),
    ]
    assert [one["kind"] for one in told["messages"]] == ["inbound", "note", "outbound"]


def test_the_newest_come_first_and_there_are_at_most_five(desk, work, dora, inbox, ticket, url):
    with work():
        for at in range(7):
            a_ticket(f"Lamp {at}", by=dora, inbox=inbox)

    told = desk.get(f"{url}/earlier").json["tickets"]

    assert [one["subject"] for one in told] == [f"Lamp {at}" for at in (6, 5, 4, 3, 2)]


def test_what_one_may_not_see_is_not_told(app, login, work, dora, inbox, billing, cy, lamp):
    with work():
        bill = a_ticket("A bill", by=dora, inbox=inbox)
        bill.team_id = billing.id
        hers = bill.number
    browser = login(app.test_client(), cy)

    assert browser.get(f"/desk/tickets/{hers}/earlier").json["tickets"] == []


def test_a_foreign_ticket_is_like_one_that_does_not_exist(stranger, lamp, url):
    foreign, nothing = (stranger.get(f"{one}/earlier", headers=JSON) for one in (url, "/desk/tickets/4711"))

    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json == nothing.json


def test_what_a_machine_said_is_left_out(desk, work, dora, inbox, url):
    with work():
        lamp = a_ticket("The lamp flickers", by=dora, inbox=inbox, text="It flickers.")
        assert say(lamp, "How did we do?", by=SYSTEM, robot="survey", key="asked")

    (told,) = desk.get(f"{url}/earlier").json["tickets"]

    assert [one["text"] for one in told["messages"]] == ["It flickers."]


def test_long_words_are_cut_and_blanked_ones_stay_blank(desk, work, lamp, url, ada):
    with work():
        last = a_message(rows.session.get_one(Ticket, lamp.id), text="long " * 1000).id
        blanked = a_message(rows.session.get_one(Ticket, lamp.id), text="My PIN is 4711.").id
    with work():
        redact(rows.session.get_one(Message, blanked), by=ada)

    *_, long, gone = desk.get(f"{url}/earlier").json["tickets"][0]["messages"]

    assert (long["id"], long["cut"]) == (last, True)
    assert len(long["text"]) < 2000
    assert (gone["text"], gone["redacted"]) == ("", True)


def test_it_costs_the_same_however_much_was_said(desk, work, dora, inbox, ticket, url, count_queries):
    with count_queries() as few:
        desk.get(f"{url}/earlier")
    with work():
        for at in range(5):
            other = a_ticket(f"Lamp {at}", by=dora, inbox=inbox)
            for _each in range(4):
                a_message(other)
    with count_queries() as many:
        desk.get(f"{url}/earlier")

    assert len(many) <= len(few) <= 5
