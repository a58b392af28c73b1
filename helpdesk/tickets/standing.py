"""What a ticket's row says of its messages, read from them anew: after some of them went elsewhere or were blanked."""

from sqlalchemy import Select, select

from helpdesk.kernel.db import db
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.receiving import SNIPPET
from helpdesk.tickets.status import DONE

PUBLIC = (MessageKind.INBOUND, MessageKind.OUTBOUND)


def show_words(ticket: Ticket) -> None:
    """Show the newest words of a person in the list; without any, what was shown stays."""
    newest = db.session.scalar(_said(ticket).order_by(Message.id.desc()).limit(1))
    if newest is not None:
        ticket.last_message_at = newest.created_at
        ticket.snippet = " ".join(newest.text[: SNIPPET * 4].split())[:SNIPPET]
        ticket.snippet_by = "contact" if newest.kind == MessageKind.INBOUND else "agent"


def stand(ticket: Ticket) -> None:
    """Say the newest words, who waits since when, and when it was first answered."""
    show_words(ticket)
    answers = _said(ticket).where(Message.kind == MessageKind.OUTBOUND)
    first = db.session.scalar(answers.order_by(Message.id).limit(1))
    last = db.session.scalar(answers.order_by(Message.id.desc()).limit(1))
    asked = _said(ticket).where(Message.kind == MessageKind.INBOUND, Message.id > (last.id if last else 0))
    waits = next((one for one in db.session.scalars(asked.order_by(Message.id)) if one.personal), None)
    owed = waits is not None and ticket.status not in DONE
    ticket.first_replied_at = first.created_at if first else None
    ticket.needs_reply, ticket.waiting_since = owed, waits.created_at if waits and owed else None


def _said(ticket: Ticket) -> Select[Message]:
    """Return what people said where the contact reads it; a machine's questions are nobody's words."""
    return select(Message).where(
        Message.ticket_id == ticket.id,
        Message.kind.in_(PUBLIC),
        Message.agents_only.is_(False),
        Message.robot.is_(None),
    )
