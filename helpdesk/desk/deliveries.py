"""The outbox page: every public message on its way to every address, and another try for what did not get there."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.permissions import require
from helpdesk.desk import post_room
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import ngettext
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.web import see_other
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.outbox import RETRYABLE, retry_delivery
from helpdesk.mailroom.serialise import words

bp = Blueprint("deliveries", __name__, url_prefix="/desk/deliveries")


@bp.get("")
@permitted("deliveries.read")
def index() -> ResponseReturnValue:
    """List deliveries, newest first: `state` filters, `before` is the id where the page before ended."""
    state = post_room.asked_state(DeliveryState)
    lines = post_room.deliveries(state=state, before=post_room.asked_before())
    return render_template(
        "desk/deliveries/index.html",
        lines=lines[: post_room.PAGE],
        older=lines[post_room.PAGE - 1].delivery.id if len(lines) > post_room.PAGE else None,
        state=state,
        counts=post_room.delivery_counts(),
        retryable=RETRYABLE,
        words=words,
    )


@bp.post("/<int:delivery_id>/retry")
@permitted("deliveries.read")
def retry(delivery_id: int) -> ResponseReturnValue:
    """Send a message again to every address it did not reach."""
    require(me(), "deliveries.retry")
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFound
    addresses = retry_delivery(delivery.message, by=me())
    if addresses:
        again = ngettext("Trying %(num)s address again.", "Trying %(num)s addresses again.", addresses)
        flash(again, "good")
    else:
        flash(_("There is nothing to try again: this message got everywhere, or is on its way."), "info")
    return see_other(".index", state=request.args.get("state") or None)
