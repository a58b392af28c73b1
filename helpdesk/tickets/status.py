"""Where a ticket stands: open, pending, snoozed until an instant, resolved, closed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, Acts, record
from helpdesk.kernel.jobs import forget, job
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.timers import wake_at
from helpdesk.tickets.custom_fields import lacking
from helpdesk.tickets.events import StatusChanged
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.redirecting import refuse_merged

DONE = frozenset({Status.RESOLVED, Status.CLOSED})
FARTHEST = timedelta(days=3653)


class NoSuchDate(Problem):
    """A snooze needs a moment that is still to come, and that somebody may live to see."""

    status, code, words = 422, "bad_input", "Choose a moment that is still to come, within ten years."


def change_status(ticket: Ticket, status: str, *, by: Acts, until: datetime | None = None) -> None:
    """Move a ticket to any status; snoozing needs `until`. Asking for what is already so changes nothing.

    Raises `Merged`: a ticket that is part of another one stays closed.
    """
    lock(ticket)
    refuse_merged(ticket)
    match Status(status):
        case Status.OPEN:
            reopen(ticket, by=by)
        case Status.PENDING:
            set_pending(ticket, by=by)
        case Status.SNOOZED:
            snooze(ticket, until=until, by=by)
        case Status.RESOLVED:
            resolve(ticket, by=by)
        case Status.CLOSED:
            close(ticket, by=by)


def check_status(ticket: Ticket, status: str | None, *, by: Acts) -> None:
    """Raise `FieldsLacking` if moving there would be refused now: what waits must not wait in vain."""
    if status in DONE and ticket.status not in DONE:
        lacking(ticket, by=by)


def reopen(ticket: Ticket, *, by: Acts, why: str = "asked") -> None:
    """Put the ticket back to work."""
    lock(ticket)
    _move(ticket, Status.OPEN, by=by, why=why)


def set_pending(ticket: Ticket, *, by: Acts) -> None:
    """Wait for the contact, without a date."""
    lock(ticket)
    _move(ticket, Status.PENDING, by=by)


def snooze(ticket: Ticket, *, until: datetime | None, by: Acts) -> None:
    """Put the ticket away until an instant within ten years, or until the contact writes. Raises `NoSuchDate`."""
    lock(ticket)
    if until is None or not now() < until <= now() + FARTHEST:
        raise NoSuchDate
    if ticket.status == Status.SNOOZED and ticket.snoozed_until == until:
        return
    wake_at(until, wake, {"ticket_id": ticket.id}, dedupe_key=_wake_key(ticket.id))
    _move(ticket, Status.SNOOZED, by=by, until=until, again=True)


def resolve(ticket: Ticket, *, by: Acts) -> None:
    """Say the work is done. Resolving a resolved ticket changes nothing. Raises `FieldsLacking` for an agent."""
    lock(ticket)
    if ticket.status == Status.RESOLVED:
        return
    without = lacking(ticket, by=by)
    ticket.resolved_at, ticket.closed_at = now(), None
    ticket.needs_reply, ticket.waiting_since = False, None
    ticket.cycle += 1
    _move(ticket, Status.RESOLVED, by=by, without=without)


def close(ticket: Ticket, *, by: Acts) -> None:
    """Put the ticket to the files: nothing more is expected. Raises `FieldsLacking` as resolving does."""
    lock(ticket)
    if ticket.status == Status.CLOSED:
        return
    without = () if ticket.status == Status.RESOLVED else lacking(ticket, by=by)
    ticket.closed_at = now()
    ticket.needs_reply, ticket.waiting_since = False, None
    _move(ticket, Status.CLOSED, by=by, without=without)


@job("tickets.wake")
def wake(ticket_id: int) -> None:
    """Open a snoozed ticket whose time has come; look at the truth first, for it may have moved since."""
    ticket = db.session.scalar(select(Ticket).where(Ticket.id == ticket_id))
    if ticket is not None:
        lock(ticket)
        if ticket.status == Status.SNOOZED and ticket.snoozed_until is not None and ticket.snoozed_until <= now():
            _move(ticket, Status.OPEN, by=SYSTEM, why="woke")


def _move(
    ticket: Ticket,
    status: Status,
    *,
    by: Acts,
    why: str = "asked",
    until: datetime | None = None,
    again: bool = False,
    without: tuple[int, ...] = (),
) -> None:
    was = ticket.status
    if was == status and not again:
        return
    if was == Status.SNOOZED and status != Status.SNOOZED and why != "woke":  # Else the alarm would delete itself.
        forget(_wake_key(ticket.id))
    if status not in DONE:
        ticket.resolved_at = ticket.closed_at = None
    ticket.status, ticket.snoozed_until, ticket.updated_at = status, until, now()
    record(StatusChanged(ticket, str(was), str(status), why, until, without), by=by)


def _wake_key(ticket_id: int) -> str:
    return f"wake:{ticket_id}"
