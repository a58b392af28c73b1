"""The next most urgent ticket for me: mine that is due, mine that waits longest, then nobody's in my teams."""

from datetime import timedelta

import pytest

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import change_status
from tests.factories import a_ticket


@pytest.fixture
def waiting(work, clock, dora, inbox, billing):
    """Make a ticket that waits since now, with whom, and when it is due: `waiting(ben, due=2)`."""

    def make(agent=None, *, due=None, team=None):
        with work():
            clock.tick(minutes=1)
            ticket = a_ticket(by=dora, inbox=inbox)
            if agent:
                assign_agent(ticket, rows.session.get_one(Agent, agent.id), by=rows.session.get_one(Agent, agent.id))
            ticket.next_due_at = clock.now + timedelta(hours=due) if due else None
            if team:
                ticket.team_id = team.id
            rows.session.flush()
            return ticket.number

    return make


def ask(desk, *skip):
    answer = desk.post("/desk/next", json={"skip": list(skip)})
    assert answer.status_code == 200
    return answer.json


def test_mine_that_is_due_soonest_comes_first_then_who_waits_longest(desk, waiting, ben, ada):
    old, due, sooner = waiting(ben), waiting(ben, due=3), waiting(ben, due=1)
    waiting(ada, due=1)

    first = ask(desk)
    rest = [ask(desk, sooner)["number"], ask(desk, sooner, due)["number"]]

    assert (first["number"], first["claimed"], first["left"]) == (sooner, False, 2)
    assert rest == [due, old]


def test_nobodys_ticket_of_my_team_becomes_mine(desk, waiting, work, ben):
    number = waiting()

    answer = ask(desk)

    assert (answer["number"], answer["claimed"], answer["left"]) == (number, True, 0)
    with work():
        assert rows.session.query(Ticket).one().assignee_id == ben.id
    assert "Ben took the ticket" in desk.get(f"/desk/tickets/{number}").text


def test_another_teams_is_left_alone(desk, waiting, work, billing):
    waiting(team=billing)

    assert ask(desk) == {"number": None, "claimed": False, "left": 0}
    with work():
        assert rows.session.query(Ticket).one().assignee_id is None


def test_what_is_done_or_asks_nothing_of_me_is_not_given_out(desk, waiting, work, ben):
    waiting(ben)
    with work():
        change_status(rows.session.query(Ticket).one(), "resolved", by=rows.session.get_one(Agent, ben.id))

    assert ask(desk)["number"] is None


@pytest.mark.parametrize("skip", ["1", ["1"], [0], [True], [1.5], [10**30], list(range(1, 300)), {"a": 1}])
def test_nonsense_is_refused(desk, skip):
    assert desk.post("/desk/next", json={"skip": skip}).status_code == 400
