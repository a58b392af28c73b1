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


@reacts(DeliveryChanged, when=is_definite)
def reopen(row: EventRow) -> None:
    """Open a resolved ticket again whose customer never got the answer."""
    message = db.session.get_one(Message, row.subject_id)
    if is_definite(DeliveryChanged(message, row.data["state"])) and message.ticket.status == Status.RESOLVED:
        status.reopen(message.ticket, by=SYSTEM, why="undelivered")
