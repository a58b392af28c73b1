"""Changing one thing about a ticket: status, priority, who has it, tags, who follows. Each is one verb."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.accounts.models import Agent, Team
from helpdesk.custom_fields.models import Subject
from helpdesk.custom_fields.reading import field_with_id
from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.custom_fields import set_ticket_field
from helpdesk.tickets.followers import follow, unfollow
from helpdesk.tickets.gratitude import reopen_thanked
from helpdesk.tickets.models import Priority, Status, Ticket
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.status import change_status
from helpdesk.tickets.tags import add_tag, remove_tag
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("changes", __name__, url_prefix="/desk/tickets/<int:number>")


@bp.put("/status")
@permitted("tickets.work")
def status(number: int) -> ResponseReturnValue:
    """Move the ticket to another status."""
    sent = body("status", "snoozed_until")
    wanted, until = sent.choice("status", list(Status)), sent.instant("snoozed_until")
    ticket = ticket_numbered(me(), number)
    change_status(ticket, wanted, by=me(), until=until)
    return _answer(ticket)


@bp.post("/reopening")
@permitted("tickets.work")
def reopening(number: int) -> ResponseReturnValue:
    """Open a ticket that stayed resolved when its contact only said thank you."""
    ticket = ticket_numbered(me(), number)
    reopen_thanked(ticket, by=me())
    return _answer(ticket)


@bp.put("/priority")
@permitted("tickets.work")
def priority(number: int) -> ResponseReturnValue:
    """Say how soon it wants attention."""
    wanted = body("priority").choice("priority", list(Priority))
    ticket = ticket_numbered(me(), number)
    set_priority(ticket, wanted, by=me())
    return _answer(ticket)


@bp.put("/assignee")
@permitted("tickets.work")
def assignee(number: int) -> ResponseReturnValue:
    """Give the ticket to an agent or to nobody."""
    identity = body("agent_id").maybe_id("agent_id")
    ticket = ticket_numbered(me(), number)
    agent = db.session.get(Agent, identity) if identity else None
    if identity and agent is None:
        raise BadInput(_("There is no such agent."), "agent_id")
    assign_agent(ticket, agent, by=me())
    return _answer(ticket)


@bp.put("/team")
@permitted("tickets.work")
def team(number: int) -> ResponseReturnValue:
    """Move the ticket to a team's queue or to none."""
    identity = body("team_id").maybe_id("team_id")
    ticket = ticket_numbered(me(), number)
    found = db.session.get(Team, identity) if identity else None
    if identity and found is None:
        raise BadInput(_("There is no such team."), "team_id")
    assign_team(ticket, found, by=me())
    return _answer(ticket)


@bp.post("/tags")
@permitted("tickets.work")
def tag(number: int) -> ResponseReturnValue:
    """Put a tag on."""
    name = body("name").text("name")
    ticket = ticket_numbered(me(), number)
    add_tag(ticket, name, by=me())
    return _answer(ticket)


@bp.delete("/tags/<path:name>")
@permitted("tickets.work")
def untag(number: int, name: str) -> ResponseReturnValue:
    """Take a tag off."""
    ticket = ticket_numbered(me(), number)
    remove_tag(ticket, name, by=me())
    return _answer(ticket)


@bp.put("/fields/<int:field_id>")
@permitted("tickets.work")
def field(number: int, field_id: int) -> ResponseReturnValue:
    """Write into a custom field."""
    given = body("value").values.get("value")
    ticket = ticket_numbered(me(), number)
    set_ticket_field(ticket, field_with_id(field_id, subject=Subject.TICKET), given, by=me())
    return _answer(ticket)


@bp.put("/following")
@permitted("tickets.work")
def following(number: int) -> ResponseReturnValue:
    """Follow the ticket."""
    ticket = ticket_numbered(me(), number)
    follow(ticket, me(), by=me())
    return _answer(ticket)


@bp.delete("/following")
@permitted("tickets.work")
def not_following(number: int) -> ResponseReturnValue:
    """Stop following it."""
    ticket = ticket_numbered(me(), number)
    unfollow(ticket, me(), by=me())
    return _answer(ticket)


def _answer(ticket: Ticket) -> ResponseReturnValue:
    db.session.flush()  # The answer reads with plain queries, and the version counts up when the row is written.
    return jsonify(answer(ticket, me()))
