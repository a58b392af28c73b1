"""What the tests of routing share: people who are here, waiting tickets, and who has which."""

import pytest
from sqlalchemy import select

from helpdesk.accounts import presence
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import set_mode
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.tickets.models import Ticket
from tests.factories import a_contact, a_ticket


@pytest.fixture
def arrive(work):
    """Open a page of these agents, perhaps with room for so many tickets: `arrive(ben, most=3)`."""

    def come(*agents, most=20):
        with work():
            for agent in agents:
                known = rows.session.get_one(Agent, agent.id)
                presence.set_capacity(known, most, by=SYSTEM)
                presence.see(known)

    return come


@pytest.fixture
def gives(work, support):
    """Let Support's tickets find their agents this way: `gives("round_robin")`."""

    def choose(mode, team=support):
        with work():
            set_mode(rows.session.get_one(Team, team.id), mode, by=SYSTEM)

    return choose


@pytest.fixture
def write(work, inbox, run_jobs, clock):
    """Customers write to Support, a second apart: `first, second = write(2)`; whatever follows has happened."""

    def some(number=1):
        made = []
        for _ in range(number):
            with work():
                made.append(a_ticket(by=a_contact(), inbox=inbox))
            clock.tick(seconds=1)
        run_jobs()
        return made

    return some


@pytest.fixture
def holders(work):
    """Who has these tickets, by name; None waits."""

    def look(*tickets):
        with work():
            found = [rows.session.get_one(Ticket, ticket.id) for ticket in tickets]
            return [ticket.assignee.name if ticket.assignee else None for ticket in found]

    return look


@pytest.fixture
def reasons(work):
    """Why tickets were given, in order."""

    def look():
        with work():
            told = select(EventRow).where(EventRow.name == "ticket.agent_assigned").order_by(EventRow.id)
            return [event.data for event in rows.session.scalars(told)]

    return look
