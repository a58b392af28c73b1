"""Set how soon the ticket wants attention."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.automation.actions.base import Action, changed
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import lazy
from helpdesk.tickets.events import PriorityChanged
from helpdesk.tickets.models import Priority, Ticket
from helpdesk.tickets.priority import set_priority

CHOICES = (
    (str(Priority.URGENT), lazy("Urgent")),
    (str(Priority.HIGH), lazy("High")),
    (str(Priority.NORMAL), lazy("Normal")),
    (str(Priority.LOW), lazy("Low")),
)


@dataclass(frozen=True)
class Params:
    """Which priority."""

    priority: str = asks(lazy("Priority"), kind="choice", choices=CHOICES, default="", required=True)


def run(ticket: Ticket, params: Params, by: Acts, _event: EventRow) -> str:
    """Set it."""
    before = ticket.priority
    set_priority(ticket, params.priority, by=by)
    return changed(before, ticket.priority)


def after(params: Params) -> Mapping[str, object]:
    """Say what holds then."""
    return {"priority": params.priority}


ACTION = Action(
    key="set_priority",
    label=lazy("Set the priority"),
    done=lazy("set the priority"),
    will=lazy("sets the priority to %(what)s"),
    Params=Params,
    run=run,
    causes=PriorityChanged,
    after=after,
)
