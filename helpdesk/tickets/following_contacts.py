"""Tickets and messages follow their contact when it is merged, and go back when that is undone."""

from typing import Any

from sqlalchemy import select, update

from helpdesk.contacts.events import ContactsMerged, ContactsUnmerged
from helpdesk.contacts.merging import ContactMerge
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.tickets.models import Message, Ticket

KINDS: tuple[tuple[str, Any], ...] = (("tickets", Ticket), ("messages", Message))


@projects(ContactsMerged)
def come_along(event: ContactsMerged, _row: EventRow) -> None:
    """Give the survivor what was the other's, and note in the journal what that was."""
    journal = db.session.get_one(ContactMerge, event.merge_id)
    moved = {
        name: list(db.session.scalars(select(kind.id).where(kind.contact_id == event.other_id).order_by(kind.id)))
        for name, kind in KINDS
    }
    journal.moved = {**journal.moved, **moved}
    _give(moved, event.other_id, event.subject.id)


@projects(ContactsUnmerged)
def go_back(event: ContactsUnmerged, _row: EventRow) -> None:
    """Give back what is still there."""
    _give(db.session.get_one(ContactMerge, event.merge_id).moved, event.subject.id, event.other_id)


def _give(moved: dict[str, list[int]], was: int, now_: int) -> None:
    tickets = update(Ticket).where(Ticket.id.in_(moved["tickets"]), Ticket.contact_id == was)
    # A new version, so that open desks take the row they are told.
    db.session.execute(tickets.values(contact_id=now_, version=Ticket.version + 1, updated_at=now()))
    messages = update(Message).where(Message.id.in_(moved["messages"]), Message.contact_id == was)
    db.session.execute(messages.values(contact_id=now_))
    db.session.flush()
