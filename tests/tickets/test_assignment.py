"""Who has a ticket."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.membership import deactivate
from helpdesk.accounts.teams import delete_team
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, Actor, EventRow
from helpdesk.tickets.assignment import CannotWork, Why, assign_agent, assign_team, claim
from tests.factories import a_ticket


@pytest.fixture
def ticket(db, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def recorded(name):
    return [
        event.data
        for event in rows.session.scalars(select(EventRow).where(EventRow.name == name).order_by(EventRow.id))
    ]


def test_a_ticket_goes_to_an_agent_and_back_to_nobody(ticket, db, ben, ada):
    for agent in (ben, ben, ada, None, None):
        assign_agent(ticket, agent, by=ada)

    assert ticket.assignee_id is None
    told = recorded("ticket.agent_assigned")
    assert [(one["was_agent_id"], one["agent_id"]) for one in told] == [
        (None, ben.id),
        (ben.id, ada.id),
        (ada.id, None),
    ]


def test_every_assignment_says_why(ticket, db, ben, ada):
    rule = Actor("rule", 1)
    for agent, by in ((ben, ada), (ada, ada), (ben, rule), (None, rule), (ben, SYSTEM), (None, ben)):
        assign_agent(ticket, agent, by=by)

    assert [one["why"] for one in recorded("ticket.agent_assigned")] == [
        "asked", "claimed", "rule", "rule", "asked", "asked",
    ]  # fmt: skip


def test_a_claim_comes_too_late_when_the_ticket_moved_or_somebody_has_it(ticket, db, ben, ada, support, billing):
    numbers = {"why": Why.ROUND_ROBIN, "open_tickets": 0, "capacity": 20}
    assert claim(ticket.id, ben, team_id=billing.id, **numbers) is None
    assert claim(ticket.id, ben, team_id=support.id, **numbers) is ticket
    assert claim(ticket.id, ada, team_id=support.id, **numbers) is None

    assert (ticket.assignee, ticket.assignee_id) == (ben, ben.id)
    assert len(recorded("ticket.agent_assigned")) == 1


def test_a_ticket_moves_between_the_teams(ticket, db, ada, support, billing):
    for team in (support, billing, billing, None):
        assign_team(ticket, team, by=ada)

    assert ticket.team_id is None
    assert recorded("ticket.team_assigned") == [
        {"was_team_id": support.id, "team_id": billing.id},
        {"was_team_id": billing.id, "team_id": None},
    ]


def test_who_does_not_work_here_any_more_gets_no_tickets(ticket, db, ben, alma):
    deactivate(ben, by=alma)

    with pytest.raises(CannotWork):
        assign_agent(ticket, ben, by=alma)

    assert ticket.assignee_id is None
    assert recorded("ticket.agent_assigned") == []


def test_a_dissolved_teams_tickets_belong_to_no_team_and_their_history_says_so(ticket, db, ada, support):
    assign_team(ticket, support, by=ada)
    gone = support.id

    delete_team(support, by=ada)

    assert ticket.team_id is None
    assert recorded("ticket.team_assigned")[-1] == {"was_team_id": gone, "team_id": None}
