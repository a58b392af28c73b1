"""How soon a ticket wants attention."""

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record
from helpdesk.tickets.events import PriorityChanged
from helpdesk.tickets.models import Priority, Ticket


def set_priority(ticket: Ticket, priority: str, *, by: Acts) -> None:
    """Set the priority; the same again changes nothing. Raises ValueError for an unknown word."""
    lock(ticket)
    was, new = ticket.priority, Priority(priority)
    if was != new:
        ticket.priority, ticket.updated_at = new, now()
        record(PriorityChanged(ticket, str(was), str(new)), by=by)
