"""When to look at a queue: a ticket waits in it, or somebody of the team became free.

Whether an event is worth a job is told in its own transaction: by the ticket, which is loaded, and by the list of teams
that give out by themselves, asked for once a unit. Rules think first (order 10), so a ticket they moved is offered in
its new team.
"""

from sqlalchemy import ColumnElement, or_, select

from helpdesk.accounts.events import (
    AgentArrived,
    AgentReactivated,
    AvailabilityChanged,
    CapacityChanged,
    TeamJoined,
    TeamModeChanged,
)
from helpdesk.accounts.models import Availability, Team, TeamMember
from helpdesk.accounts.queries import automatic_teams
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Event, EventRow, reacts
from helpdesk.routing.draining import drain_soon
from helpdesk.routing.queue import queued_teams
from helpdesk.tickets.events import AgentAssigned, MessageReceived, StatusChanged, TeamAssigned, TicketOpened
from helpdesk.tickets.models import Status, Ticket

ORDER = 20


def _waits_in_a_queue(event: Event) -> bool:
    ticket = db.session.get(Ticket, event.ticket_id())
    return ticket is not None and _waits(ticket) and ticket.team_id in automatic_teams()


def _waits(ticket: Ticket) -> bool:
    return ticket.assignee_id is None and ticket.team_id is not None and ticket.status == Status.OPEN


def _waits_or_frees(event: StatusChanged | AgentAssigned) -> bool:
    freed = event.was == Status.OPEN if isinstance(event, StatusChanged) else event.was_agent_id
    return bool(freed and automatic_teams()) or _waits_in_a_queue(event)


@reacts(TicketOpened, MessageReceived, TeamAssigned, order=ORDER, when=_waits_in_a_queue)
@reacts(StatusChanged, AgentAssigned, order=ORDER, when=_waits_or_frees)
def offer(row: EventRow) -> None:
    """Look at the queue the ticket waits in, and at those of the agent who has one less to do."""
    ticket = db.session.get_one(Ticket, row.ticket_id)
    queues: list[ColumnElement[bool]] = []
    if _waits(ticket):
        queues.append(Team.id == ticket.team_id)
    if freed := _freed(ticket, row):
        queues.append(_teams_of(freed))
    if queues:
        drain_soon(queued_teams(or_(*queues)), cause=row)


def _freed(ticket: Ticket, row: EventRow) -> int | None:
    """Return the agent who has one open ticket less."""
    if row.name == AgentAssigned.name:
        was: int | None = row.data["was_agent_id"]
        return was
    left = row.name == StatusChanged.name and row.data["was"] == Status.OPEN and ticket.status != Status.OPEN
    return ticket.assignee_id if left else None


def _teams_of(agent_id: int) -> ColumnElement[bool]:
    return Team.id.in_(select(TeamMember.team_id).where(TeamMember.agent_id == agent_id))


def _makes_room(event: Event) -> bool:
    leaves = isinstance(event, AvailabilityChanged) and event.now != Availability.ONLINE
    return not leaves and bool(automatic_teams())


@reacts(AgentArrived, AgentReactivated, AvailabilityChanged, CapacityChanged, order=ORDER, when=_makes_room)
def welcome(row: EventRow) -> None:
    """Look at the queues of an agent who came, or who takes more than before."""
    drain_soon(queued_teams(_teams_of(row.subject_id)), cause=row)


@reacts(TeamJoined, TeamModeChanged, order=ORDER, when=_makes_room)
def look_at_team(row: EventRow) -> None:
    """Look at the queue of a team that gained a member, or gives out by itself now."""
    drain_soon(queued_teams(Team.id == row.subject_id), cause=row)
