"""A team's queue: open tickets that nobody has, oldest waiting first."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, literal, select

from helpdesk.accounts.models import Assignment, Team
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.assignment import Why
from helpdesk.tickets.events import AgentAssigned
from helpdesk.tickets.models import Status, Ticket

# Spelt into the statement, or the databases could not tell that the index of exactly these rows fits.
OPEN = literal(Status.OPEN.value, literal_execute=True)


def waiting() -> ColumnElement[bool]:
    """Return the condition on Ticket: open, and nobody has it."""
    return and_(Ticket.status == OPEN, Ticket.assignee_id.is_(None))


def oldest(team_id: int, *, most: int) -> list[int]:
    """Return the ids of a team's waiting tickets: who waits longest first, then those where nobody waits."""
    queue = select(Ticket.id).where(waiting(), Ticket.team_id == team_id)
    return list(db.session.scalars(queue.order_by(Ticket.waiting_since.asc().nulls_last(), Ticket.id).limit(most)))


def queued_teams(which: ColumnElement[bool]) -> list[int]:
    """Return the ids of those teams that give out by themselves and have somebody waiting."""
    some = exists().where(waiting(), Ticket.team_id == Team.id)
    return list(db.session.scalars(select(Team.id).where(which, Team.assignment != Assignment.MANUAL, some)))


def put_back(ticket_ids: Collection[int]) -> dict[int, int]:
    """Return from whom tickets were taken last, by ticket, so that they are not given the same one right again.

    Whoever had left us put nothing back.
    """
    last = (
        select(func.max(EventRow.id))
        .where(EventRow.ticket_id.in_(ticket_ids), EventRow.name == AgentAssigned.name)
        .group_by(EventRow.ticket_id)
    )
    events = db.session.scalars(select(EventRow).where(EventRow.id.in_(last)))
    taken = [event for event in events if event.data["was_agent_id"] and event.data["why"] != Why.LEFT]
    return {event.subject_id: event.data["was_agent_id"] for event in taken}
