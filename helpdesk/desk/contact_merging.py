"""Saying that two contacts are one person, and taking it back."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from helpdesk.contacts.merging import merge_contacts, merged_into, person_behind, twins, unmerge_contact
from helpdesk.contacts.models import Contact
from helpdesk.contacts.naming import called
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound, wants_json
from helpdesk.kernel.web import see_other

bp = Blueprint("contact_merging", __name__, url_prefix="/desk/contacts/<int:identity>")


@bp.get("/twins")
@permitted("tickets.work")
def suggest(identity: int) -> ResponseReturnValue:
    """Show who may be the same person, and who was said to be."""
    contact = _contact(identity)
    found = twins(contact)
    if not wants_json():
        shown = {"contact": contact, "twins": found, "parts": merged_into(contact)}
        return render_template("desk/contacts/merging.html", **shown)
    return jsonify(contacts=[{"id": one.id, "name": called(one)} for one in found])


@bp.post("/merge")
@permitted("tickets.work")
def create(identity: int) -> ResponseReturnValue:
    """Make another contact part of this one."""
    other_id = body("other_id").maybe_id("other_id")
    contact = _contact(identity)
    other = db.session.get(Contact, other_id) if other_id else None
    if other is None:
        raise BadInput(_("There is no such contact."), "other_id")
    return _answer(merge_contacts(other, into=contact, by=me()))


@bp.post("/unmerge")
@permitted("tickets.work")
def undo(identity: int) -> ResponseReturnValue:
    """Take this contact out of the one it is part of."""
    contact = db.session.get(Contact, identity)
    if contact is None:
        raise NotFound
    return _answer(unmerge_contact(contact, by=me()))


def _contact(identity: int) -> Contact:
    contact = db.session.get(Contact, identity)
    if contact is None:
        raise NotFound
    return person_behind(contact)


def _answer(contact: Contact) -> ResponseReturnValue:
    if wants_json():
        return jsonify(contact={"id": contact.id, "name": called(contact)})
    return see_other("contacts.show", identity=contact.id)
