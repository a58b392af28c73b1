"""What an agent was told: the unread ones, a page of all, and having seen them. Tickets out of sight do not count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, null, select, update

from helpdesk.accounts.models import Agent
from helpdesk.contacts.models import Contact
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, record
from helpdesk.notifications.events import NotificationsRead
from helpdesk.notifications.letters import Telling
from helpdesk.notifications.models import Notification
from helpdesk.notifications.settling import no_mail_for
from helpdesk.notifications.wording import words
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, first, part
from helpdesk.tickets.rows import address
from helpdesk.tickets.visibility import visible

PAGE = 50
COUNT_STOPS_AT = 100


@dataclass(frozen=True)
class Line:
    """A notification, ready to show: `who` caused it (None: nobody in particular), `place` orders the list.

    `message_id`: the message that is the news, if one is.
    """

    place: int
    kind: str
    read: bool
    ticket_id: int
    message_id: int | None
    number: int
    subject: str
    contact_id: int
    contact: str
    who: str | None
    data: dict[str, Any]
    at: datetime

    @classmethod
    def of(cls, *row: Any) -> "Line":
        """Return the line of a row of `lines_of`."""
        told, ticket, name, first_address, event, agent, wrote = row
        contact = name or first_address or f"#{ticket.contact_id}"
        return cls(
            place=told.event_id,
            kind=told.kind,
            read=getattr(told, "read_at", None) is not None,
            ticket_id=ticket.id,
            message_id=event.subject_id if event.subject_kind == "message" else None,
            number=ticket.number,
            subject=ticket.subject,
            contact_id=ticket.contact_id,
            contact=contact,
            who=agent or wrote or (contact if event.actor_kind == "contact" else None),
            data=event.data,
            at=event.created_at,
        )

    @property
    def words(self) -> str:
        """Return what happened, in the reader's language."""
        return words(self.kind, self.who, self.data)


def unread(agent: Agent) -> list[int]:
    """Return the numbers of tickets with something unread, in no order; a hundred stand for all that there are."""
    return list(db.session.scalars(_of_unread(select(Ticket.number), agent).limit(COUNT_STOPS_AT)))


def unread_on_page(known: Names) -> list[int]:
    """Return what `unread` returns, where a page has asked for its names already."""
    return [found.id for found in known.beside["unread"]]


@carried("unread")
def _beside_names(asked: Asked) -> Part | None:
    if asked.agent is None or not asked.whole_page:
        return None
    return first(COUNT_STOPS_AT, _of_unread(part("unread", Ticket.number, null()), asked.agent))


def _of_unread(query: Select[*tuple[Any, ...]], agent: Agent) -> Select[*tuple[Any, ...]]:
    return query.join(Notification, Notification.ticket_id == Ticket.id).where(
        Notification.agent_id == agent.id, Notification.read_at.is_(None), visible(agent)
    )


def page(agent: Agent, *, before: int | None = None) -> tuple[list[Line], int | None]:
    """Return up to 50 lines, newest first, and the place where the next page begins, or None at the end."""
    query = lines_of(Notification, agent).order_by(Notification.event_id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Notification.event_id < before)
    lines = [Line.of(*row) for row in db.session.execute(query)]
    return lines[:PAGE], lines[PAGE - 1].place if len(lines) > PAGE else None


def still_unread(agent: Agent, notification_id: int) -> Line | None:
    """Return one notification, unless it was read or may not be seen any more."""
    query = lines_of(Notification, agent).where(Notification.id == notification_id, Notification.read_at.is_(None))
    row = db.session.execute(query).one_or_none()
    return Line.of(*row) if row else None


def mark_read(agent: Agent, *, ticket: Ticket | None = None) -> None:
    """Say that the agent has seen what they were told of a ticket, or of all; twice is once."""
    seen = update(Notification).where(Notification.agent_id == agent.id, Notification.read_at.is_(None))
    if ticket is not None:
        seen = seen.where(Notification.ticket_id == ticket.id)
    changed = db.session.execute(seen.values(read_at=now()).returning(Notification.id)).all()
    no_mail_for(agent, ticket)
    if changed:
        record(NotificationsRead(agent, ticket.id if ticket else None), by=agent)


def lines_of(told: type[Notification | Telling], agent: Agent) -> Select[*tuple[Any, ...]]:
    """Select what a line needs, its ticket's customer and whoever caused it; a customer may be a colleague's Cc."""
    by, wrote = Agent.__table__.alias("by"), Contact.__table__.alias("wrote")
    return (
        select(told, Ticket, Contact.name, address, EventRow, by.c.name.label("agent"), wrote.c.name.label("wrote"))
        .select_from(told)
        .join(Ticket, told.ticket_id == Ticket.id)
        .join(Contact, Ticket.contact_id == Contact.id)
        .join(EventRow, told.event_id == EventRow.id)
        .outerjoin(by, (EventRow.actor_kind == "agent") & (by.c.id == EventRow.actor_id))
        .outerjoin(wrote, (EventRow.actor_kind == "contact") & (wrote.c.id == EventRow.actor_id))
        .where(told.agent_id == agent.id, visible(agent))
    )
