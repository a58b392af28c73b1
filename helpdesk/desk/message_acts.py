"""What an agent does with one message beyond reading it: blank it for good, send it on to somebody else."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.desk.messages import visible_message
from helpdesk.kernel.body import LONG_TEXT, body
from helpdesk.kernel.db import db
from helpdesk.kernel.web import created
from helpdesk.tickets.forwarding import forward
from helpdesk.tickets.redacting import redact

bp = Blueprint("message_acts", __name__, url_prefix="/desk/messages/<int:identity>")


@bp.post("/redaction")
@permitted("tickets.work")
def blank(identity: int) -> ResponseReturnValue:
    """Blank the message; leads and admins any, everybody their own."""
    message = visible_message(identity)
    body()
    redact(message, by=me())
    db.session.flush()
    return jsonify(answer(message.ticket, me(), message=message))


@bp.post("/forward")
@permitted("tickets.work")
def send_on(identity: int) -> ResponseReturnValue:
    """Send the message on to other addresses."""
    sent = body("to", "text", "client_key")
    to, text = sent.texts("to"), sent.text("text", most=LONG_TEXT, required=False)
    message = forward(
        visible_message(identity),
        to=to,
        text=text,
        by=me(),
        client_key=sent.text("client_key", most=64, required=False) or None,
    )
    db.session.flush()
    return created(**answer(message.ticket, me(), message=message))
