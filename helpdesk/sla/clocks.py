"""Each ticket's clocks, kept beside it in the transaction of every change. Only the ticket's own verbs call in here.

A contact's ticket is promised a first reply and a resolution; one that an agent began, only the resolution; one that a
contact's machine began, nothing (SECURITY R-AR 1). Waiting for the contact stops the resolution's clock for that time.
`tickets.next_due_at` is the earliest due of what runs.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, table_of
from helpdesk.kernel.events import EventRow, projects
from helpdesk.sla.breaches import breach
from helpdesk.sla.calendars import Calendar
from helpdesk.sla.machines import nobody_before
from helpdesk.sla.models import Clock, Metric
from helpdesk.sla.policies import Promise, in_force
from helpdesk.tickets.events import MessageReceived, MessageSent, PriorityChanged, StatusChanged, TicketOpened
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.status import DONE

WAITING = frozenset({Status.PENDING, Status.SNOOZED})
BOTH = tuple(Metric)
INSERT = insert(table_of(Clock))


@projects(TicketOpened)
def opened(event: TicketOpened, row: EventRow) -> None:
    """Start the clocks of a new ticket."""
    if (promise := in_force()) and not (row.actor_kind == "contact" and _by_a_machine(event.subject)):
        owed = (Metric.RESOLUTION,) if row.actor_kind == "agent" else BOTH
        start(event.subject, {metric: now() for metric in owed}, promise)


@projects(MessageReceived)
def heard(event: MessageReceived, _row: EventRow) -> None:
    """Start the clocks of a ticket that a machine began when the first person writes into it."""
    message, ticket = event.subject, event.subject.ticket
    known = ticket.next_due_at is not None or ticket.first_replied_at is not None or ticket.status in DONE
    if known or not message.personal:
        return
    if (promise := in_force()) and nobody_before(message):
        start(ticket, {Metric.FIRST_REPLY: now()}, promise)
        start(ticket, {Metric.RESOLUTION: now()}, promise, paused=ticket.status in WAITING)


@projects(MessageSent)
def answered(event: MessageSent, _row: EventRow) -> None:
    """Stop the first reply's clock: a person wrote. What a robot says is no reply."""
    if event.subject.agent_id is not None and in_force():
        _stop(event.subject.ticket, [Metric.FIRST_REPLY])


@projects(StatusChanged)
def moved(event: StatusChanged, _row: EventRow) -> None:
    """Stop, hold, go on with or start anew the resolution's clock."""
    promise = in_force()
    if promise is None:
        return
    ticket: Ticket = event.subject
    if event.now in DONE:
        _stop(ticket, BOTH)  # Who resolves without a word owes no reply any more.
    elif event.was in DONE:
        start(ticket, {Metric.RESOLUTION: now()}, promise, paused=event.now in WAITING)
    else:
        _hold_or_go_on(ticket, promise.calendar, hold=event.now in WAITING)


@projects(PriorityChanged)
def weighed(event: PriorityChanged, _row: EventRow) -> None:
    """Measure the clocks that run by the new priority's targets, from when they started."""
    if promise := in_force():
        measure(event.subject, promise)


def start(ticket: Ticket, since: dict[Metric, datetime], promise: Promise, *, paused: bool = False) -> None:
    """Start clocks, each from an instant, where the ticket's priority is promised something."""
    begun: list[dict[str, Any]] = []
    for metric, at in since.items():
        minutes = promise.minutes(metric, ticket.priority)
        if minutes is not None:
            begun.append(
                {
                    "ticket_id": ticket.id,
                    "metric": metric,
                    "policy_id": promise.policy_id,
                    "goal_minutes": minutes,
                    "started_at": at,
                    "resumed_at": at,
                    "due_at": promise.calendar.after(at, minutes * 60),
                    "paused_at": now() if paused else None,
                    "spent_seconds": 0,
                    "created_at": now(),
                }
            )
    if begun:
        db.session.execute(INSERT, begun)
    if begun and not paused:
        known = [ticket.next_due_at] if ticket.next_due_at else []
        ticket.next_due_at = min(known + [one["due_at"] for one in begun])


