"""The ways in which a team's tickets find their agents. One more is one more file and one more line here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.accounts.models import Assignment
from helpdesk.kernel.i18n import lazy as _
from helpdesk.routing import least_busy, round_robin
from helpdesk.routing.seats import Seat
from helpdesk.tickets.assignment import Why

Choose = Callable[[Sequence[Seat], int | None], Seat]


@dataclass(frozen=True)
class Mode:
    """A way with its words; `choose` picks among the seats that have room, and without it tickets wait for a person."""

    label: Any  # Lazy texts, in the reader's language when they are shown.
    about: Any
    choose: Choose | None = None
    why: Why = Why.ASKED


MODES: dict[str, Mode] = {
    Assignment.MANUAL: Mode(_("By hand"), _("Tickets wait in the team's queue until somebody takes them.")),
    Assignment.ROUND_ROBIN: Mode(
        _("In turn"),
        _("Each ticket goes to the next available member, oldest waiting first."),
        round_robin.choose,
        Why.ROUND_ROBIN,
    ),
    Assignment.LEAST_BUSY: Mode(
        _("Least busy"),
        _("Each ticket goes to the available member with the fewest open tickets, oldest waiting first."),
        least_busy.choose,
        Why.LEAST_BUSY,
    ),
}
