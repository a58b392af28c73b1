"""Many tickets in a fixed order without holding them all: pages of ids, by number."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from helpdesk.kernel.db import db
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rows import rows, ticket_row

BATCH = 200


def batches(*conditions: ColumnElement[bool]) -> Iterator[list[int]]:
    """Yield the ids of the tickets that fit, in lists of at most 200, lowest number first; in the caller's unit."""
    last = 0
    while True:
        page = select(Ticket.id, Ticket.number).where(Ticket.number > last, *conditions)
        found = db.session.execute(page.order_by(Ticket.number).limit(BATCH)).all()
        if not found:
            return
        last = found[-1].number
        yield [row.id for row in found]


def rows_in(ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return the list rows of one batch, lowest number first."""
    query = rows().where(Ticket.id.in_(ids)).order_by(Ticket.number)
    return [ticket_row(row) for row in db.session.execute(query).mappings()]