def measure(ticket: Ticket, promise: Promise) -> None:
    """Give the ticket's running clocks the targets and hours that hold now; whose target is gone, that ends unheard."""
    running = clocks_running(ticket)
    for clock in running:
        minutes = promise.minutes(clock.metric, ticket.priority)
        if minutes is None:
            db.session.delete(clock)
            continue
        clock.goal_minutes = minutes
        clock.due_at = _due(clock, promise.calendar)
    kept = [clock for clock in running if promise.minutes(clock.metric, ticket.priority)]
    note_next(ticket, kept)
    _start_missing(ticket, {clock.metric for clock in kept}, promise)


def clocks_running(ticket: Ticket) -> Sequence[Clock]:
    """Return the clocks that were not stopped; those that are paused too."""
    unstopped = select(Clock).where(Clock.ticket_id == ticket.id, Clock.stopped_at.is_(None))
    return db.session.scalars(unstopped.order_by(Clock.id)).all()


def note_next(ticket: Ticket, running: Iterable[Clock]) -> None:
    """Keep beside the ticket when its next promise is due."""
    dues = [clock.due_at for clock in running if clock.paused_at is None and clock.stopped_at is None]
    ticket.next_due_at = min(dues, default=None)


def _stop(ticket: Ticket, metrics: Collection[Metric]) -> None:
    running = clocks_running(ticket)
    ended = [clock for clock in running if clock.metric in metrics]
    for clock in ended:
        if clock.paused_at is None:
            breach(ticket, clock)  # Nobody may have looked since it was due.
        clock.stopped_at = now()
    if ended:
        note_next(ticket, running)


def _hold_or_go_on(ticket: Ticket, calendar: Calendar, *, hold: bool) -> None:
    running = clocks_running(ticket)
    for clock in running:
        if clock.metric != Metric.RESOLUTION or hold == (clock.paused_at is not None):
            continue
        if hold:
            breach(ticket, clock)
            clock.spent_seconds += round(calendar.between(clock.resumed_at, now()))
            clock.paused_at = now()
        else:
            clock.resumed_at, clock.paused_at = now(), None
            if clock.spent_seconds < clock.goal_minutes * 60:
                clock.due_at = _due(clock, calendar)
    note_next(ticket, running)


def _due(clock: Clock, calendar: Calendar) -> datetime:
    left = clock.goal_minutes * 60 - clock.spent_seconds
    return calendar.after(clock.resumed_at, left) if left > 0 else clock.resumed_at


def _start_missing(ticket: Ticket, known: Collection[str], promise: Promise) -> None:
    """Start what the ticket's new priority is promised and the old one was not, from the ticket's beginning."""
    wanted = [metric for metric in BOTH if metric not in known and promise.minutes(metric, ticket.priority)]
    if not wanted or ticket.status in DONE or _by_a_machine(ticket):
        return
    had = set(db.session.scalars(select(Clock.metric).where(Clock.ticket_id == ticket.id)))
    if ticket.first_replied_at is not None or _began_with_us(ticket):
        had.add(Metric.FIRST_REPLY)
    fresh = {metric: ticket.created_at for metric in wanted if metric not in had}
    waits = ticket.status in WAITING
    start(ticket, {metric: at for metric, at in fresh.items() if metric == Metric.FIRST_REPLY}, promise)
    start(ticket, {metric: at for metric, at in fresh.items() if metric == Metric.RESOLUTION}, promise, paused=waits)


def _by_a_machine(ticket: Ticket) -> bool:
    """Tell that no person has written yet: nobody waits, and nobody was answered."""
    return not ticket.needs_reply and ticket.first_replied_at is None


def _began_with_us(ticket: Ticket) -> bool:
    first = select(EventRow.actor_kind).where(
        EventRow.subject_kind == "ticket", EventRow.subject_id == ticket.id, EventRow.name == TicketOpened.name
    )
    return db.session.scalar(first.limit(1)) == "agent"
