"""Giving a team's waiting tickets to its available members, oldest first, as long as somebody has room."""

from collections.abc import Iterable

from helpdesk.accounts.models import Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import before_commit, db, memo
from helpdesk.kernel.events import EventRow, caused_by
from helpdesk.kernel.jobs import Again, enqueue, job
from helpdesk.routing.modes import MODES, Mode
from helpdesk.routing.queue import oldest, put_back
from helpdesk.routing.seats import Seat, held
from helpdesk.tickets.assignment import claim

AT_ONCE = 25  # Tickets a unit, so that nobody waits long for the rows it holds.


def drain_soon(team_ids: Iterable[int], *, cause: EventRow) -> None:
    """Look at these teams' queues in jobs of their own: one a team, however many ask.

    The jobs are written at the very end of the unit: their rows are shared, and must not be held while it works on.
    """
    wanted: dict[int, int] | None = memo().get("queues to drain")
    if wanted is None:
        wanted = memo()["queues to drain"] = {}
        before_commit(_write)
    wanted.update(dict.fromkeys(team_ids, cause.id))


def _write() -> None:
    for team_id, cause in sorted(memo().pop("queues to drain").items()):
        enqueue(drain, {"team_id": team_id, "cause": cause}, dedupe_key=f"routing:{team_id}")


@job("routing.drain")
def drain(team_id: int, cause: int) -> Again | None:
    """Give out what waits in a team's queue. What nobody has room for stays there; nobody is forced."""
    team, seats = held(team_id)
    mode = MODES[team.assignment] if team else None
    if team is None or mode is None or not any(seat.free for seat in seats):
        return None
    # Its events follow from the one that asked, so rules and routing cannot push a ticket to and fro without end.
    with caused_by(db.session.get_one(EventRow, cause)):
        more = _give_out(team, mode, seats)
    return Again(now()) if more and any(seat.free for seat in seats) else None


def _give_out(team: Team, mode: Mode, seats: list[Seat]) -> bool:
    """Give out the oldest; tell whether that went forward and there may be more."""
    tickets = oldest(team.id, most=AT_ONCE)
    refused = put_back(tickets)
    given = 0
    for ticket_id in tickets:
        room = [seat for seat in seats if seat.free and seat.agent.id != refused.get(ticket_id)]
        if room and mode.choose:
            given += _give(ticket_id, mode.choose(room, team.last_given_id), team=team, mode=mode)
    return given > 0 and len(tickets) == AT_ONCE


def _give(ticket_id: int, seat: Seat, *, team: Team, mode: Mode) -> bool:
    taken = claim(
        ticket_id,
        seat.agent,
        team_id=team.id,
        why=mode.why,
        open_tickets=seat.open_tickets,
        capacity=seat.capacity,
    )
    if taken is None:
        return False
    seat.open_tickets += 1
    team.last_given_id = seat.agent.id
    return True
