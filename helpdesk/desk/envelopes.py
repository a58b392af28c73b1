"""The journal page: everything that ever arrived, in exactly one state, readable as source and replayable."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.desk import balance, post_room
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.web import see_other
from helpdesk.mailroom import envelopes as journal
from helpdesk.mailroom.gatekeepers import words
from helpdesk.mailroom.models import EnvelopeState

bp = Blueprint("envelopes", __name__, url_prefix="/desk/envelopes")


@bp.get("")
@permitted("envelopes.read")
def index() -> ResponseReturnValue:
    """List envelopes, newest first, with the count that proves that none is lost."""
    state = post_room.asked_state(list(EnvelopeState))
    inbox_id, day = balance.asked_place()
    within = balance.within(inbox_id, day)
    lines = post_room.envelopes(state=state, before=post_room.asked_before(), within=within)
    return render_template(
        "desk/envelopes/index.html",
        lines=lines[: post_room.PAGE],
        older=lines[post_room.PAGE - 1].envelope.id if len(lines) > post_room.PAGE else None,
        state=state,
        place={"inbox": inbox_id, "day": day},
        counts=journal.counts(),
        late=journal.late(),
        words=words,
    )


@bp.get("/days")
@permitted("envelopes.read")
def days() -> ResponseReturnValue:
    """Prove it by inbox and day: received = processed + ignored + suspended + quarantined + waiting."""
    return render_template("desk/envelopes/days.html", days=balance.days())


@bp.get("/<int:envelope_id>")
@permitted("envelopes.read")
def show(envelope_id: int) -> ResponseReturnValue:
    """Show what arrived, as text and never rendered, and what became of it."""
    line = _line(envelope_id)
    pieces = post_room.pieces_of(line.envelope)
    return render_template(
        "desk/envelopes/show.html", line=line, pieces=pieces, words=words, header_of=post_room.header_of
    )


@bp.post("/<int:envelope_id>/replay")
@permitted("envelopes.replay")
def replay(envelope_id: int) -> ResponseReturnValue:
    """Process again what arrived; what is processed already stays one message."""
    if journal.replay(_line(envelope_id).envelope, by=me()):
        flash(_("It is being processed again. Reload in a moment to see how it ends."), "good")
    else:
        flash(_("It was processed already, and there is never a second message."), "info")
    return _back(envelope_id)


@bp.post("/<int:envelope_id>/rejection")
@permitted("envelopes.replay")
def reject(envelope_id: int) -> ResponseReturnValue:
    """Put what was kept aside away; it stays readable, and can be processed again."""
    if journal.reject(_line(envelope_id).envelope, by=me()):
        flash(_("It is rejected. It stays readable under Ignored."), "good")
    else:
        flash(_("There is nothing to reject: it was dealt with already."), "info")
    return _back(envelope_id)


def _back(envelope_id: int) -> ResponseReturnValue:
    """Return to the list it was pressed in, else to the envelope's page."""
    state = request.args.get("from")
    if state in list(EnvelopeState):
        return see_other(".index", state=state)
    return see_other(".show", envelope_id=envelope_id)


def _line(envelope_id: int) -> post_room.EnvelopeLine:
    line = post_room.envelope(envelope_id)
    if line is None:
        raise NotFound
    return line
