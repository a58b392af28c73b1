"""What is written in a ticket's custom fields, and which of them an agent must fill in before it is resolved."""

from collections.abc import Sequence
from typing import Any

from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.custom_fields.reading import keeps_values, living_fields
from helpdesk.custom_fields.values import merged, read_value
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.events import TicketFieldSet
from helpdesk.tickets.models import Ticket

keeps_values(Subject.TICKET, Ticket.custom)


class FieldsLacking(Problem):
    """An agent wants to be done with a ticket that does not say all it has to say."""

    status, code = 409, "fields_lacking"

    def __init__(self, fields: Sequence[CustomField]) -> None:
        """Keep which."""
        super().__init__()
        self.fields = fields
        self.words = _("Fill in first: %(names)s.", names=", ".join(field.label for field in fields))

    def extra(self) -> dict[str, Any]:
        """Name the fields, so that a page can lead there."""
        return {"fields": [{"id": field.id, "label": field.label} for field in self.fields]}


def set_ticket_field(ticket: Ticket, field: CustomField, given: object, *, by: Acts, name: str = "value") -> None:
    """Write into a field, or empty it; the same again changes nothing. Raises `BadInput` for the field `name`."""
    lock(ticket, field)
    value = read_value(field, given, name=name)
    if ticket.custom.get(field.key) != value:
        ticket.custom, ticket.updated_at = merged(ticket.custom, field, value), now()
        record(TicketFieldSet(ticket, field.id, emptied=value is None), by=by)


def lacking(ticket: Ticket, *, by: Acts) -> tuple[int, ...]:
    """Return the ids of required fields in which nothing is written; an agent is refused with `FieldsLacking`.

    Machines finish all the same: a rule that cannot ask anybody would leave the ticket open for ever.
    """
    without = missing(ticket)
    if without and by.as_actor().kind == "agent":
        raise FieldsLacking(without)
    return tuple(field.id for field in without)


def missing(ticket: Ticket) -> list[CustomField]:
    """Return the required fields in which nothing is written."""
    return [one for one in living_fields(Subject.TICKET) if one.required and one.key not in ticket.custom]
