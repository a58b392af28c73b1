"""Fewest open tickets first; among equals it goes in turn, so that the same one is not always first."""

from collections.abc import Sequence

from helpdesk.routing.round_robin import in_turn
from helpdesk.routing.seats import Seat


def choose(seats: Sequence[Seat], last_given_id: int | None) -> Seat:
    """Return who has the fewest open tickets among those who have room; there is at least one."""
    return min(in_turn(seats, last_given_id), key=lambda seat: seat.open_tickets)
