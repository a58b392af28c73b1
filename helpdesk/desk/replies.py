"""Answering a contact."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from helpdesk.desk.conversation import answer, some_messages
from helpdesk.desk.door import me, permitted
from helpdesk.desk.writing import written
from helpdesk.kernel.body import Body, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import answer_problem
from helpdesk.kernel.web import created
from helpdesk.tickets.models import Status
from helpdesk.tickets.replying import MovedOn, reply
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("replies", __name__, url_prefix="/desk")
FIELDS = ("text", "html", "to", "cc", "bcc", "attachments", "client_key", "last_message_id", "status")
AFTERWARDS = (Status.PENDING, Status.RESOLVED, Status.OPEN)


@bp.post("/tickets/<int:number>/replies")
@permitted("tickets.work")
def create(number: int) -> ResponseReturnValue:
    """Send a reply, and perhaps say where the ticket stands after it."""
    sent = body(*FIELDS)
    text, html = written(sent)
    status = sent.choice("status", AFTERWARDS) if sent.text("status", required=False) else None
    ticket = ticket_numbered(me(), number)
    message = reply(
        ticket,
        by=me(),
        text=text,
        html=html,
        to=_addresses(sent, "to"),
        cc=_addresses(sent, "cc"),
        bcc=_addresses(sent, "bcc"),
        upload_ids=sent.ids("attachments"),
        client_key=sent.text("client_key", most=64, required=False) or None,
        seen_message_id=sent.maybe_id("last_message_id"),
        then=status,
    )
    return created(**answer(ticket, me(), message=message))


@bp.errorhandler(MovedOn)
def moved_on(problem: MovedOn) -> ResponseReturnValue:
    """Show what is new, so that the draft can be reconsidered."""
    messages: list[dict[str, Any]] = some_messages(problem.messages, problem.messages[0].ticket.number)
    return answer_problem(problem.status, problem.code, _(problem.words), messages=messages)


def _addresses(sent: Body, name: str) -> list[str] | None:
    return sent.texts(name) if sent.values.get(name) is not None else None
