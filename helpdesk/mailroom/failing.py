"""An agent's reply that definitely did not arrive is unfinished work: a ticket that was done with it is open again."""

from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, EventRow, reacts
from helpdesk.mailroom.events import DeliveryChanged
from helpdesk.mailroom.models import DeliveryState
from helpdesk.tickets import status
from helpdesk.tickets.models import Message, Status

DEFINITE = frozenset({DeliveryState.FAILED, DeliveryState.BOUNCED})


def is_definite(event: DeliveryChanged) -> bool:
    """Tell whether an agent's reply failed for good; what is uncertain, or was a machine's, asks nobody to act."""
    message: Message = event.subject
    return event.state in DEFINITE and message.agent_id is not None


def leaves_waiting(event: DeliveryChanged) -> bool:
    """Tell whether the customer is without an answer now; whoever something was forwarded to is no part of it."""
    message: Message = event.subject
    return is_definite(event) and not message.agents_only


@reacts(DeliveryChanged, when=leaves_waiting)
def reopen(row: EventRow) -> None:
    """Open a resolved ticket again whose customer never got the answer."""
    message = db.session.get_one(Message, row.subject_id)
    if leaves_waiting(DeliveryChanged(message, row.data["state"])) and message.ticket.status == Status.RESOLVED:
        status.reopen(message.ticket, by=SYSTEM, why="undelivered")
