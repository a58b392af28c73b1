"""How far an agent has read: asked for rows that came by themselves, set back to unread, told in all one's windows."""

from collections.abc import Iterator

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import MAX_ID, PLAIN_NUMBER, BadInput
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.live import News, shows
from helpdesk.tickets.bulk import MOST
from helpdesk.tickets.events import TicketSeen
from helpdesk.tickets.reading import mark_unseen, seen_of
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("reads", __name__, url_prefix="/desk")


@bp.get("/reads")
@permitted()
def index() -> ResponseReturnValue:
    """Say how far one has read some tickets; those one may not see are left out like those that do not exist."""
    asked = [each for each in request.args.get("numbers", "").split(",") if each]
    if len(asked) > MOST or not all(PLAIN_NUMBER.fullmatch(each) and 0 < int(each) < MAX_ID for each in asked):
        raise BadInput(_("This must be a list of ids."), "numbers")
    return jsonify(seen={str(number): seen for number, seen in seen_of(me(), [int(each) for each in asked]).items()})


@bp.delete("/tickets/<int:number>/read")
@permitted()
def unread(number: int) -> ResponseReturnValue:
    """Make a ticket unread again, for oneself."""
    ticket = ticket_numbered(me(), number)
    mark_unseen(ticket, by=me())
    return jsonify(seen={str(number): seen_of(me(), [number])[number]})


@shows(TicketSeen)
def tell(event: EventRow) -> Iterator[News]:
    """Tell the agent's other windows."""
    number, seen = event.data["number"], event.data["message_id"]
    room = (f"desk:agent:{event.subject_id}",)
    yield News(room, "seen", lambda: {"seen": {str(number): seen}}, f"seen:{event.subject_id}:{number}")
