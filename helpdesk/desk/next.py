"""Working through: the next most urgent ticket for who asks. The server decides, and claims what was nobody's."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import body
from helpdesk.routing.picking import pick

bp = Blueprint("next", __name__, url_prefix="/desk")
MOST_SKIPPED = 200


@bp.post("/next")
@permitted("tickets.work")
def take() -> ResponseReturnValue:
    """Return its number, or null when nothing waits; `skip` names what was passed over, `left` counts the rest."""
    picked = pick(me(), skip=body("skip").ids("skip", most=MOST_SKIPPED))
    number = picked.ticket.number if picked.ticket else None
    return jsonify(number=number, claimed=picked.claimed, left=picked.left)
