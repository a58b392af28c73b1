"""Which tickets an agent may see, and that rooms, lists and single tickets agree about it."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import TeamMember
from helpdesk.accounts.teams import leave
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.problems import NotFound
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.followers import follow, unfollow
from helpdesk.tickets.models import Follower, Ticket
from helpdesk.tickets.queries import Listing, page
from helpdesk.tickets.visibility import rooms_for, rooms_of, ticket_numbered, visible
from tests.factories import a_ticket, an_inbox


@pytest.fixture
def tickets(db, dora, inbox, support, billing, ben, cy, ada):
    made = {
        "of support": a_ticket(by=dora, inbox=inbox, team=support),
        "of billing": a_ticket(by=dora, inbox=inbox, team=billing),
        "of nobody": a_ticket(by=dora, inbox=an_inbox()),
        "of billing, given to ben": a_ticket(by=dora, inbox=inbox, team=billing),
        "of billing, followed by ben": a_ticket(by=dora, inbox=inbox, team=billing),
    }
    assign_agent(made["of billing, given to ben"], ben, by=ada)
    follow(made["of billing, followed by ben"], ben, by=ada)
    return made


BENS = {"of support", "of nobody", "of billing, given to ben", "of billing, followed by ben"}
CYS = {"of billing", "of nobody", "of billing, given to ben", "of billing, followed by ben"}


def seen(agent, tickets):
    ids = set(rows.session.scalars(select(Ticket.id).where(visible(agent))))
    return {name for name, ticket in tickets.items() if ticket.id in ids}


def test_an_agent_sees_own_teams_unrouted_own_and_followed_tickets_only(db, tickets, ben, cy):
    assert seen(ben, tickets) == BENS
    assert seen(cy, tickets) == CYS


def test_leads_and_admins_see_everything(db, tickets, ada, alma):
    assert seen(ada, tickets) == seen(alma, tickets) == set(tickets)


def test_one_ticket_the_list_and_the_rooms_agree(db, tickets, ben, cy, ada, alma):
    for agent in (ben, cy, ada, alma):
        may = seen(agent, tickets)
        listed = {row["number"] for row in page(agent, Listing())[0]}
        teams = rows.session.scalars(select(TeamMember.team_id).where(TeamMember.agent_id == agent.id)).all()
        hears = set(rooms_of(agent, teams))
        for name, ticket in tickets.items():
            followers = rows.session.scalars(select(Follower.agent_id).where(Follower.ticket_id == ticket.id))
            told = bool(hears & rooms_for(ticket.team_id, ticket.assignee_id, followers))
            assert (name in may, ticket.number in listed, opens(agent, ticket.number)) == (told, told, told), name


def opens(agent, number):
    try:
        return ticket_numbered(agent, number).number == number
    except NotFound:
        return False


def test_what_made_it_visible_ends_and_so_does_the_view(db, tickets, ben, ada, support):
    assign_agent(tickets["of billing, given to ben"], None, by=ada)
    unfollow(tickets["of billing, followed by ben"], ben, by=ada)
    leave(support, ben, by=ada)
    rows.session.flush()

    assert seen(ben, tickets) == {"of nobody"}


@pytest.mark.parametrize("number", [0, -1, 10**6, 2**53, 2**63, 10**40])
def test_an_unknown_number_is_nothing(tickets, alma, number):
    with pytest.raises(NotFound):
        ticket_numbered(alma, number)
