"""Merging tickets: what may be meant, what would happen, doing it and taking it back."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import case

from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.search.finding import find
from helpdesk.tickets.merging import foresee, merge, unmerge
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import Listing
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.status import DONE
from helpdesk.tickets.visibility import seen_numbered, ticket_numbered, visible

bp = Blueprint("merging", __name__, url_prefix="/desk/tickets/<int:number>")
SUGGESTED = 10
MOST = 50
LONGEST = 200


@bp.get("/others")
@permitted()
def others(number: int) -> ResponseReturnValue:
    """Return tickets that may be meant beside this one: what `q` finds, or the same contact's, unfinished first."""
    ticket = ticket_numbered(me(), number)
    words = request.args.get("q", "").strip().lstrip("#").strip()
    if len(words) > LONGEST or "\0" in words:
        raise BadInput(_("This is too long or holds characters that cannot be searched."), "q")
    if words:
        found = [row for row in find(me(), Listing(sort="newest"), words).rows if row["id"] != ticket.id]
        return jsonify(tickets=found[:SUGGESTED])
    return jsonify(tickets=_of_the_same(ticket))


@bp.get("/merge")
@permitted("tickets.work")
def preview(number: int) -> ResponseReturnValue:
    """Return what merging the tickets named by `numbers` into this one would do; refuses as merging would."""
    into = ticket_numbered(me(), number)
    seen = [foresee(ticket_numbered(me(), one), into=into) for one in _numbers(request.args.get("numbers", ""))]
    return jsonify(
        messages=sum(one.messages for one in seen),
        joining=sorted({address for one in seen for address in one.joining}),
        same_person=all(one.same_person for one in seen),
    )


@bp.post("/merge")
@permitted("tickets.work")
def create(number: int) -> ResponseReturnValue:
    """Make the tickets with these numbers part of this one."""
    wanted = body("numbers").ids("numbers", most=MOST)
    if not wanted:
        raise BadInput(_("Choose a ticket."), "numbers")
    into = ticket_numbered(me(), number)
    for one in dict.fromkeys(wanted):
        into = merge(ticket_numbered(me(), one), into=into, by=me())
    return _answer(into)


@bp.post("/unmerge")
@permitted("tickets.work")
def undo(number: int) -> ResponseReturnValue:
    """Take this ticket out of the one it was merged into."""
    ticket = seen_numbered(me(), number)
    if ticket.merged_into_id is not None:
        into = db.session.get_one(Ticket, ticket.merged_into_id)
        seen_numbered(me(), into.number)  # Who may not see the survivor may take nothing out of it.
    unmerge(ticket, by=me())
    return _answer(ticket)


def _answer(ticket: Ticket) -> ResponseReturnValue:
    db.session.flush()
    return jsonify(answer(ticket, me()))


def _numbers(written: str) -> list[int]:
    parts = [part for part in written.split(",") if part]
    fit = all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts)  # noqa: PLR2004
    if not parts or len(parts) > MOST or not fit:
        raise BadInput(_("Choose a ticket."), "numbers")
    return [int(part) for part in dict.fromkeys(parts)]


def _of_the_same(ticket: Ticket) -> list[dict[str, Any]]:
    theirs = rows().where(
        Ticket.contact_id == ticket.contact_id, Ticket.id != ticket.id, Ticket.merged_into_id.is_(None), visible(me())
    )
    newest = theirs.order_by(case((Ticket.status.in_(DONE), 1), else_=0), Ticket.id.desc()).limit(SUGGESTED)
    return [ticket_row(row) for row in db.session.execute(newest).mappings()]
