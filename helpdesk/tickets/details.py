"""Custom fields and what is known of the contact, as the panel shows them; carried by the page's one statement."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, String, cast, null

from helpdesk.contacts.models import Contact
from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.custom_fields.reading import living_fields
from helpdesk.kernel.packing import packed, unpacked
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Found, Part, carried, part

DEFINED = (
    CustomField.subject,
    CustomField.key,
    CustomField.type,
    CustomField.position,
    CustomField.archived_at,
    cast(CustomField.required, Integer).label("required"),
    cast(CustomField.options, String).label("options"),
)
KNOWN = (Contact.company, Contact.tz, Contact.locale, Contact.notes)


@carried("field")
def _defined(_asked: Asked) -> Part:
    """The history names fields wherever it is told, archived ones too."""
    return part("field", CustomField.id, CustomField.label, packed(DEFINED))


@carried("written")
def _written(asked: Asked) -> Part | None:
    if asked.ticket is None:
        return None
    return part("written", Ticket.id, null(), cast(Ticket.custom, String)).where(Ticket.id == asked.ticket.ticket_id)


@carried("about")
def _about(asked: Asked) -> Part | None:
    if asked.ticket is None:
        return None
    about = part("about", Contact.id, cast(Contact.custom, String), packed(KNOWN))
    return about.where(Contact.id == asked.ticket.contact_id)


def field_names(known: Names) -> dict[int, str]:
    """Return what every field is called, by id."""
    return {one.id: one.name for one in known.beside["field"]}


def details_json(known: Names) -> dict[str, Any]:
    """Return the ticket's fields with what is written in them, and the same of its contact with what is known."""
    written: dict[str, Any] = next((json.loads(one.extra) for one in known.beside["written"]), {})
    about = [
        {**unpacked(one.extra, KNOWN), "fields": _fields(known, Subject.CONTACT, json.loads(one.name))}
        for one in known.beside["about"]
    ]
    return {"fields": _fields(known, Subject.TICKET, written), "about": about[0] if about else None}


def about_json(contact: Contact) -> dict[str, Any]:
    """Return what is known of a contact, in the same shape."""
    known = {column.key: getattr(contact, column.key) for column in KNOWN}
    fields = living_fields(Subject.CONTACT)
    return {**known, "fields": [field_json(field, contact.custom) for field in fields]}


def field_json(field: CustomField, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field with what its owner has in it."""
    return {
        "id": field.id,
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "options": field.options,
        "required": bool(field.required),
        "value": written.get(field.key),
    }


def _fields(known: Names, subject: Subject, written: Mapping[str, Any]) -> list[dict[str, Any]]:
    fields = [_field(one) for one in known.beside["field"]]
    living = [one for one in fields if one.subject == subject and one.archived_at is None]
    return [field_json(one, written) for one in sorted(living, key=lambda one: (one.position, one.id))]


def _field(found: Found) -> CustomField:
    defined = unpacked(found.extra, DEFINED)
    return CustomField(id=found.id, label=found.name, **defined | {"options": json.loads(defined["options"])})
