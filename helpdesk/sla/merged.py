"""A merged ticket promises nothing of its own: its clocks rest at the merge, and go on if it is taken back."""

from sqlalchemy import select, update

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.sla.clocks import clocks_running, note_next
from helpdesk.sla.models import Clock
from helpdesk.tickets.merging import TicketMerge
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.moving_events import TicketMerged, TicketUnmerged


@projects(TicketMerged)
def rest(event: TicketMerged, _row: EventRow) -> None:
    """Stop what runs, at the very instant of the merge: by that it is found again."""
    merge = db.session.get_one(TicketMerge, event.merge_id)
    running = update(Clock).where(Clock.ticket_id == event.other_id, Clock.stopped_at.is_(None))
    db.session.execute(running.values(stopped_at=merge.created_at))
    note_next(db.session.get_one(Ticket, event.other_id), [])


@projects(TicketUnmerged)
def go_on(event: TicketUnmerged, _row: EventRow) -> None:
    """Let run what the merge stopped."""
    merge = db.session.get_one(TicketMerge, event.merge_id)
    stopped = select(Clock).where(Clock.ticket_id == event.other_id, Clock.stopped_at == merge.created_at)
    for clock in db.session.scalars(stopped):
        clock.stopped_at = None
    db.session.flush()
    ticket = db.session.get_one(Ticket, event.other_id)
    note_next(ticket, clocks_running(ticket))
