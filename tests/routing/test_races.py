"""Two processes at the same moment, on PostgreSQL: no ticket is given twice, and nobody is overfilled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from helpdesk import create_app
from helpdesk.accounts import presence
from helpdesk.accounts.models import Agent
from helpdesk.accounts.teams import join, set_mode
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.kernel.worker import Worker
from helpdesk.routing.draining import drain
from helpdesk.tickets.assignment import Why, claim
from helpdesk.tickets.models import Ticket
from tests.conftest import configured
from tests.factories import a_contact, a_team, a_ticket, an_agent, an_inbox

pytestmark = [pytest.mark.database, pytest.mark.postgres]
ROOM, TICKETS = 7, 40


@pytest.fixture
def office(postgres, tmp_path):
    """Two agents who are both in two teams, and more waiting tickets than they have room for."""
    app = create_app(configured(tmp_path, DATABASE_URL=postgres.url))
    with app.app_context():
        with unit():
            agents = [an_agent(), an_agent()]
            for agent in agents:
                presence.set_capacity(agent, ROOM, by=SYSTEM)
                presence.see(agent)
            for _ in range(2):
                team = a_team()
                inbox = an_inbox(team=team)
                for agent in agents:
                    join(team, agent, by=SYSTEM)
                for _ in range(TICKETS // 2):
                    a_ticket(by=a_contact(), inbox=inbox)
                set_mode(team, "least_busy", by=SYSTEM)
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, *calls):
    def run(call):
        with app.app_context():
            return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result(30) for one in [pool.submit(run, call) for call in calls]]


def everything():
    loads = db.session.execute(select(Ticket.assignee_id, func.count()).group_by(Ticket.assignee_id)).all()
    given = db.session.scalars(select(EventRow.ticket_id).where(EventRow.name == "ticket.agent_assigned")).all()
    return {agent: count for agent, count in loads if agent}, given


def test_two_workers_never_give_one_ticket_twice_nor_overfill_anybody(office):
    at_once(office, *[lambda: Worker().drain()] * 4)

    with unit(write=False):
        loads, given = everything()
    assert sorted(loads.values()) == [ROOM, ROOM]
    assert len(given) == len(set(given)) == 2 * ROOM


def test_the_same_queue_drained_by_two_at_once_is_given_out_once(office):
    with unit():
        cause = db.session.scalars(select(EventRow.id).order_by(EventRow.id)).first()
        db.session.execute(update(Agent).values(capacity=ROOM))
        teams = sorted({ticket.team_id for ticket in db.session.scalars(select(Ticket))})

    def give_out(team_id):
        with unit():
            drain(team_id=team_id, cause=cause)

    at_once(office, *[lambda team_id=team_id: give_out(team_id) for team_id in (*teams, *reversed(teams), *teams)])

    with unit(write=False):
        loads, given = everything()
    assert sorted(loads.values()) == [ROOM, ROOM]
    assert len(given) == len(set(given)) == 2 * ROOM


def test_of_two_who_claim_one_ticket_one_gets_it(office):
    with unit(write=False):
        ticket = db.session.scalars(select(Ticket).order_by(Ticket.id)).first()
        place, agents = (ticket.id, ticket.team_id), list(db.session.scalars(select(Agent.id)))

    def reach_for(agent_id):
        with unit():
            agent = db.session.get_one(Agent, agent_id)
            numbers = {"open_tickets": 0, "capacity": None}
            return claim(place[0], agent, team_id=place[1], why=Why.LEAST_BUSY, **numbers) is not None

    got = at_once(office, *[lambda agent_id=agent_id: reach_for(agent_id) for agent_id in agents * 4])

    assert sum(got) == 1
    with unit(write=False):
        assert len(everything()[1]) == 1
