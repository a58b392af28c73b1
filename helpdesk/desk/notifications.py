"""What the agent was told: the page behind the bell, and saying that it was seen."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from helpdesk.desk.bell import line_json
from helpdesk.desk.door import me, permitted
from helpdesk.desk.post_room import asked_before
from helpdesk.kernel.body import body
from helpdesk.kernel.problems import wants_json
from helpdesk.kernel.web import see_other
from helpdesk.notifications.reading import mark_read, page, unread
from helpdesk.tickets.reading import mark_seen
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("notifications", __name__, url_prefix="/desk")


@bp.get("/notifications")
@permitted()
def index() -> ResponseReturnValue:
    """List what one was told, newest first; `before` is the place where the page before ended."""
    lines, older = page(me(), before=asked_before())
    if wants_json():
        return jsonify(notifications=[line_json(line) for line in lines], older=older, unread=unread(me()))
    return render_template("desk/notifications.html", lines=lines, older=older)


@bp.post("/notifications/read")
@permitted()
def read_all() -> ResponseReturnValue:
    """Mark all as read."""
    mark_read(me())
    return jsonify(unread=[]) if wants_json() else see_other(".index")


@bp.post("/tickets/<int:number>/read")
@permitted()
def read(number: int) -> ResponseReturnValue:
    """Say that the ticket is on the agent's screen, up to a message: that and what they were told of it is read."""
    up_to = body("message_id").maybe_id("message_id")
    ticket = ticket_numbered(me(), number)
    mark_read(me(), ticket=ticket)
    if up_to:
        mark_seen(ticket, by=me(), up_to=up_to)
    return jsonify(unread=unread(me()))
