"""Being there: an agent goes online or away, and pages without a socket say that they are open."""

from collections.abc import Iterator

from flask import Blueprint, jsonify, redirect
from flask.typing import ResponseReturnValue

from helpdesk.accounts.events import AvailabilityChanged
from helpdesk.accounts.models import Availability
from helpdesk.accounts.presence import see, set_availability, worth_noting
from helpdesk.desk.door import me, permitted, safe_next
from helpdesk.kernel.body import body
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.live import News, shows
from helpdesk.kernel.problems import wants_json

bp = Blueprint("presence", __name__, url_prefix="/desk")


@bp.post("/availability")
@permitted()
def availability() -> ResponseReturnValue:
    """Go online or away; a plain form is led back to the page it stands on."""
    sent = body("availability", "next")
    set_availability(me(), sent.choice("availability", list(Availability)), by=me())
    if wants_json():
        return jsonify(availability=me().availability)
    return redirect(safe_next(sent.text("next", required=False)), 303)


@bp.post("/presence")
@permitted()
def here() -> ResponseReturnValue:
    """Say that a page is open, where there is no socket to tell."""
    body()
    if worth_noting(me().here_until):
        see(me())
    return "", 204


@shows(AvailabilityChanged)
def tell(row: EventRow) -> Iterator[News]:
    """Let the agent's other pages follow."""
    changed = {"me": {"availability": row.data["now"]}}
    yield News((f"desk:agent:{row.subject_id}",), "me", lambda: changed, f"me:{row.subject_id}")
