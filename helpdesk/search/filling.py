"""Writes documents in batches that hold nobody up: of rows older than the index, and of a tag that is renamed."""

from sqlalchemy import select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, reacts
from helpdesk.kernel.jobs import Job, enqueue, job
from helpdesk.search.index import write
from helpdesk.tickets.models import Message, MessageKind, Ticket, TicketTag
from helpdesk.tickets.tag_events import TagRenamed

BATCH = 500


@job("search.fill", tries=1_000_000)
def fill(what: str = "tickets", below: int | None = None) -> None:
    """Write the documents of 500 tickets or messages below an id, and queue the next 500; the migration begins it."""
    if (rest := fill_batch(what, below)) is not None:
        enqueue(fill, {"what": rest[0], "below": rest[1]}, run_at=now())


def fill_batch(what: str, below: int | None) -> tuple[str, int | None] | None:
    """Write one batch; returns where the next begins, or None after the last. Twice is harmless."""
    column = Ticket.id if what == "tickets" else Message.id
    ids = select(column).order_by(column.desc()).limit(BATCH)
    if what != "tickets":
        ids = ids.where(Message.kind != MessageKind.EVENT)
    if below is not None:
        ids = ids.where(column < below)
    found = list(db.session.scalars(ids))
    write(*((found, []) if what == "tickets" else ([], found)))
    if len(found) == BATCH:
        return what, found[-1]
    return ("messages", None) if what == "tickets" else None


@reacts(TagRenamed)
def spell_anew(event: EventRow) -> None:
    """Let tickets with the tag be found by its new name."""
    retitle(event.subject_id)


@job("search.retitle")
def retitle(tag_id: int, below: int | None = None) -> None:
    """Write the documents of 500 tickets that have the tag, and queue the next 500. Twice is harmless."""
    having = select(TicketTag.ticket_id).where(TicketTag.tag_id == tag_id)
    if below is not None:
        having = having.where(TicketTag.ticket_id < below)
    found = list(db.session.scalars(having.order_by(TicketTag.ticket_id.desc()).limit(BATCH)))
    write(found, [])
    if len(found) == BATCH:
        enqueue(retitle, {"tag_id": tag_id, "below": found[-1]})


def running() -> bool:
    """Tell whether there is still something to fill."""
    return db.session.scalar(select(Job.id).where(Job.kind == fill.name, Job.failed_at.is_(None)).limit(1)) is not None
