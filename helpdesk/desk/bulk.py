"""One change to many tickets, and taking it back: the answer says of each what became of it."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.accounts.models import Agent, Team
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Row, db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.bulk import MOST, Action, Change, change_many
from helpdesk.tickets.bulk_undo import UNDO_FOR, bulk_of, undo_many
from helpdesk.tickets.models import Priority, Status, Ticket
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.status import FARTHEST, NoSuchDate
from helpdesk.tickets.tags import MAX_NAME, spelled
from helpdesk.tickets.visibility import visible

bp = Blueprint("bulk", __name__, url_prefix="/desk/tickets/bulk")


@bp.post("")
@permitted("tickets.work")
def change() -> ResponseReturnValue:
    """Change up to 200 tickets by one action."""
    sent = body("numbers", "action", "params", "client_key")
    numbers = sent.ids("numbers", most=MOST)
    if not numbers:
        raise BadInput(_("Choose at least one ticket."), "numbers")
    wanted = _wanted(Action(sent.choice("action", list(Action))), sent.values.get("params"))
    bulk = change_many(numbers, wanted, by=me(), client_key=sent.text("client_key", most=64))
    return jsonify(**_answer(bulk.outcome), undo={"id": bulk.id, "seconds": UNDO_FOR.seconds} if bulk.journal else None)


@bp.post("/<int:identity>/undo")
@permitted("tickets.work")
def undo(identity: int) -> ResponseReturnValue:
    """Take one's own change back."""
    return jsonify(**_answer(undo_many(bulk_of(me(), identity), by=me())), undo=None)


def _answer(outcome: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what became of each, and those that changed and may still be seen, as rows of the list."""
    changed = [one["number"] for one in outcome if one["result"] == "changed"]
    query = rows().where(Ticket.number.in_(changed), visible(me()))
    tickets = [ticket_row(row) for row in db.session.execute(query).mappings()] if changed else []
    return {"outcome": outcome, "tickets": tickets}


def _wanted(action: Action, params: object) -> Change:
    """Read what the action needs. Raises `BadInput` that names what is wrong."""
    if not isinstance(params, dict):
        raise BadInput(_("This must be a JSON object."), "params")
    match action:
        case Action.STATUS:
            return _status(Body(params, allowed=("status", "snoozed_until")))
        case Action.PRIORITY:
            return Change(action, Body(params, allowed=("priority",)).choice("priority", list(Priority)))
        case Action.ASSIGNEE:
            return Change(action, _found(Agent, Body(params, allowed=("agent_id",)), "agent_id"))
        case Action.TEAM:
            return Change(action, _found(Team, Body(params, allowed=("team_id",)), "team_id"))
        case Action.TAG | Action.UNTAG:
            name = spelled(Body(params, allowed=("name",)).text("name"))
            if len(name) > MAX_NAME or not name.isprintable():
                raise BadInput(_("A tag is a word or two."), "name")
            return Change(action, name)


def _status(sent: Body) -> Change:
    status, until = sent.choice("status", list(Status)), sent.instant("snoozed_until")
    if status == Status.SNOOZED and (until is None or not now() < until <= now() + FARTHEST):
        raise NoSuchDate
    return Change(Action.STATUS, status, until)


def _found(kind: type[Row], sent: Body, field: str) -> Row | None:
    identity = sent.maybe_id(field)
    if field not in sent.values:
        raise BadInput(_("This is needed."), field)
    if identity is None:
        return None
    found = db.session.get(kind, identity)
    if found is None or (isinstance(found, Agent) and found.deactivated_at is not None):
        words = _("There is no such agent.") if kind is Agent else _("There is no such team.")
        raise BadInput(words, field)
    return found
