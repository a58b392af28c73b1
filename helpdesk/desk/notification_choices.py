"""What an agent is told of and how: the choices, and why something of a ticket was told or was not."""

import re
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.web import see_other
from helpdesk.notifications.choices import CHOICE_OF, Chosen, Quiet, Wish, choose, chosen_by, zone_of
from helpdesk.notifications.inbox import can_send
from helpdesk.notifications.why import reasons
from helpdesk.tickets.names import names
from helpdesk.tickets.serialise import sentence
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("notification_choices", __name__, url_prefix="/desk")
TEMPLATE = "desk/notification_choices.html"
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
KINDS = {
    "assigned": (lazy("A ticket becomes mine"), lazy("Somebody, a rule or the team's turn gives it to you.")),
    "message": (lazy("A customer writes on my ticket"), ""),
    "mention": (lazy("A colleague mentions me"), lazy("In a note, by @ and your name.")),
    "follow": (lazy("A customer writes on a ticket I follow"), ""),
    "team": (lazy("My team gets a new ticket"), ""),
    "survey": (lazy("A customer is unhappy"), lazy("For leads: 1 or 2 of 5.")),
    "rule": (lazy("A rule tells me"), ""),
    "breach": (lazy("A promise was not kept in time"), lazy("On your tickets; for leads also on nobody's.")),
    "failed": (lazy("My reply was not sent or did not arrive"), ""),
}


@bp.get("/profile/notifications")
@permitted()
def show() -> ResponseReturnValue:
    """Show what holds for the agent."""
    return render_template(TEMPLATE, typed=_typed(chosen_by([me().id])[me().id]), errors={}, **_drawn())


@bp.post("/profile/notifications")
@permitted()
def update() -> ResponseReturnValue:
    """Keep what the form says."""
    sent = body("desk[]", "mail[]", "quiet_from", "quiet_to", "gathers")
    try:
        choose(me(), _chosen(sent), by=me())
    except BadInput as error:
        return again(TEMPLATE, error, typed=_as_sent(), **_drawn())
    flash(_("What you are told of is saved."), "good")
    return see_other(".show")


@bp.get("/tickets/<int:number>/notifications")
@permitted()
def why(number: int) -> ResponseReturnValue:
    """Tell what became of the last events of a ticket for the one who asks."""
    ticket = ticket_numbered(me(), number)
    known = names()
    lines = [(sentence(one.event, known), one, _label(one.kind)) for one in reasons(ticket, me())]
    return render_template("desk/why.html", ticket=ticket, lines=lines)


def _label(kind: str | None) -> str:
    return str(KINDS.get(CHOICE_OF.get(kind, kind), ("", ""))[0]) if kind else ""


def _chosen(sent: Body) -> Chosen:
    lists = {way: sent.texts(f"{way}[]", most=len(KINDS)) for way in Wish._fields}
    if not KINDS.keys() >= {kind for listed in lists.values() for kind in listed}:
        raise BadInput(_("This is not one of the choices."), "kinds")
    kinds = {kind: Wish(kind in lists["desk"], kind in lists["mail"]) for kind in KINDS}
    start, end = _minute(sent, "quiet_from"), _minute(sent, "quiet_to")
    for field, minute, other in (("quiet_from", start, end), ("quiet_to", end, start)):
        if minute is None and other is not None:
            raise BadInput(_("Quiet hours need both, a beginning and an end."), field)
    quiet = Quiet(start, end) if start is not None and end is not None else None
    return Chosen(kinds, quiet, sent.switch("gathers"))


def _minute(sent: Body, field: str) -> int | None:
    written = sent.text(field, required=False)
    if not written:
        return None
    match = CLOCK.fullmatch(written)
    if match is None:
        raise BadInput(_("This must be a time of day, such as 18:30."), field)
    return int(match[1]) * 60 + int(match[2])


def _typed(chosen: Chosen) -> dict[str, Any]:
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in chosen.quiet) if chosen.quiet else ("", "")
    ways = {way: [kind for kind in KINDS if getattr(chosen.of(kind), way)] for way in Wish._fields}
    return {**ways, "quiet_from": start, "quiet_to": end, "gathers": chosen.gathers}


def _as_sent() -> dict[str, Any]:
    ways = {way: request.form.getlist(f"{way}[]") for way in Wish._fields}
    times = {field: request.form.get(field, "") for field in ("quiet_from", "quiet_to")}
    return {**ways, **times, "gathers": "gathers" in request.form}


def _drawn() -> dict[str, Any]:
    return {"kinds": KINDS, "leaves": can_send(), "zone": zone_of(me())}
