"""What `has:` asks for: something that belongs to a ticket."""

from sqlalchemy import ColumnElement, exists

from helpdesk.tickets.models import Attachment, Message, MessageKind, Ticket, TicketTag


def has(what: str) -> ColumnElement[bool]:
    """Return the condition on Ticket that it has one of these; pictures inside a text are no attachments."""
    match what:
        case "attachment":
            files = exists().where(Attachment.message_id == Message.id, Attachment.inline.is_(False))
            return exists().where(Message.ticket_id == Ticket.id, files)
        case "note":
            return exists().where(Message.ticket_id == Ticket.id, Message.kind == MessageKind.NOTE)
        case "tag":
            return exists().where(TicketTag.ticket_id == Ticket.id)
        case _:
            return Ticket.csat_score.is_not(None)
