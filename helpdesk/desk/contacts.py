"""The people we serve: a list to find them, a page for each, blocking."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import selectinload

from helpdesk.contacts.blocking import block, unblock
from helpdesk.contacts.custom_fields import set_contact_field
from helpdesk.contacts.models import Contact, Identity
from helpdesk.contacts.naming import rename
from helpdesk.contacts.visitors import ANONYMOUS, readable
from helpdesk.custom_fields.models import Subject
from helpdesk.custom_fields.reading import field_with_id
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound, wants_json
from helpdesk.kernel.web import see_other
from helpdesk.tickets.details import about_json
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.visibility import visible

bp = Blueprint("contacts", __name__, url_prefix="/desk/contacts")
bp.add_app_template_filter(readable)
PAGE = 50
FOUND = 8  # By whoever asks for JSON: the palette.
TICKETS_SHOWN = 50


@bp.get("")
@permitted()
def index() -> ResponseReturnValue:
    """List contacts, newest first; `q` finds by name or address, `after` is the id where the page before ended.

    Visitors who opened a chat and never wrote in it, or turned out to be somebody we know, are nobody to list.
    """
    words, after = request.args.get("q", "").strip()[:200].replace("\0", ""), request.args.get("after", "")
    query = (
        select(Contact)
        .options(selectinload(Contact.identities))
        .where(_wrote())
        .order_by(Contact.id.desc())
        .limit(PAGE + 1)
    )
    if words:
        address = exists().where(Identity.contact_id == Contact.id, Identity.value.icontains(words, autoescape=True))
        query = query.where(Contact.name.icontains(words, autoescape=True) | address)
    if after.isascii() and after.isdigit() and len(after) < 16:  # noqa: PLR2004
        query = query.where(Contact.id < int(after))
    found = db.session.scalars(query).all()
    more = found[PAGE - 1].id if len(found) > PAGE else None
    if wants_json():
        return jsonify(contacts=[_found(contact) for contact in found[:FOUND]])
    return render_template("desk/contacts/index.html", contacts=found[:PAGE], words=words, more=more)


def _found(contact: Contact) -> dict[str, Any]:
    address = next((readable(one.value) for one in contact.identities), "")
    return {"id": contact.id, "name": contact.name, "address": address}


@bp.get("/<int:identity>")
@permitted()
def show(identity: int) -> ResponseReturnValue:
    """Show a person: addresses and the tickets the agent may see."""
    return _page(_contact(identity))


@bp.post("/<int:identity>")
@permitted("tickets.work")
def change(identity: int) -> ResponseReturnValue:
    """Correct the name."""
    contact = _contact(identity)
    try:
        rename(contact, body("name").text("name", most=200), by=me())
    except BadInput as error:
        return again("desk/contacts/show.html", error, contact=contact, tickets=_tickets(contact))
    return see_other("contacts.show", identity=identity)


@bp.put("/<int:identity>/fields/<int:field_id>")
@permitted("tickets.work")
def field(identity: int, field_id: int) -> ResponseReturnValue:
    """Write into a custom field."""
    given = body("value").values.get("value")
    contact = _contact(identity)
    set_contact_field(contact, field_with_id(field_id, subject=Subject.CONTACT), given, by=me())
    return jsonify(about=about_json(contact))


@bp.put("/<int:identity>/blocked")
@bp.post("/<int:identity>/blocked")
@permitted("contacts.block")
def create_block(identity: int) -> ResponseReturnValue:
    """Keep aside what this person sends."""
    contact = _contact(identity)
    block(contact, by=me())
    return _answer(contact)


@bp.delete("/<int:identity>/blocked")
@bp.post("/<int:identity>/welcome")
@permitted("contacts.block")
def end_block(identity: int) -> ResponseReturnValue:
    """Welcome this person again."""
    contact = _contact(identity)
    unblock(contact, by=me())
    return _answer(contact)


def _contact(identity: int) -> Contact:
    contact = db.session.scalar(select(Contact).options(selectinload(Contact.identities)).where(Contact.id == identity))
    if contact is None:
        raise NotFound
    return contact


def _wrote() -> ColumnElement[bool]:
    known = exists().where(Identity.contact_id == Contact.id, Identity.value.not_like(f"{ANONYMOUS}%"))
    return known | exists().where(Ticket.contact_id == Contact.id)


def _tickets(contact: Contact) -> list[dict[str, object]]:
    query = rows().where(and_(Ticket.contact_id == contact.id, visible(me()))).order_by(Ticket.id.desc())
    return [ticket_row(row) for row in db.session.execute(query.limit(TICKETS_SHOWN)).mappings()]


def _page(contact: Contact) -> ResponseReturnValue:
    shown = {"contact": contact, "tickets": _tickets(contact), "errors": {}, "typed": {}}
    return render_template("desk/contacts/show.html", **shown)


def _answer(contact: Contact) -> ResponseReturnValue:
    if request.method == "POST":
        return see_other("contacts.show", identity=contact.id)
    identities = [
        {
            "kind": one.kind,
            "value": one.value,
            "shown": readable(one.value),
            "verified": one.verified_at is not None,
            "opted_out": one.opted_out_at is not None,
        }
        for one in contact.identities
    ]
    called = contact.name or (identities[0]["value"] if identities else _("Unknown"))
    panel = {"id": contact.id, "name": called, "identities": identities, "blocked": contact.blocked_at is not None}
    return jsonify(contact_panel=panel)
