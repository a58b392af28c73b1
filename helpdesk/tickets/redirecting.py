"""Where a merged ticket leads: whoever holds its number, a link or a mail of it gets to what it is part of now."""

from typing import Any

from sqlalchemy import select

from helpdesk.kernel.db import db, lock
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.models import Ticket


class Merged(Problem):
    """The ticket is part of another one now; the answer names that one."""

    code, words = "merged", "This ticket was merged into another one. Go on there."

    def __init__(self, number: int) -> None:
        """Keep the number of the ticket to go on with."""
        super().__init__(self.words)
        self.number = number

    def extra(self) -> dict[str, Any]:
        """Return where to go on."""
        return {"merged_into": self.number}


def refuse_merged(ticket: Ticket) -> None:
    """Raise `Merged` for a ticket that is part of another one; the caller holds it, so nobody merges it meanwhile."""
    if ticket.merged_into_id is not None:
        raise Merged(survivor(ticket).number)


def parts(ticket: Ticket) -> list[Ticket]:
    """Return the tickets that are part of this one today, and those that are part of them."""
    found: dict[int, Ticket] = {}
    sources = [ticket.id]
    while sources:
        merged = select(Ticket).where(Ticket.merged_into_id.in_(sources), Ticket.id.not_in([ticket.id, *found]))
        new = db.session.scalars(merged.order_by(Ticket.id)).all()
        found |= {one.id: one for one in new}
        sources = [one.id for one in new]
    return list(found.values())


def survivor(ticket: Ticket) -> Ticket:
    """Return the ticket that this one is part of today, itself if it was not merged. A circle ends where it began."""
    seen = {ticket.id}
    while ticket.merged_into_id is not None and ticket.merged_into_id not in seen:
        seen.add(ticket.merged_into_id)
        ticket = db.session.get_one(Ticket, ticket.merged_into_id)
    return ticket


def hold(ticket: Ticket) -> Ticket:
    """Lock the ticket that this one is part of and return it. Who waited for a merge's lock finds the ticket merged."""
    lock(ticket)
    held = {ticket.id}
    while (home := survivor(ticket)).id not in held:
        lock(home)
        held.add(home.id)
        ticket = home
    return ticket
