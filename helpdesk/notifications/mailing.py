"""What stayed unread leaves by mail: one mail a conversation, or held and then all in one.

Both jobs of an agent share a lane, so that what they count (mails of the last hour) cannot change under them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from helpdesk.accounts.events import AvailabilityChanged
from helpdesk.accounts.models import Agent, Availability
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import EventRow, projects
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.notifications.events import NotificationsChosen
from helpdesk.notifications.holding import HOUR, Hold, held
from helpdesk.notifications.inbox import sending_inbox
from helpdesk.notifications.letters import HELD, Desk, Letter, Mail, Telling
from helpdesk.notifications.models import Notification
from helpdesk.notifications.sending import GIVE_UP_AFTER, queue
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.visibility import visible

MOST_AT_ONCE = 500
MINUTES = settings.declare(
    settings.Setting(
        key="notifications.mail_minutes",
        label="Minutes until unread notifications leave by mail",
        kind="number",
        default=5,
        least=1,
        most=24 * 60,
    )
)


def patience() -> timedelta:
    """Return how long an agent has to read before a mail leaves."""
    return timedelta(minutes=settings.get(MINUTES.key))


def look_at(agent_id: int, ticket_id: int, at: datetime) -> None:
    """Have it decided at an instant what leaves to the agent about the ticket."""
    enqueue(due, {"agent_id": agent_id, "ticket_id": ticket_id}, lane=_lane(agent_id), run_at=at)


@job("notifications.due")
def due(agent_id: int, ticket_id: int) -> None:
    """Mail what an agent has not read of a ticket, or hold it; look at the truth first."""
    agent, ticket = db.session.get(Agent, agent_id), db.session.get(Ticket, ticket_id)
    if agent is None or ticket is None:
        return
    lock(ticket)
    waiting = select(Telling).where(Telling.ticket_id == ticket_id, Telling.mail == Mail.WAITING)
    tellings = _still_unread(agent, waiting.where(Telling.agent_id == agent_id))
    if not tellings:
        return
    since = min(one.created_at for one in tellings)
    if since + patience() > now():  # What we came for was read meanwhile; this is newer.
        look_at(agent_id, ticket_id, since + patience())
    elif hold := held(agent, gather_until=since + HOUR):
        _hold(agent, tellings, hold)
    else:
        _post(agent, tellings, digest=False)


@job("notifications.gather")
def gather(agent_id: int) -> None:
    """Mail all that was held for an agent in one, as soon as nothing speaks against it."""
    agent = db.session.get(Agent, agent_id)
    if agent is None:
        return
    query = select(Telling).where(Telling.agent_id == agent_id, Telling.mail.in_(HELD))
    tellings = _still_unread(agent, query.order_by(Telling.event_id.desc()).limit(MOST_AT_ONCE))
    if not tellings:
        return
    until = min(one.until or now() for one in tellings)
    if hold := held(agent, gather_until=until):
        _hold(agent, tellings, hold)
    else:
        _post(agent, tellings, digest=True)


@projects(AvailabilityChanged)
def look_when_back(event: AvailabilityChanged, _row: EventRow) -> None:
    """Give who is back as long to read as everybody has; then mail what they did not."""
    if event.subject.availability == Availability.ONLINE:
        _gather_at(event.subject.id, now() + patience())


@projects(NotificationsChosen)
def look_again(event: NotificationsChosen, _row: EventRow) -> None:
    """Other hours may mean that what is held need not be."""
    _gather_at(event.subject.id, now())


def _gather_at(agent_id: int, at: datetime) -> None:
    """Of many conversations that are held until the same instant, one job takes care."""
    key = f"gather:{agent_id}:{at.isoformat()}"
    enqueue(gather, {"agent_id": agent_id}, lane=_lane(agent_id), run_at=at, dedupe_key=key)


def _lane(agent_id: int) -> str:
    return f"notify:{agent_id}"


def _still_unread(agent: Agent, query: Select[Telling]) -> Sequence[Telling]:
    """Return what is worth a mail, the rest settled: read elsewhere, or out of sight by now."""
    tellings = db.session.scalars(query).all()
    ids = {one.ticket_id for one in tellings}
    if not ids:
        return []
    seen = (
        set(db.session.scalars(select(Ticket.id).where(Ticket.id.in_(ids), visible(agent))))
        if agent.is_active
        else set()
    )
    unread = select(Notification.ticket_id).where(Notification.agent_id == agent.id, Notification.read_at.is_(None))
    ringing = set(db.session.scalars(unread.where(Notification.ticket_id.in_(ids))))
    left = []
    for one in tellings:
        if one.ticket_id not in seen:
            one.mail = Mail.HIDDEN
        elif one.desk == Desk.TOLD and one.ticket_id not in ringing:
            one.mail = Mail.READ
        else:
            left.append(one)
    return left


def _hold(agent: Agent, tellings: Sequence[Telling], hold: Hold) -> None:
    for one in tellings:
        one.mail, one.until = hold
    if hold.until is not None:
        _gather_at(agent.id, hold.until)


def _post(agent: Agent, tellings: Sequence[Telling], *, digest: bool) -> None:
    """Write one mail about all of these, its newest of each conversation in words."""
    inbox = sending_inbox()
    if inbox is None:
        for one in tellings:
            one.mail = Mail.NO_INBOX
        return
    letter = Letter(agent_id=agent.id, inbox_id=inbox.id, digest=digest, give_up_at=now() + GIVE_UP_AFTER)
    db.session.add(letter)
    db.session.flush()
    newest = {one.ticket_id: one.id for one in sorted(tellings, key=lambda one: one.event_id)}
    for one in tellings:
        one.mail = Mail.MAILED if newest[one.ticket_id] == one.id else Mail.COLLAPSED
        one.letter_id, one.until = letter.id, None
    queue(letter)
