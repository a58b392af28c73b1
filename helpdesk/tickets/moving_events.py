"""What can happen between tickets and to single messages: merged, split, linked, moved, sent on, blanked."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.tickets.events import MessageEvent, TicketEvent


@dataclass(frozen=True)
class TicketMerged(TicketEvent):
    """Another ticket became part of this one. `number` is that ticket's, `merge_id` the journal of what moved."""

    name: ClassVar[str] = "ticket.merged"
    other_id: int
    number: int
    merge_id: int


@dataclass(frozen=True)
class TicketUnmerged(TicketEvent):
    """Another ticket was taken out of this one again."""

    name: ClassVar[str] = "ticket.unmerged"
    other_id: int
    number: int
    merge_id: int


@dataclass(frozen=True)
class TicketSplit(TicketEvent):
    """What was said from some message on is a ticket of its own now, `number`."""

    name: ClassVar[str] = "ticket.split"
    other_id: int
    number: int


@dataclass(frozen=True)
class TicketLinked(TicketEvent):
    """It has to do with another ticket."""

    name: ClassVar[str] = "ticket.linked"
    other_id: int
    number: int


@dataclass(frozen=True)
class TicketUnlinked(TicketEvent):
    """It has nothing to do with another ticket any more."""

    name: ClassVar[str] = "ticket.unlinked"
    other_id: int
    number: int


@dataclass(frozen=True)
class InboxChanged(TicketEvent):
    """It is answered from another inbox."""

    name: ClassVar[str] = "ticket.inbox_changed"
    was_inbox_id: int
    inbox_id: int


@dataclass(frozen=True)
class MessageForwarded(MessageEvent):
    """An agent sent a message on to somebody who takes no part; `original_id` is what was sent on."""

    name: ClassVar[str] = "message.forwarded"
    original_id: int


@dataclass(frozen=True)
class MessageRedacted(MessageEvent):
    """An agent blanked a message for good."""

    name: ClassVar[str] = "message.redacted"


@dataclass(frozen=True)
class SubjectBlanked(TicketEvent):
    """A subject repeated a message that was blanked, so it went too; `of_ids` are the tickets that it named."""

    name: ClassVar[str] = "ticket.subject_blanked"
    of_ids: tuple[int, ...]
