"""Nothing is promised to machines: newsletters and alarms touch no clock (SECURITY R-AR 1)."""

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.tickets.models import Message, MessageKind

LOOKED_AT = 50


def nobody_before(message: Message) -> bool:
    """Tell whether only machines wrote into the ticket before this message; after many it does not matter."""
    earlier = select(Message).where(
        Message.ticket_id == message.ticket_id, Message.id < message.id, Message.kind == MessageKind.INBOUND
    )
    found = db.session.scalars(earlier.order_by(Message.id).limit(LOOKED_AT)).all()
    return not any(one.personal for one in found)
