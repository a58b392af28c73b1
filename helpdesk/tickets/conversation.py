"""The messages of a ticket, page by page, with everything their serialiser needs loaded in two statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.models import Message

PAGE = 30
SURROUNDINGS = 10
FARTHEST = 500  # Of one answer.
Entry = tuple[Message, EventRow | None]


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(Message, EventRow)
        .outerjoin(EventRow, Message.event_id == EventRow.id)
        .options(
            joinedload(Message.contact), joinedload(Message.agent).lazyload("*"), selectinload(Message.attachments)
        )
    )


def newest(ticket_id: int, *, before: int | None = None) -> tuple[list[Entry], int | None]:
    """Return up to 30 entries in reading order (older than message `before`, if given) and where the next page ends."""
    query = _entries().where(Message.ticket_id == ticket_id).order_by(Message.id.desc()).limit(PAGE + 1)
    if before:
        query = query.where(Message.id < before)
    found: list[Entry] = [(message, event) for message, event in db.session.execute(query)]
    more = found[PAGE - 1][0].id if len(found) > PAGE else None
    return found[:PAGE][::-1], more


def since(ticket_id: int, message_id: int, *, before: int) -> tuple[list[Entry], int | None]:
    """Return the entries from a message on (a few before it for its surroundings) up to `before`, at most 500.

    For a link to a message far up: what lies between is needed too, or there would be a gap.
    """
    start = select(Message.id).where(Message.ticket_id == ticket_id, Message.id < message_id)
    first = db.session.scalar(start.order_by(Message.id.desc()).offset(SURROUNDINGS - 1).limit(1)) or 0
    query = _entries().where(Message.ticket_id == ticket_id, Message.id >= first, Message.id < before)
    found: list[Entry] = [
        (message, event) for message, event in db.session.execute(query.order_by(Message.id.desc()).limit(FARTHEST + 1))
    ]
    more = found[FARTHEST - 1][0].id if len(found) > FARTHEST else None
    found = found[:FARTHEST][::-1]
    if more is None and first and found:
        more = found[0][0].id
    return found, more


def entries_of(message_ids: Sequence[int]) -> list[Entry]:
    """Return some entries, in order."""
    query = _entries().where(Message.id.in_(message_ids)).order_by(Message.id)
    return [(message, event) for message, event in db.session.execute(query)]
