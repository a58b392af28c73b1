"""What this person asked before, to be read above the conversation; fetched when somebody unfolds it."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.desk.conversation import row_numbered
from helpdesk.desk.door import me, permitted
from helpdesk.tickets.earlier import conversations
from helpdesk.tickets.parts import Place

bp = Blueprint("earlier", __name__, url_prefix="/desk")


@bp.get("/tickets/<int:number>/earlier")
@permitted()
def show(number: int) -> ResponseReturnValue:
    """Return the contact's newest other tickets that the agent may see, with the last words of each."""
    row = row_numbered(me(), number)
    return jsonify(tickets=conversations(Place(row["id"], row["contact_id"]), me()))
