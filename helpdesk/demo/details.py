"""Ternfold's custom fields, and what its agents know of their customers."""

import tomllib
from functools import cache
from typing import Any

from helpdesk.accounts.models import Agent
from helpdesk.contacts.custom_fields import set_contact_field
from helpdesk.contacts.describing import Description, describe
from helpdesk.contacts.identities import EMAIL, find
from helpdesk.custom_fields.defining import Draft, create_field
from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.custom_fields.reading import living_fields
from helpdesk.demo.customers import customers
from helpdesk.demo.script import CONTENT, BadScript
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.custom_fields import set_ticket_field
from helpdesk.tickets.models import Ticket


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "fields.toml").read_text("utf-8"))


def define_fields() -> None:
    """Define the fields, in the caller's unit."""
    for subject in Subject:
        for one in _content()[subject]:
            create_field(subject, Draft(**one), by=SYSTEM)


def fill_in(ticket: Ticket, words: str, *, by: Agent) -> None:
    """Write `Label: value` into a ticket. Raises `BadScript` for a field nobody defined."""
    label, _, value = words.partition(": ")
    set_ticket_field(ticket, _named(Subject.TICKET, label), value, by=by)


def describe_customers() -> None:
    """Note what is known of those customers who wrote, in the caller's unit."""
    for key, known in _content()["known"].items():
        identity = find(EMAIL, customers()[key].address)
        if identity is None:
            continue
        labels = {label for label in known if label[:1].isupper()}
        for label in labels:
            set_contact_field(identity.contact, _named(Subject.CONTACT, label), known[label], by=SYSTEM)
        rest = {name: value for name, value in known.items() if name not in labels}
        describe(identity.contact, Description(**rest), by=SYSTEM)


def _named(subject: Subject, label: str) -> CustomField:
    for field in living_fields(subject):
        if field.label == label:
            return field
    raise BadScript(label)
