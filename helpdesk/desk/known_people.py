"""Contacts offered while an agent types an address: a few, and only people of tickets they may see."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, exists, or_, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact, Identity
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.models import Participant, Ticket
from helpdesk.tickets.visibility import visible

bp = Blueprint("known_people", __name__, url_prefix="/desk")
MOST = 8
LEAST = 2
MAX_WORDS = 100
MAX_KIND = 20


@bp.get("/contacts/suggestions")
@permitted("tickets.work")
def index() -> ResponseReturnValue:
    """Return up to eight people with an address of the kind (mail, if none is named) whose name or address fits `q`."""
    words, kind = request.args.get("q", "").strip().replace("\0", ""), request.args.get("kind", "email")
    if len(words) > MAX_WORDS:
        raise BadInput(_("This is too long (at most %(most)s characters).", most=MAX_WORDS), "q")
    if len(kind) > MAX_KIND or "\0" in kind:
        raise BadInput(_("This is not one of the choices."), "kind")
    return jsonify(people=_like(me(), words, kind) if len(words) >= LEAST else [])


def _like(agent: Agent, words: str, kind: str) -> list[dict[str, str]]:
    """Return who fits: the beginning of an address or of any part of a name; whoever wants no mail is not offered."""
    fits = or_(
        Identity.value.istartswith(words, autoescape=True),
        Contact.name.istartswith(words, autoescape=True),
        Contact.name.icontains(f" {words}", autoescape=True),
    )
    takes_part = exists().where(
        Participant.identity_id == Identity.id, Participant.ticket_id == Ticket.id, visible(agent)
    )
    asked = exists().where(Ticket.contact_id == Contact.id, visible(agent))
    query = (
        select(Contact.name, Identity.value)
        .join(Contact, Contact.id == Identity.contact_id)
        .where(
            Identity.kind == kind,
            Identity.opted_out_at.is_(None),
            Identity.suppressed_at.is_(None),
            Contact.blocked_at.is_(None),
        )
        .where(and_(fits, or_(takes_part, asked)), Identity.value.not_in(select(Inbox.address)))
    )
    rows = db.session.execute(query.order_by(Identity.id.desc()).limit(MOST))
    return [{"name": name, "address": address} for name, address in rows]
