"""What agents were told of a merged ticket is done with: the survivor is what they see now."""

from sqlalchemy import update

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.notifications.letters import PENDING, Mail, Telling
from helpdesk.notifications.models import Notification
from helpdesk.tickets.moving_events import TicketMerged


@projects(TicketMerged)
def read_all(event: TicketMerged, _row: EventRow) -> None:
    """Mark it as read for everybody, and let none of it leave by mail."""
    unread = update(Notification).where(Notification.ticket_id == event.other_id, Notification.read_at.is_(None))
    db.session.execute(unread.values(read_at=now()))
    unmailed = update(Telling).where(Telling.ticket_id == event.other_id, Telling.mail.in_(PENDING))
    db.session.execute(unmailed.values(mail=Mail.READ, until=None))
