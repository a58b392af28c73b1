"""Answering a contact."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.desk import drafts
from helpdesk.desk.conversation import answer, some_messages
from helpdesk.desk.door import me, permitted
from helpdesk.desk.writing import ROLES, addresses, known_inbox, written
from helpdesk.kernel.body import body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import answer_problem
from helpdesk.kernel.web import created
from helpdesk.tickets.draft_reads import drafts_of
from helpdesk.tickets.drafts import Draft, Words
from helpdesk.tickets.leaving import send
from helpdesk.tickets.models import Status
from helpdesk.tickets.replying import MovedOn
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("replies", __name__, url_prefix="/desk")
FIELDS = (
    "text", "html", "inbox_id", *ROLES, "attachments", "client_key", "last_message_id", "status", "now", "release_at",
)  # fmt: skip
AFTERWARDS = (Status.PENDING, Status.RESOLVED, Status.OPEN)


@bp.post("/tickets/<int:number>/replies")
@permitted("tickets.work")
def create(number: int) -> ResponseReturnValue:
    """Send a reply, and perhaps say where the ticket stands after it.

    201 with the message when it has left; 202 with the draft while it can be taken back or waits for `release_at`.
    """
    sent = body(*FIELDS)
    text, html = written(sent)
    said = Words(
        text=text,
        html=html,
        inbox_id=known_inbox(sent),
        recipients=addresses(sent),
        upload_ids=sent.ids("attachments"),
        status=sent.choice("status", AFTERWARDS) if sent.text("status", required=False) else None,
        seen_message_id=sent.maybe_id("last_message_id"),
    )
    ticket = ticket_numbered(me(), number)
    made = send(
        ticket,
        said,
        by=me(),
        client_key=sent.text("client_key", most=64, required=False) or None,
        at_once=sent.switch("now"),
        at=sent.instant("release_at"),
    )
    if isinstance(made, Draft):
        return jsonify(draft=drafts_of(me(), draft_id=made.id)[0]), 202
    return created(**answer(ticket, me(), message=made))


@bp.errorhandler(MovedOn)
@drafts.bp.errorhandler(MovedOn)
def moved_on(problem: MovedOn) -> ResponseReturnValue:
    """Show what is new, so that the draft can be reconsidered."""
    messages: list[dict[str, Any]] = some_messages(problem.messages, problem.messages[0].ticket.number)
    return answer_problem(problem.status, problem.code, _(problem.words), messages=messages)
