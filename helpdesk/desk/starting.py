"""Writing first: an agent starts a ticket."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from helpdesk.channels.models import Inbox
from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import LONG_TEXT, BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import created
from helpdesk.tickets.opening import MAX_SUBJECT
from helpdesk.tickets.starting import start_ticket

bp = Blueprint("starting", __name__, url_prefix="/desk")
MAX_ADDRESS = 320


@bp.post("/tickets")
@permitted("tickets.work")
def create() -> ResponseReturnValue:
    """Open a ticket with a message to somebody."""
    sent = body("inbox_id", "to", "subject", "text", "cc", "client_key")
    inbox_id = sent.maybe_id("inbox_id")
    inbox = db.session.get(Inbox, inbox_id) if inbox_id else None
    if inbox is None:
        raise BadInput(_("There is no such inbox."), "inbox_id")
    message = start_ticket(
        inbox,
        to=sent.text("to", most=MAX_ADDRESS),
        subject=sent.text("subject", most=MAX_SUBJECT, required=False),
        text=sent.text("text", most=LONG_TEXT),
        by=me(),
        cc=sent.texts("cc"),
        client_key=sent.text("client_key", most=64, required=False) or None,
    )
    db.session.flush()
    return created(**answer(message.ticket, me(), message=message))
