"""In turn: whoever comes after the one who got the last ticket, and after the last member the first again."""

from collections.abc import Sequence

from helpdesk.routing.seats import Seat


def in_turn(seats: Sequence[Seat], last_given_id: int | None) -> list[Seat]:
    """Return the seats beginning after the agent who was last, who need not be among them any more."""
    after = [seat for seat in seats if seat.agent.id > (last_given_id or 0)]
    return after + [seat for seat in seats if seat not in after]


def choose(seats: Sequence[Seat], last_given_id: int | None) -> Seat:
    """Return who is next among those who have room; there is at least one."""
    return in_turn(seats, last_given_id)[0]
