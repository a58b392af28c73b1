"""What the same person asked besides: the newest other tickets for the panel, and the last words of each on demand."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, null, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.packing import packed, unpacked
from helpdesk.tickets.models import Attachment, Message, MessageKind, Ticket
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, Place, carried, first, part
from helpdesk.tickets.rows import address, iso
from helpdesk.tickets.visibility import visible

TICKETS = 5
LAST_MESSAGES = 3
MAX_TEXT = 1200
COLUMNS = (Ticket.number, Ticket.subject, Ticket.status, Ticket.created_at)
_files = select(func.count()).where(Attachment.message_id == Message.id).correlate(Message).scalar_subquery()


@carried("earlier")
def _others(asked: Asked) -> Part | None:
    if asked.ticket is None or asked.agent is None:
        return None
    theirs = part("earlier", Ticket.id, null(), packed(COLUMNS)).where(_other(asked.ticket, asked.agent))
    return first(TICKETS, theirs.order_by(Ticket.id.desc()))


def _other(place: Place, agent: Agent) -> ColumnElement[bool]:
    """Return the condition on the contact's other tickets, of those the agent may see."""
    return and_(
        Ticket.contact_id == place.contact_id,
        Ticket.id != place.ticket_id,
        Ticket.merged_into_id.is_(None),
        visible(agent),
    )


def earlier_of(names: Names) -> list[dict[str, Any]]:
    """Return the contact's newest other tickets as the page's one statement found them."""
    found = sorted(names.beside["earlier"], key=lambda ticket: ticket.id, reverse=True)
    others = (unpacked(ticket.extra, COLUMNS) for ticket in found)
    return [{**other, "created_at": iso(other["created_at"])} for other in others]


def conversations(place: Place, agent: Agent) -> list[dict[str, Any]]:
    """Return these tickets, newest first, each with the last three messages that people wrote, in reading order.

    Two statements, whatever there is. Long texts are cut (`cut`); a redacted one is empty.
    """
    query = select(Ticket.id, *COLUMNS, Inbox.channel).join(Inbox, Ticket.inbox_id == Inbox.id)
    newest = query.where(_other(place, agent)).order_by(Ticket.id.desc()).limit(TICKETS)
    found = db.session.execute(newest).mappings().all()
    said: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in found}
    for message in _last_messages(list(said)):
        said[message["ticket_id"]].append(_message_json(message))
    return [
        {
            "number": row["number"],
            "subject": row["subject"],
            "status": row["status"],
            "channel": row["channel"],
            "created_at": iso(row["created_at"]),
            "messages": said[row["id"]],
        }
        for row in found
    ]


def _last_messages(ticket_ids: list[int]) -> list[RowMapping]:
    place = func.row_number().over(partition_by=Message.ticket_id, order_by=Message.id.desc()).label("place")
    people = Message.kind != MessageKind.EVENT, Message.robot.is_(None)  # Surveys tell nothing of the matter.
    ranked = select(Message.id, place).where(Message.ticket_id.in_(ticket_ids), *people).subquery()
    query = (
        select(
            Message.id,
            Message.ticket_id,
            Message.kind,
            func.substr(Message.text, 1, MAX_TEXT + 1).label("text"),
            Message.redacted_by_id,
            Message.created_at,
            Message.contact_id,
            Message.agent_id,
            Contact.name.label("contact_name"),
            address.label("address"),
            Agent.name.label("agent_name"),
            _files.label("files"),
        )
        .join(ranked, ranked.c.id == Message.id)
        .outerjoin(Contact, Message.contact_id == Contact.id)
        .outerjoin(Agent, Message.agent_id == Agent.id)
        .where(ranked.c.place <= LAST_MESSAGES)
        .order_by(Message.id)
    )
    return list(db.session.execute(query).mappings())


def _message_json(row: RowMapping) -> dict[str, Any]:
    kind = "agent" if row["agent_id"] else "contact"
    name = row["agent_name"] or row["contact_name"] or row["address"] or _("Unknown")
    return {
        "id": row["id"],
        "kind": row["kind"],
        "author": {"kind": kind, "id": row["agent_id"] or row["contact_id"], "name": name},
        "text": row["text"][:MAX_TEXT],
        "cut": len(row["text"]) > MAX_TEXT,
        "redacted": row["redacted_by_id"] is not None,
        "files": row["files"],
        "created_at": iso(row["created_at"]),
    }
