"""The bell rings in every window of whoever is told, and nowhere else."""

import pytest

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db as rows
from helpdesk.notifications.reading import mark_read
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Ticket
from tests.factories import a_message, a_ticket
from tests.live_server import until
from tests.telling import heard


@pytest.fixture
def give(work, run_jobs, ada):
    """Let Ada give an agent some tickets, and let it be told."""

    def given(agent, *tickets):
        with work():
            for ticket in tickets:
                assign_agent(rows.session.get_one(Ticket, ticket.id), rows.session.get_one(Agent, agent.id), by=ada)
        run_jobs()

    return given


def rung(line):
    return [news for news in heard(line) if news["kind"] == "bell"]


def test_the_bell_rings_for_the_one_who_was_told_whatever_page_is_open(at, connect, tell, give, ticket, ada, ben):
    bens, page, adas = at(ben), connect(ben), at(ada)  # A page that is no workspace joins no rooms.
    give(ben, ticket)

    tell()

    news = rung(bens)
    assert [(one["unread"], one["notification"]["words"]) for one in news] == [
        ([ticket.number], "Ada assigned you this ticket")
    ]
    assert (news[0]["notification"]["number"], news[0]["notification"]["subject"]) == (ticket.number, ticket.subject)
    assert rung(page) == news
    assert rung(adas) == []


def test_it_says_that_the_customer_wrote(at, tell, give, work, run_jobs, ticket, ben):
    give(ben, ticket)
    bens = at(ben)
    with work():
        a_message(rows.session.get_one(Ticket, ticket.id))
    run_jobs()

    tell()

    assert [one["notification"]["words"] for one in rung(bens)] == ["Dora Diaz wrote"]


def test_reading_in_one_window_quiets_the_others(at, tell, give, work, ticket, ben):
    give(ben, ticket)
    bens = at(ben)
    with work():
        mark_read(rows.session.get_one(Agent, ben.id), ticket=rows.session.get_one(Ticket, ticket.id))

    tell()

    assert [(one["unread"], one["notification"]) for one in rung(bens)] == [([], None)]


def test_many_at_once_ring_once_with_the_newest(at, tell, give, work, dora, inbox, ben):
    with work():
        mail = [a_ticket(f"Lamp {n}", by=rows.session.merge(dora), inbox=rows.session.merge(inbox)) for n in range(5)]
    bens = at(ben)
    give(ben, *mail)

    tell()

    news = rung(bens)
    assert [one["notification"]["subject"] for one in news] == ["Lamp 4"]
    assert sorted(news[0]["unread"]) == [one.number for one in mail]


def test_what_rang_while_the_socket_was_away_rings_when_it_is_back(desk, connect, give, ticket, ben):
    after = desk.get("/desk/tickets", headers={"Accept": "application/json"}).json["cursor"]
    give(ben, ticket)

    def missed():
        joined = connect(ben).emit("join", {"rooms": ["desk"], "after": after}, callback=True)
        return [one["unread"] for one in joined["news"] if one["kind"] == "bell"]

    assert until(missed, what="the bell") == [[ticket.number]]
