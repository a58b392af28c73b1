"""Who is at which ticket right now, and who writes there: kept in this process's memory, and no row.

A page says it when it opens a ticket, when its agent begins or ends to write, and every 30 seconds. It is told to the
rooms of those who may see the ticket, by Redis also to other processes, and forgotten with the connection. Whoever
missed a sign hears of it with the next beat; a page forgets whom it has not heard of for a while.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel import live
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Follower, Ticket
from helpdesk.tickets.visibility import rooms_for, visible


@dataclass(frozen=True)
class Sign:
    """One page of an agent's: at this ticket, and whether it writes a reply there. `rooms` may hear of it."""

    agent_id: int
    name: str
    number: int
    writes: bool
    rooms: frozenset[str]


_signs: dict[str, Sign] = {}


def sign_of(agent: Agent, number: int, *, writes: bool) -> Sign | None:
    """Return the sign of an agent at a ticket they may see, with the rooms of all who may see it; else None."""
    place = select(Ticket.id, Ticket.team_id, Ticket.assignee_id).where(and_(Ticket.number == number, visible(agent)))
    found = db.session.execute(place).first()
    if found is None:
        return None
    followers = db.session.scalars(select(Follower.agent_id).where(Follower.ticket_id == found.id))
    rooms = rooms_for(found.team_id, found.assignee_id, followers)
    return Sign(agent.id, agent.name, number, writes, frozenset(rooms))


def show(sid: str, sign: Sign | None) -> None:
    """Take what a page says of its agent in the place of what it said before; None: it is at no ticket."""
    before = _signs.pop(sid, None)
    if sign:
        _signs[sid] = sign
    if before and (sign is None or before.number != sign.number):
        _tell(before)
    if sign:
        _tell(sign)


def known(rooms: Iterable[str]) -> list[dict[str, Any]]:
    """Return who is where, as far as whoever listens in these rooms may know."""
    heard = set(rooms)
    some = {(sign.agent_id, sign.number): sign for sign in _signs.values() if sign.rooms & heard}
    return [_said(sign) for sign in some.values()]


def _tell(sign: Sign) -> None:
    live.whisper(sorted(sign.rooms), "present", _said(sign))


def _said(sign: Sign) -> dict[str, Any]:
    """Say what the agent does at the ticket, by all of their pages."""
    own = [each.writes for each in _signs.values() if (each.agent_id, each.number) == (sign.agent_id, sign.number)]
    doing = "writes" if any(own) else "views" if own else None
    return {"number": sign.number, "agent": {"id": sign.agent_id, "name": sign.name}, "doing": doing}
