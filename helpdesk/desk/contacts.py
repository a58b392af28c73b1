"""The people we serve: a list to find them, a page for each, blocking."""

from typing import Any

from babel import Locale
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import joinedload, selectinload

from helpdesk.accounts.profiles import known_zones
from helpdesk.contacts.blocking import block, unblock
from helpdesk.contacts.custom_fields import set_contact_field
from helpdesk.contacts.describing import MAX_NOTES, Description, describe
from helpdesk.contacts.identities import MAX_NAME
from helpdesk.contacts.merging import person_behind
from helpdesk.contacts.models import Contact, Identity
from helpdesk.contacts.naming import rename
from helpdesk.contacts.suppression import reason
from helpdesk.contacts.visitors import ANONYMOUS, readable
from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.custom_fields.reading import field_with_id, living_fields
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import locale
from helpdesk.kernel.problems import NotFound, wants_json
from helpdesk.kernel.web import see_other
from helpdesk.tickets.details import about_json
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.visibility import visible

bp = Blueprint("contacts", __name__, url_prefix="/desk/contacts")
bp.add_app_template_filter(readable)
bp.add_app_template_filter(reason, "suppression")
PAGE = 50
FOUND = 8  # By whoever asks for JSON: the palette.
DESCRIBED = ("company", "tz", "locale", "notes")
LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko",
    "lt", "lv", "nb", "nl", "pl", "pt", "pt_BR", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
TICKETS_SHOWN = 50


@bp.get("")
@permitted()
def index() -> ResponseReturnValue:
    """List contacts, newest first; `q` finds by name, company or address, `after` is the id that ended the page before.

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
        named = Contact.name.icontains(words, autoescape=True) | Contact.company.icontains(words, autoescape=True)
        query = query.where(named | address)
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
    """Show a person: addresses and the tickets the agent may see; a merged contact leads to who they are now."""
    contact = _contact(identity)
    if contact.merged_into_id is not None:
        return redirect(url_for(".show", identity=person_behind(contact).id))
    return _page(contact)


@bp.post("/<int:identity>")
@permitted("tickets.work")
def change(identity: int) -> ResponseReturnValue:
    """Keep what is known: name, company, clock, language, notes and the fields; what was not sent stays."""
    contact, asked = _contact(identity), {f"field-{one.id}": one for one in living_fields(Subject.CONTACT)}
    sent = body("name", *DESCRIBED, *asked)
    try:
        if "name" in sent.values:
            rename(contact, sent.text("name", most=MAX_NAME), by=me())
        known = {name: getattr(contact, name) or "" for name in DESCRIBED}
        told = {name: sent.text(name, most=MAX_NOTES, required=False) for name in DESCRIBED if name in sent.values}
        describe(contact, Description(**known | told), by=me())
        for name, one in asked.items():
            if name in sent.values:
                set_contact_field(contact, one, sent.values[name], by=me(), name=name)
    except BadInput as error:
        return again("desk/contacts/show.html", error, **_shown(contact))
    flash(_("It is saved."), "good")
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
    whole = select(Contact).options(joinedload(Contact.identities)).where(Contact.id == identity)
    contact = db.session.scalars(whole).unique().one_or_none()
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
    known = {name: getattr(contact, name) or "" for name in ("name", *DESCRIBED)}
    written = {f"field-{one.id}": contact.custom.get(one.key) for one in living_fields(Subject.CONTACT)}
    typed = known | {name: "on" if value is True else value for name, value in written.items()}
    return render_template("desk/contacts/show.html", errors={}, typed=typed, **_shown(contact))


def _shown(contact: Contact) -> dict[str, Any]:
    languages = [(code, Locale.parse(code).get_display_name(locale()) or code) for code in LANGUAGES]
    if contact.locale and contact.locale not in LANGUAGES:
        languages.append((contact.locale, contact.locale))
    return {
        "contact": contact,
        "tickets": _tickets(contact),
        "fields": living_fields(Subject.CONTACT),
        "zones": [(zone, zone.replace("_", " ")) for zone in known_zones()],
        "pairs": _pairs,
        "languages": sorted(languages, key=lambda one: one[1]),
    }


def _pairs(field: CustomField, chosen: object) -> list[tuple[str, str]]:
    """Return what there is to choose from; a word that is chosen stays even when it is offered no more."""
    words = [*field.options, *([str(chosen)] if chosen and chosen not in field.options else [])]
    return [(word, word) for word in words]


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
            "suppressed": reason(one.suppressed_why) if one.suppressed_why else None,
        }
        for one in contact.identities
    ]
    called = contact.name or (identities[0]["value"] if identities else _("Unknown"))
    panel = {"id": contact.id, "name": called, "identities": identities, "blocked": contact.blocked_at is not None}
    return jsonify(contact_panel=panel)
