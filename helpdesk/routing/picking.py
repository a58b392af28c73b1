"""Working through: which ticket an agent should take up next, the most urgent for them first.

What they have comes first: what is due soonest, or should have been, then who waits longest. Then what nobody has in
their teams, which becomes theirs by being given out.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from helpdesk.accounts.models import Agent, TeamMember
from helpdesk.kernel.db import db, lock
from helpdesk.routing.queue import OPEN, waiting
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Status, Ticket

COUNT_STOPS_AT = 1000
TRIES = 5


@dataclass(frozen=True)
class Picked:
    """The next ticket, if there is one; whether it was nobody's until now; and how many are left besides it."""

    ticket: Ticket | None
    claimed: bool
    left: int


def pick(agent: Agent, *, skip: Collection[int] = ()) -> Picked:
    """Return the most urgent ticket for an agent but those with the numbers in `skip`; nobody's becomes theirs."""
    mine = _soonest(and_(_own(agent), Ticket.number.not_in(skip)), 1)
    if mine:
        return Picked(mine[0], claimed=False, left=_left(agent, {*skip, mine[0].number}))
    for ticket in _soonest(and_(_queued(agent), Ticket.number.not_in(skip)), TRIES):
        lock(ticket)
        # Somebody may have been quicker between looking and locking.
        if ticket.assignee_id is None and ticket.status == Status.OPEN:
            assign_agent(ticket, agent, by=agent)
            return Picked(ticket, claimed=True, left=_left(agent, {*skip, ticket.number}))
    return Picked(None, claimed=False, left=0)


def _own(agent: Agent) -> ColumnElement[bool]:
    acts = or_(Ticket.needs_reply, Ticket.next_due_at.is_not(None))
    return and_(Ticket.status == OPEN, Ticket.assignee_id == agent.id, acts)


def _queued(agent: Agent) -> ColumnElement[bool]:
    teams = select(TeamMember.team_id).where(TeamMember.agent_id == agent.id)
    return and_(waiting(), Ticket.team_id.in_(teams))


def _soonest(which: ColumnElement[bool], most: int) -> list[Ticket]:
    order = (Ticket.next_due_at.asc().nulls_last(), Ticket.waiting_since.asc().nulls_last(), Ticket.id)
    return list(db.session.scalars(select(Ticket).where(which).order_by(*order).limit(most)))


def _left(agent: Agent, skip: Collection[int]) -> int:
    """Count what waits besides, no further than anybody would read."""
    some = select(Ticket.id).where(or_(_own(agent), _queued(agent)), Ticket.number.not_in(skip)).limit(COUNT_STOPS_AT)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
