"""Blocking a person: what they send is kept aside, readable, and bothers nobody."""

from helpdesk.contacts.events import ContactBlocked, ContactUnblocked
from helpdesk.contacts.models import Contact
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record


def block(contact: Contact, *, by: Acts) -> None:
    """Suspend what this contact sends from now on."""
    lock(contact)
    if contact.blocked_at is None:
        contact.blocked_at = now()
        record(ContactBlocked(contact), by=by)


def unblock(contact: Contact, *, by: Acts) -> None:
    """Welcome this contact again; what was suspended meanwhile can be accepted one by one."""
    lock(contact)
    if contact.blocked_at is not None:
        contact.blocked_at = None
        record(ContactUnblocked(contact), by=by)
