"""Carrying a changed promise to the clocks that run, a batch of tickets at a time, in jobs of their own."""

from sqlalchemy import delete, exists, select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.sla.clocks import clocks_running, measure, note_next
from helpdesk.sla.models import Clock
from helpdesk.sla.policies import Promise, in_force, known_from
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import DONE

BATCH = 100


def recount_soon(newest_ticket: int) -> None:
    """Recount once every process knows what is promised now. `newest_ticket` is the newest id at this moment."""
    enqueue(recount, {"after": 0, "newest": newest_ticket}, run_at=now() + known_from())


@job("sla.recount")
def recount(after: int, newest: int) -> None:
    """Measure the clocks of the next tickets anew, and queue the batch that follows."""
    promise = in_force()
    having = exists().where(Clock.ticket_id == Ticket.id, Clock.stopped_at.is_(None))
    # A ticket that came while the change spread may have met a process that did not know of it yet.
    missed = (Ticket.id > newest) & Ticket.status.not_in(DONE) & ~exists().where(Clock.ticket_id == Ticket.id)
    query = select(Ticket).where(Ticket.id > after, having | missed).order_by(Ticket.id).limit(BATCH)
    tickets = db.session.scalars(query).all()
    for ticket in tickets:
        lock(ticket)
        _recount(ticket, promise)
    if len(tickets) == BATCH:
        enqueue(recount, {"after": tickets[-1].id, "newest": newest})


def _recount(ticket: Ticket, promise: Promise | None) -> None:
    # What was promised no longer is, or somebody was done before they knew of it: what runs ends unheard, what is over
    # stays as history.
    if promise is None or ticket.status in DONE:
        db.session.execute(delete(Clock).where(Clock.id.in_([clock.id for clock in clocks_running(ticket)])))
        note_next(ticket, [])
    else:
        measure(ticket, promise)
