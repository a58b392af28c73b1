"""Who is told of what happens to a ticket, decided in the ticket's thinking job after rules and routing."""

from sqlalchemy import and_, exists, or_, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.events import Actor, EventRow, projects, reacts
from helpdesk.notifications.choices import somebody_hears_of_teams
from helpdesk.notifications.models import Kind
from helpdesk.notifications.telling import tell
from helpdesk.tickets.events import AgentAssigned, Followed, MessageReceived, NoteAdded, TicketOpened
from helpdesk.tickets.models import Follower, Message, Ticket

AFTER_RULES_AND_ROUTING = 60
OPENED_HERE = "opened in this unit"


def _to_somebody(event: AgentAssigned) -> bool:
    return event.agent_id is not None


@reacts(AgentAssigned, order=AFTER_RULES_AND_ROUTING, when=_to_somebody)
def tell_who_has_it_now(row: EventRow) -> None:
    """Tell the new assignee, unless they took the ticket themselves or it has moved on since."""
    agent_id = row.data["agent_id"]
    if agent_id is None:
        return
    ticket = db.session.get_one(Ticket, row.ticket_id)
    if ticket.assignee_id == agent_id:
        tell([db.session.get_one(Agent, agent_id)], ticket, kind=Kind.ASSIGNED, event_id=row.id, by=_actor(row))


def _somebody_waits(event: MessageReceived) -> bool:
    """Most mails wake nobody: a look at the followers is cheaper than a job."""
    message: Message = event.subject
    if not message.personal:
        return False
    if message.ticket.assignee_id is not None:
        return True
    if (OPENED_HERE, message.ticket_id) in memo():
        return False
    followed = select(Follower.agent_id).where(Follower.ticket_id == message.ticket_id).limit(1)
    return db.session.scalar(followed) is not None


@projects(TicketOpened)
def know_that_nobody_follows(event: TicketOpened, _row: EventRow) -> None:
    """Save the mail that opens a ticket the look at its followers."""
    memo()[OPENED_HERE, event.ticket_id()] = True


@projects(Followed)
def know_that_somebody_does(event: Followed, _row: EventRow) -> None:
    """Look again, should the unit that opened a ticket let somebody follow it."""
    memo().pop((OPENED_HERE, event.ticket_id()), None)


@reacts(MessageReceived, order=AFTER_RULES_AND_ROUTING, when=_somebody_waits)
def tell_who_waits_for_it(row: EventRow) -> None:
    """Tell assignee and followers that the customer wrote; a machine's mail, or one kept for agents, wakes nobody.

    Who got the ticket after the message hears of that instead.
    """
    followers = select(Follower.agent_id).where(Follower.ticket_id == row.ticket_id)
    given_since = exists().where(
        EventRow.ticket_id == row.ticket_id, EventRow.id > row.id, EventRow.name == AgentAssigned.name
    )
    found = db.session.execute(
        select(Agent, Ticket, Message)
        .select_from(Ticket)
        .join(Message, Message.ticket_id == Ticket.id)
        .join(Agent, or_(and_(Agent.id == Ticket.assignee_id, ~given_since), Agent.id.in_(followers)))
        .where(Message.id == row.subject_id)
    ).all()
    if not found or not found[0].Message.personal:
        return
    ticket, event_id, by = found[0].Ticket, row.id, _actor(row)
    owner = [one.Agent for one in found if one.Agent.id == ticket.assignee_id]
    tell(owner, ticket, kind=Kind.MESSAGE, event_id=event_id, by=by)
    followers_only = [one.Agent for one in found if one.Agent.id != ticket.assignee_id]
    tell(followers_only, ticket, kind=Kind.FOLLOW, event_id=event_id, by=by)


def _asked_for(_event: TicketOpened) -> bool:
    """New tickets are told to who chose so; usually that is nobody, and mail must not pay for a job."""
    return somebody_hears_of_teams()


@reacts(TicketOpened, order=AFTER_RULES_AND_ROUTING, when=_asked_for)
def tell_its_team(row: EventRow) -> None:
    """Tell those of the ticket's team who want to hear of new tickets, but nobody who got it themselves."""
    if not somebody_hears_of_teams():
        return  # The job ran for somebody else's sake.
    ticket = db.session.get_one(Ticket, row.ticket_id)
    if ticket.team is not None:
        agents = [agent for agent in ticket.team.agents if agent.id != ticket.assignee_id]
        tell(agents, ticket, kind=Kind.TEAM, event_id=row.id, by=_actor(row))


def _calls_somebody(event: NoteAdded) -> bool:
    return bool(event.mentioned_ids)


@reacts(NoteAdded, order=AFTER_RULES_AND_ROUTING, when=_calls_somebody)
def tell_who_is_called(row: EventRow) -> None:
    """Tell the colleagues whom a note calls by name."""
    agents = db.session.scalars(select(Agent).where(Agent.id.in_(row.data["mentioned_ids"]))).all()
    tell(agents, db.session.get_one(Ticket, row.ticket_id), kind=Kind.MENTION, event_id=row.id, by=_actor(row))


def _actor(row: EventRow) -> Actor:
    return Actor(row.actor_kind, row.actor_id)
