"""What we call a person."""

from helpdesk.contacts.events import ContactRenamed
from helpdesk.contacts.identities import MAX_NAME
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record


def rename(contact: Contact, name: str, *, by: Acts) -> None:
    """Correct a contact's name."""
    lock(contact)
    name = " ".join(name.split())[:MAX_NAME]
    if name != contact.name:
        contact.name = name
        record(ContactRenamed(contact), by=by)


def called(contact: Contact) -> str:
    """Return the name to show: theirs, else their first address (its identities must be loaded)."""
    if contact.name:
        return contact.name
    return contact.identities[0].value if contact.identities else f"#{contact.id}"
