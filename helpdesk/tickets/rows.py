"""A ticket as a row of a list: one query of plain columns and one serialiser, for pages, news and the command line."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import is_live
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Message, MessageKind, Tag, Ticket, TicketTag

BETWEEN_TAGS = "\x1f"
HEARD = (MessageKind.INBOUND, MessageKind.NOTE)
NOT_LISTED = frozenset({"link_epoch", "custom"})

address = (
    select(Identity.value)
    .where(Identity.contact_id == Contact.id)
    .order_by(Identity.id)
    .limit(1)
    .correlate(Contact)
    .scalar_subquery()
)
tag_names = (
    select(func.aggregate_strings(Tag.name, BETWEEN_TAGS))
    .join(TicketTag, TicketTag.tag_id == Tag.id)
    .where(TicketTag.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
)
# The newest thing a customer or a colleague said: whoever saw less has something unread. Walks the index from its end.
heard = (
    select(Message.id)
    .where(Message.ticket_id == Ticket.id, Message.kind.in_(HEARD))
    .order_by(Message.id.desc())
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
)


def rows() -> Select[*tuple[Any, ...]]:
    """Return the query of list rows; add conditions, an order and a limit."""
    return (
        select(
            *(column for column in Ticket.__table__.columns if column.name not in NOT_LISTED),
            Inbox.channel.label("channel"),
            Inbox.name.label("inbox_name"),
            Contact.name.label("contact_name"),
            Contact.blocked_at.label("contact_blocked_at"),
            address.label("address"),
            Agent.name.label("assignee_name"),
            Team.name.label("team_name"),
            tag_names.label("tag_names"),
            heard.label("heard_id"),
        )
        .join(Inbox, Ticket.inbox_id == Inbox.id)
        .join(Contact, Ticket.contact_id == Contact.id)
        .outerjoin(Agent, Ticket.assignee_id == Agent.id)
        .outerjoin(Team, Ticket.team_id == Team.id)
    )


def ticket_row(row: RowMapping) -> dict[str, Any]:
    """Return one row as the JSON object that every list shows and every piece of news carries.

    `heard_id` is the newest thing said to us; `seen_id`, in an agent's own list only, how far that agent has read.
    """
    return {
        "id": row["id"],
        "number": row["number"],
        "subject": row["subject"],
        "status": row["status"],
        "priority": row["priority"],
        "needs_reply": row["needs_reply"],
        "channel": row["channel"],
        "live": is_live(row["channel"]),
        "inbox": {"id": row["inbox_id"], "name": row["inbox_name"]},
        "contact": {
            "id": row["contact_id"],
            "name": row["contact_name"] or row["address"] or f"#{row['contact_id']}",
            "address": row["address"] or "",
        },
        "assignee": _ref(row["assignee_id"], row["assignee_name"]),
        "team": _ref(row["team_id"], row["team_name"]),
        "tags": sorted(row["tag_names"].split(BETWEEN_TAGS)) if row["tag_names"] else [],
        "snippet": row["snippet"],
        "snippet_by": row["snippet_by"],
        "last_message_at": iso(row["last_message_at"]),
        "waiting_since": iso(row["waiting_since"]),
        "snoozed_until": iso(row["snoozed_until"]),
        "due_at": iso(row["next_due_at"]),
        "created_at": iso(row["created_at"]),
        "heard_id": row["heard_id"],
        "version": row["version"],
    } | ({"seen_id": row["seen_id"] or 0} if "seen_id" in row else {})


def row_of(condition: ColumnElement[bool]) -> RowMapping | None:
    """Return the plain columns of the one ticket that fits, or None."""
    return db.session.execute(rows().where(condition)).mappings().first()


def iso(at: Any) -> str | None:
    """Return an instant as ISO 8601 in UTC, or None."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def _ref(identity: int | None, name: str | None) -> dict[str, Any] | None:
    return {"id": identity, "name": name} if identity else None
