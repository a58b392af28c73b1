"""Merging: two tickets about one matter become one timeline, the merged number leads there, and undo puts back.

Messages and drafts move. People, tags and followers are added to the survivor and stay with the merged ticket as well.
The journal says which rows that were, so that undo returns exactly these, unless something newer stands against it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.channels.places import channel_of
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Row, db, lock, partial_index
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.problems import Problem
from helpdesk.tickets import gathering
from helpdesk.tickets.models import Message, MessageKind, Status, Ticket
from helpdesk.tickets.moving_drafts import bring_drafts, return_drafts
from helpdesk.tickets.moving_events import TicketMerged, TicketUnmerged
from helpdesk.tickets.redirecting import Merged, survivor
from helpdesk.tickets.standing import show_words
from helpdesk.tickets.status import reopen

STANDING = ("status", "snoozed_until", "resolved_at", "closed_at", "needs_reply", "waiting_since")
WAITING = ("needs_reply", "waiting_since", "first_replied_at")


class TicketMerge(Row):
    """One merge: ids of messages, people, tags, followers and drafts that moved, and how both tickets stood before."""

    __tablename__ = "ticket_merges"
    __table_args__: Any = (
        partial_index("uq_ticket_merges_standing", "ticket_id", where="undone_at IS NULL", unique=True),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    moved: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class Circle(Problem):
    """A ticket cannot be part of itself, however many steps away."""

    code, words = "merge_circle", "A ticket cannot be merged into itself."


class Strangers(Problem):
    """Whoever chats reads the whole conversation, so another person's words have no place there."""

    code = "merge_strangers"
    words = "A chat can only be merged with tickets of the same person: the visitor reads along."


class NotMerged(Problem):
    """There is nothing to take back."""

    code, words = "not_merged", "This ticket is not part of another one."


class MergedFurther(Problem):
    """The survivor is itself part of another ticket by now."""

    code, words = "merged_further", "The other ticket was itself merged since. Take that back first."


@dataclass(frozen=True)
class Foreseen:
    """What a merge would do: how many messages move, and which addresses join the survivor."""

    messages: int
    joining: list[str]
    same_person: bool


def foresee(ticket: Ticket, *, into: Ticket) -> Foreseen:
    """Return what merging would do. Raises what `merge` raises."""
    into = _allowed(ticket, into)
    joining = [identity.value for identity, _role in gathering.joining(ticket, into)]
    return Foreseen(len(_own_messages(ticket)), joining, ticket.contact_id == into.contact_id)


def merge(ticket: Ticket, *, into: Ticket, by: Acts) -> Ticket:
    """Make a ticket part of another (of the one that is part of, if it was merged itself); returns the survivor.

    Its clocks and questions stop. A survivor that was done opens when somebody waits. Raises `Circle`, `Strangers`, and
    `Merged` for a ticket that is part of another already.
    """
    into = _allowed(ticket, into)
    lock(ticket, into)
    into = _allowed(ticket, into)  # Somebody may have been quicker.
    before, waits = _kept(into, WAITING), ticket.needs_reply
    moved: dict[str, Any] = {"messages": _move(_own_messages(ticket), ticket.id, into.id)}
    moved |= gathering.gather(ticket, into) | {"was": _kept(ticket, STANDING), "before": before}
    moved["drafts"] = bring_drafts(ticket, into, by=by)
    _take_over(into, ticket)
    moved["after"] = _kept(into, WAITING)
    ticket.merged_into_id, ticket.status, ticket.closed_at = into.id, Status.CLOSED, now()
    ticket.snoozed_until = ticket.resolved_at = ticket.waiting_since = None
    ticket.needs_reply, ticket.updated_at, into.updated_at = False, now(), now()
    journal = TicketMerge(ticket_id=ticket.id, into_id=into.id, moved=moved)
    db.session.add(journal)
    db.session.flush()
    record(TicketMerged(into, ticket.id, ticket.number, journal.id), by=by)
    if waits:
        reopen(into, by=by)
    return into


