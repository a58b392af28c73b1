"""What is written in a contact's custom fields."""

from helpdesk.contacts.events import ContactFieldSet
from helpdesk.contacts.models import Contact
from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.custom_fields.reading import keeps_values
from helpdesk.custom_fields.values import merged, read_value
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record

keeps_values(Subject.CONTACT, Contact.custom)


def set_contact_field(contact: Contact, field: CustomField, given: object, *, by: Acts, name: str = "value") -> None:
    """Write into a field, or empty it; the same again changes nothing. Raises `BadInput` for the field `name`."""
    lock(contact, field)
    value = read_value(field, given, name=name)
    if contact.custom.get(field.key) != value:
        contact.custom = merged(contact.custom, field, value)
        record(ContactFieldSet(contact, field.id, emptied=value is None), by=by)
