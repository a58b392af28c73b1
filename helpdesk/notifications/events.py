"""What can happen to notifications. Neither has a place in a ticket's timeline: there it would be noise."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.accounts.models import Agent
from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class AgentNotified(Event):
    """An agent was told to look at a ticket; `kind` says why."""

    name: ClassVar[str] = "notification.told"
    subject_kind: ClassVar[str] = "notification"
    subject: Any  # A row with id and ticket_id: an upsert has no object.
    agent_id: int
    kind: str


@dataclass(frozen=True)
class NotificationsRead(Event):
    """An agent has seen what they were told, of one ticket or, without one, of all."""

    name: ClassVar[str] = "notification.read"
    subject_kind: ClassVar[str] = "agent"
    subject: Agent
    about_ticket_id: int | None


@dataclass(frozen=True)
class NotificationsChosen(Event):
    """An agent chose what they are told of, and when mail may come."""

    name: ClassVar[str] = "notification.chosen"
    subject_kind: ClassVar[str] = "agent"
    subject: Agent
