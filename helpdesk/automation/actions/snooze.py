"""Put the ticket away for a while; it comes back by itself, or when the customer writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from helpdesk.automation.actions.base import Action, changed
from helpdesk.kernel.clock import now
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import lazy
from helpdesk.tickets.events import StatusChanged
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.status import snooze

CHOICES = (
    ("1", lazy("for an hour")),
    ("4", lazy("for four hours")),
    ("24", lazy("for a day")),
    ("48", lazy("for two days")),
    ("72", lazy("for three days")),
    ("168", lazy("for a week")),
    ("336", lazy("for two weeks")),
    ("720", lazy("for 30 days")),
)


@dataclass(frozen=True)
class Params:
    """How long, in hours."""

    hours: str = asks(lazy("How long"), kind="choice", choices=CHOICES, default="", required=True)


def run(ticket: Ticket, params: Params, by: Acts, _event: EventRow) -> str:
    """Snooze it, counted from now."""
    before = ticket.status, ticket.snoozed_until
    snooze(ticket, until=now() + timedelta(hours=int(params.hours)), by=by)
    return changed(before, (ticket.status, ticket.snoozed_until))


def after(_params: Params) -> Mapping[str, object]:
    """Say what holds then."""
    return {"status": str(Status.SNOOZED)}


ACTION = Action(
    key="snooze",
    label=lazy("Snooze it"),
    done=lazy("snoozed it"),
    will=lazy("snoozes %(what)s"),
    Params=Params,
    run=run,
    causes=StatusChanged,
    after=after,
)
