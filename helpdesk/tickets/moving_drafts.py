"""What agents have begun to write goes with their ticket when it is merged, and comes back with it.

A reply that waits to leave goes on waiting, unless the survivor is another person's: nothing written for one person
leaves to another by itself.
"""

from typing import Any

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.jobs import forget
from helpdesk.tickets.drafts import Draft, join, written
from helpdesk.tickets.events import DraftSaved
from helpdesk.tickets.leaving import hold, key_of
from helpdesk.tickets.models import Ticket


def bring_drafts(ticket: Ticket, into: Ticket, *, by: Acts) -> list[int]:
    """Move all drafts to the survivor, below what their authors began there; returns the ids of those that live on."""
    moved = []
    for draft in _drafts(ticket):
        waits = draft.release_at is not None
        begun = None if waits else written(into, by=draft.agent, kind=draft.kind)
        if begun is not None:
            join(begun, draft)
            begun.version += 1
            record(DraftSaved(begun, begun.agent_id), by=by)
            continue
        _put(draft, into)
        moved.append(draft.id)
        if waits and ticket.contact_id != into.contact_id:
            forget(key_of(draft))
            hold(draft, "merged")
        else:
            record(DraftSaved(draft, draft.agent_id), by=by)
    return moved


def return_drafts(moved: dict[str, Any], ticket: Ticket, into: Ticket, *, by: Acts) -> None:
    """Give a ticket its drafts back that are still there. What was joined stays where it was written on."""
    ids = moved.get("drafts", ())  # Merges of earlier days moved none.
    for draft in _drafts(into):
        if draft.id in ids:
            _put(draft, ticket)
            record(DraftSaved(draft, draft.agent_id), by=by)


def _drafts(ticket: Ticket) -> list[Draft]:
    found = select(Draft).where(Draft.ticket_id == ticket.id).order_by(Draft.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _put(draft: Draft, ticket: Ticket) -> None:
    draft.ticket, draft.ticket_id = ticket, ticket.id
    draft.version += 1
    db.session.flush()
