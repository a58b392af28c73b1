"""What can happen to a ticket. Data holds ids and closed words; the sentence of each is in templates/events/."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from helpdesk.accounts.models import Agent
from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class TicketEvent(Event):
    """Something about a ticket."""

    subject_kind: ClassVar[str] = "ticket"


@dataclass(frozen=True)
class MessageEvent(Event):
    """Something about a message of a ticket."""

    subject_kind: ClassVar[str] = "message"


@dataclass(frozen=True)
class TicketOpened(TicketEvent):
    """A matter came up."""

    name: ClassVar[str] = "ticket.opened"


@dataclass(frozen=True)
class MessageReceived(MessageEvent):
    """The contact wrote."""

    name: ClassVar[str] = "message.received"


@dataclass(frozen=True)
class MessageSent(MessageEvent):
    """An agent answered, or a machine spoke (`Message.robot`); what follows is the outbox's."""

    name: ClassVar[str] = "message.sent"


@dataclass(frozen=True)
class NoteAdded(MessageEvent):
    """An agent wrote to colleagues, and called some of them by name."""

    name: ClassVar[str] = "message.noted"
    mentioned_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class StatusChanged(TicketEvent):
    """The ticket stands elsewhere.

    `why` is a closed word: asked, replied (by the contact), woke (from a snooze), undelivered (an answer failed).
    `lacking_ids` are the custom fields that an agent would have had to fill in first.
    """

    name: ClassVar[str] = "ticket.status_changed"
    was: str
    now: str
    why: str = "asked"
    until: datetime | None = None
    lacking_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class StayedResolved(TicketEvent):
    """The contact only said thank you, so the ticket stays done."""

    name: ClassVar[str] = "ticket.stayed_resolved"
    message_id: int


@dataclass(frozen=True)
class PriorityChanged(TicketEvent):
    """The ticket is more or less urgent."""

    name: ClassVar[str] = "ticket.priority_changed"
    was: str
    now: str


@dataclass(frozen=True)
class AgentAssigned(TicketEvent):
    """Somebody has it now, or nobody. `why` is a word of `assignment.Why`.

    What follows it says what routing saw: whose queue, how many open tickets the agent had before, and how many are
    enough (None: no limit).
    """

    name: ClassVar[str] = "ticket.agent_assigned"
    was_agent_id: int | None
    agent_id: int | None
    why: str = "asked"
    team_id: int | None = None
    open_tickets: int | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class TeamAssigned(TicketEvent):
    """Another team's queue holds it now, or none."""

    name: ClassVar[str] = "ticket.team_assigned"
    was_team_id: int | None
    team_id: int | None


@dataclass(frozen=True)
class TagAdded(TicketEvent):
    """A tag was put on."""

    name: ClassVar[str] = "ticket.tag_added"
    tag_id: int


@dataclass(frozen=True)
class TagRemoved(TicketEvent):
    """A tag was taken off."""

    name: ClassVar[str] = "ticket.tag_removed"
    tag_id: int


@dataclass(frozen=True)
class Followed(TicketEvent):
    """An agent wants to hear about it."""

    name: ClassVar[str] = "ticket.followed"
    agent_id: int


@dataclass(frozen=True)
class Unfollowed(TicketEvent):
    """An agent does not want to hear about it any more."""

    name: ClassVar[str] = "ticket.unfollowed"
    agent_id: int


@dataclass(frozen=True)
class TicketSeen(Event):
    """An agent has seen a ticket up to a message, or wants it unread again. It is no part of the ticket's history."""

    name: ClassVar[str] = "agent.ticket_seen"
    subject_kind: ClassVar[str] = "agent"
    subject: Agent
    about_ticket_id: int
    number: int
    message_id: int


@dataclass(frozen=True)
class SavedViewEvent(Event):
    """Something happened to a saved view; `scope` and `team_id` say for whom it is."""

    subject_kind: ClassVar[str] = "saved_view"


@dataclass(frozen=True)
class SavedViewCreated(SavedViewEvent):
    """A view was kept."""

    name: ClassVar[str] = "saved_view.created"
    scope: str
    team_id: int | None


@dataclass(frozen=True)
class SavedViewChanged(SavedViewEvent):
    """A view shows something else, or is for others than before."""

    name: ClassVar[str] = "saved_view.changed"
    scope: str
    team_id: int | None
    was_scope: str
    was_team_id: int | None


@dataclass(frozen=True)
class SavedViewDeleted(SavedViewEvent):
    """A view is no more."""

    name: ClassVar[str] = "saved_view.deleted"
    scope: str
    team_id: int | None


@dataclass(frozen=True)
class SavedViewsOrdered(SavedViewEvent):
    """Views stand in another order."""

    name: ClassVar[str] = "saved_view.ordered"
    ids: tuple[int, ...]


@dataclass(frozen=True)
class TicketFieldSet(TicketEvent):
    """Something was written into a custom field, or it was emptied."""

    name: ClassVar[str] = "ticket.field_set"
    field_id: int
    emptied: bool


@dataclass(frozen=True)
class DraftEvent(Event):
    """Something about a draft. It concerns its author, so it has no place in the ticket's history."""

    subject_kind: ClassVar[str] = "draft"
    agent_id: int

    def ticket_id(self) -> int | None:
        """Return none: what is not said yet is not the ticket's."""
        return None


@dataclass(frozen=True)
class DraftSaved(DraftEvent):
    """An agent wrote on."""

    name: ClassVar[str] = "draft.saved"


@dataclass(frozen=True)
class DraftTakenBack(DraftEvent):
    """An agent took a reply back that was about to leave."""

    name: ClassVar[str] = "draft.taken_back"


@dataclass(frozen=True)
class DraftDropped(DraftEvent):
    """A draft is no more: it was sent, or thrown away. `ticket` is whose it was."""

    name: ClassVar[str] = "draft.dropped"
    ticket: int


@dataclass(frozen=True)
class DraftLeaving(DraftEvent):
    """A reply will leave by itself unless it is taken back."""

    name: ClassVar[str] = "draft.leaving"
    release_at: datetime


@dataclass(frozen=True)
class DraftHeld(DraftEvent):
    """A reply did not leave when it should have, and is a draft again. `reason` is a closed word, see `leaving`."""

    name: ClassVar[str] = "draft.held"
    reason: str

    def ticket_id(self) -> int | None:
        """Return the ticket, whose lane tells the author."""
        return int(self.subject.ticket_id)
