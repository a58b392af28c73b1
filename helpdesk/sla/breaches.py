"""Telling, once, that a promise was not kept in time.

Instead of an alarm for each clock one look every few seconds asks an index what is due: mail costs nothing for it, and
a clock of the machine that jumped forward or back changes nothing, for what is written is the truth.
"""

from datetime import timedelta

from sqlalchemy import select, update

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, projects, record
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.kernel.timers import every
from helpdesk.sla.events import SlaBreached
from helpdesk.sla.models import Clock
from helpdesk.tickets import timeline
from helpdesk.tickets.models import Ticket

LOOK_EVERY = timedelta(seconds=20)
AT_ONCE = 500
LATE = (Clock.stopped_at.is_(None), Clock.paused_at.is_(None), Clock.breached_at.is_(None))

timeline.ICONS[SlaBreached.name] = "alarm-clock"
projects(SlaBreached)(timeline.point)


@every("sla.look", LOOK_EVERY)
def look() -> None:
    """Have every ticket looked at whose clock has run out."""
    late = select(Clock.ticket_id).where(*LATE, Clock.due_at <= now()).order_by(Clock.due_at).limit(AT_ONCE)
    for ticket_id in dict.fromkeys(db.session.scalars(late)):
        enqueue(tell, {"ticket_id": ticket_id}, dedupe_key=f"sla:{ticket_id}")


@job("sla.tell")
def tell(ticket_id: int) -> None:
    """Tell what a ticket was promised and did not get; look at the truth first, somebody may have answered since."""
    ticket = db.session.scalar(select(Ticket).where(Ticket.id == ticket_id))
    if ticket is None:
        return
    lock(ticket)
    for clock in db.session.scalars(select(Clock).where(Clock.ticket_id == ticket_id, *LATE).order_by(Clock.id)):
        breach(ticket, clock)


def breach(ticket: Ticket, clock: Clock) -> None:
    """Write and tell that a clock has run out, if it has and it was not told before."""
    if clock.due_at > now() or clock.breached_at is not None:
        return
    once = update(Clock).where(Clock.id == clock.id, Clock.breached_at.is_(None)).values(breached_at=now())
    if db.session.execute(once.returning(Clock.id)).first() is not None:
        record(SlaBreached(ticket, clock.metric), by=SYSTEM)
