"""A merged ticket asks nothing of its own: its open questions end at the merge, and open again if it is taken back.

A timer that still waits finds no resolution when it wakes (asking.py), so it needs no care here.
"""

from datetime import timedelta

from sqlalchemy import select, update

from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.satisfaction.asking import EXPIRES
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.merging import TicketMerge
from helpdesk.tickets.moving_events import TicketMerged, TicketUnmerged


@projects(TicketMerged)
def end(event: TicketMerged, _row: EventRow) -> None:
    """Let open questions end, at the very instant of the merge: by that they are found again."""
    merge = db.session.get_one(TicketMerge, event.merge_id)
    open_ones = update(Survey).where(Survey.ticket_id == event.other_id, Survey.expires_at > merge.created_at)
    db.session.execute(open_ones.values(expires_at=merge.created_at))


@projects(TicketUnmerged)
def open_again(event: TicketUnmerged, _row: EventRow) -> None:
    """Open what the merge ended, for the rest of its time."""
    merge = db.session.get_one(TicketMerge, event.merge_id)
    ended = select(Survey).where(Survey.ticket_id == event.other_id, Survey.expires_at == merge.created_at)
    for survey in db.session.scalars(ended):
        survey.expires_at = survey.asked_at + timedelta(days=settings.get(EXPIRES.key))
