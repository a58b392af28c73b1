"""Words between colleagues."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.desk.writing import written
from helpdesk.kernel.body import body
from helpdesk.kernel.web import created
from helpdesk.tickets.drafts import discard
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("notes", __name__, url_prefix="/desk")


@bp.post("/tickets/<int:number>/notes")
@permitted("tickets.work")
def create(number: int) -> ResponseReturnValue:
    """Write a note."""
    sent = body("text", "html", "attachments", "mentions", "client_key")
    text, html = written(sent)
    ticket = ticket_numbered(me(), number)
    note = add_note(
        ticket,
        by=me(),
        text=text,
        html=html,
        upload_ids=sent.ids("attachments"),
        mention_ids=sent.ids("mentions"),
        client_key=sent.text("client_key", most=64, required=False) or None,
    )
    discard(ticket, by=me(), kind="note")  # What was being written is said.
    return created(**answer(ticket, me(), message=note))
