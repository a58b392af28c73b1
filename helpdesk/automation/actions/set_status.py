"""Move the ticket to another status. Snoozing needs a date: that is snooze.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.automation.actions.base import Action, changed
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import lazy
from helpdesk.tickets.events import StatusChanged
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.status import change_status

CHOICES = (
    (str(Status.OPEN), lazy("Open")),
    (str(Status.PENDING), lazy("Pending")),
    (str(Status.RESOLVED), lazy("Resolved")),
    (str(Status.CLOSED), lazy("Closed")),
)


@dataclass(frozen=True)
class Params:
    """Which status."""

    status: str = asks(lazy("Status"), kind="choice", choices=CHOICES, default="", required=True)


def run(ticket: Ticket, params: Params, by: Acts, _event: EventRow) -> str:
    """Move it."""
    before = ticket.status
    change_status(ticket, params.status, by=by)
    return changed(before, ticket.status)


def after(params: Params) -> Mapping[str, object]:
    """Say what holds then."""
    return {"status": params.status}


ACTION = Action(
    key="set_status",
    label=lazy("Set the status"),
    done=lazy("set the status"),
    will=lazy("sets %(what)s"),
    Params=Params,
    run=run,
    causes=StatusChanged,
    after=after,
)
