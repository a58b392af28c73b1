"""Splitting a ticket, linking it with another, moving it to another inbox."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import created
from helpdesk.tickets.linking import link, unlink
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.opening import MAX_SUBJECT
from helpdesk.tickets.relocating import move_to
from helpdesk.tickets.splitting import split
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("splitting", __name__, url_prefix="/desk/tickets/<int:number>")


@bp.post("/split")
@permitted("tickets.work")
def create(number: int) -> ResponseReturnValue:
    """Move what was said from a message on to a new ticket."""
    sent = body("message_id", "subject")
    message_id, subject = sent.maybe_id("message_id"), sent.text("subject", most=MAX_SUBJECT)
    ticket = ticket_numbered(me(), number)
    message = db.session.scalar(select(Message).where(Message.id == message_id, Message.ticket_id == ticket.id))
    if message is None:
        raise BadInput(_("There is no such message on this ticket."), "message_id")
    new = split(message, subject=subject, by=me())
    db.session.flush()
    return created(**answer(new, me()))


@bp.post("/links")
@permitted("tickets.work")
def create_link(number: int) -> ResponseReturnValue:
    """Say that this ticket has to do with another."""
    wanted = body("number").maybe_id("number")
    ticket = ticket_numbered(me(), number)
    if wanted is None:
        raise BadInput(_("Choose a ticket."), "number")
    link(ticket, ticket_numbered(me(), wanted), by=me())
    return _answer(ticket)


@bp.delete("/links/<int:other>")
@permitted("tickets.work")
def remove_link(number: int, other: int) -> ResponseReturnValue:
    """Say that they have nothing to do with each other."""
    ticket = ticket_numbered(me(), number)
    unlink(ticket, ticket_numbered(me(), other), by=me())
    return _answer(ticket)


@bp.put("/inbox")
@permitted("tickets.work")
def inbox(number: int) -> ResponseReturnValue:
    """Answer it from another inbox."""
    wanted = body("inbox_id").maybe_id("inbox_id")
    ticket = ticket_numbered(me(), number)
    found = db.session.get(Inbox, wanted) if wanted else None
    if found is None:
        raise BadInput(_("There is no such inbox."), "inbox_id")
    move_to(ticket, found, by=me())
    return _answer(ticket)


def _answer(ticket: Ticket) -> ResponseReturnValue:
    db.session.flush()
    return jsonify(answer(ticket, me()))
