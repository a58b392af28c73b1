"""The events that can set rules off. One more is one more line of TRIGGERS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.kernel.db import db
from helpdesk.kernel.events import Event, EventRow
from helpdesk.kernel.i18n import lazy as _
from helpdesk.satisfaction.events import SurveyAnswered
from helpdesk.sla.events import SlaBreached
from helpdesk.tickets import events as happened
from helpdesk.tickets.models import Message, Priority, Status


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """An event with its label. `words` are those its `was` and `now` hold, if a rule may ask for them."""

    event: type[Event]
    label: Any
    words: Sequence[str] = ()
    counts: Callable[[EventRow], bool] = lambda _row: True


def from_the_contact(row: EventRow) -> bool:
    """Tell whether a person who takes part wrote: no machine, and nobody whose message is kept for agents only."""
    return db.session.get_one(Message, row.subject_id).personal


def by_an_agent(row: EventRow) -> bool:
    """Tell whether an agent did it."""
    return row.actor_kind == "agent"


TRIGGERS = {
    trigger.event.name: trigger
    for trigger in (
        Trigger(event=happened.TicketOpened, label=_("A ticket is opened")),
        Trigger(event=happened.MessageReceived, label=_("The customer writes"), counts=from_the_contact),
        Trigger(event=happened.MessageSent, label=_("An agent replies"), counts=by_an_agent),
        Trigger(event=happened.StatusChanged, label=_("The status changes"), words=tuple(Status)),
        Trigger(event=happened.PriorityChanged, label=_("The priority changes"), words=tuple(Priority)),
        Trigger(event=happened.AgentAssigned, label=_("The assignee changes")),
        Trigger(event=happened.TeamAssigned, label=_("The team changes")),
        Trigger(event=happened.TagAdded, label=_("A tag is added")),
        Trigger(event=SlaBreached, label=_("A reply or resolution is overdue")),
        Trigger(event=SurveyAnswered, label=_("The customer rates the help")),
    )
}