def unmerge(ticket: Ticket, *, by: Acts) -> Ticket:
    """Take a merged ticket out of its survivor again, with what came from it; returns the survivor.

    What was written since stays where it is. Raises `NotMerged` and `MergedFurther`.
    """
    standing = select(TicketMerge).where(TicketMerge.ticket_id == ticket.id, TicketMerge.undone_at.is_(None))
    journal = db.session.scalar(standing)
    if journal is None:
        raise NotMerged
    into = db.session.get_one(Ticket, journal.into_id)
    lock(ticket, into, journal)
    if journal.undone_at is not None:  # Somebody was quicker.
        raise NotMerged
    if into.merged_into_id is not None:
        raise MergedFurther
    moved = journal.moved
    _move(moved["messages"], into.id, ticket.id)
    gathering.scatter(moved, into, since=journal.created_at)
    return_drafts(moved, ticket, into, by=by)
    untouched = [name for name, value in _kept(into, WAITING).items() if value == moved["after"][name]]
    _restore(into, {name: moved["before"][name] for name in untouched})
    show_words(into)
    _restore(ticket, moved["was"])
    if ticket.status == Status.SNOOZED and ticket.snoozed_until is not None and ticket.snoozed_until <= now():
        ticket.status, ticket.snoozed_until = Status.OPEN, None  # Its alarm rang meanwhile, and nobody was there.
    ticket.merged_into_id, journal.undone_at = None, now()
    ticket.updated_at = into.updated_at = now()
    db.session.flush()
    record(TicketUnmerged(into, ticket.id, ticket.number, journal.id), by=by)
    return into


def _allowed(ticket: Ticket, into: Ticket) -> Ticket:
    """Return the survivor of a merge that is allowed."""
    into = survivor(into)
    if into.id == ticket.id:
        raise Circle
    if ticket.merged_into_id is not None:
        raise Merged(survivor(ticket).number)
    live = any(channel_of(one.inbox).features.live for one in (ticket, into))
    if live and ticket.contact_id != into.contact_id:
        raise Strangers
    return into


def _own_messages(ticket: Ticket) -> list[int]:
    """Return what was said on the ticket; its history stays with it."""
    said = select(Message.id).where(Message.ticket_id == ticket.id, Message.kind != MessageKind.EVENT)
    return list(db.session.scalars(said.order_by(Message.id)))


def _move(message_ids: list[int], was: int, now_: int) -> list[int]:
    """Move messages that are still there; a client's key that the other ticket knows too is forgotten."""
    known = select(Message.client_key).where(Message.ticket_id == now_, Message.client_key.is_not(None))
    chosen = (Message.id.in_(message_ids), Message.ticket_id == was)
    db.session.execute(update(Message).where(*chosen, Message.client_key.in_(known)).values(client_key=None))
    db.session.execute(update(Message).where(*chosen).values(ticket_id=now_))
    return message_ids


def _take_over(into: Ticket, ticket: Ticket) -> None:
    """Let the survivor's row show what both tickets' would."""
    waiting = [at for at in (into.waiting_since, ticket.waiting_since) if at is not None]
    replied = [at for at in (into.first_replied_at, ticket.first_replied_at) if at is not None]
    into.needs_reply = into.needs_reply or ticket.needs_reply
    into.waiting_since, into.first_replied_at = min(waiting, default=None), min(replied, default=None)
    show_words(into)


def _kept(ticket: Ticket, names: tuple[str, ...]) -> dict[str, Any]:
    """Return fields as JSON keeps them."""
    values = {name: getattr(ticket, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _restore(ticket: Ticket, kept: dict[str, Any]) -> None:
    for name, value in kept.items():
        instant = isinstance(value, str) and name.endswith(("_at", "_since", "_until"))
        setattr(ticket, name, datetime.fromisoformat(value) if instant else value)
