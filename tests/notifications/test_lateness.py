"""A promise that was not kept: whoever has the ticket hears of it, else who leads its team, else the admins."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.notifications.reading import page
from helpdesk.sla.events import SlaBreached
from helpdesk.tickets.assignment import assign_agent, assign_team
from tests.factories import a_ticket
from tests.notifications.conftest import known


@pytest.fixture
def ticket(work, dora, support):
    with work():
        return a_ticket(by=known(dora), team=known(support))


@pytest.fixture
def late(work, run_jobs, ticket):
    """Let a promise be broken; returns what each of these agents is told."""

    def happen(metric, *agents):
        with work():
            record(SlaBreached(known(ticket), metric), by=SYSTEM)
        run_jobs()
        with work():
            return [[line.words for line in page(rows.session.get_one(type(one), one.id))[0]] for one in agents]

    return happen


def test_whoever_has_the_ticket_hears_of_it(late, work, ticket, ada, ben):
    with work():
        assign_agent(known(ticket), known(ben), by=ben)

    assert late("first_reply", ben, ada) == [["The first reply is late"], []]


def test_nobodys_ticket_is_the_leads(late, ada, ben, alma):
    assert late("resolution", ada, ben, alma) == [["It was not resolved in time"], [], []]


def test_a_ticket_without_a_team_is_the_admins(late, work, ticket, ada, alma):
    with work():
        assign_team(known(ticket), None, by=alma)

    assert late("resolution", ada, alma) == [[], ["It was not resolved in time"]]
