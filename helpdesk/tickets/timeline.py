"""The history as rows of the timeline: each telling event gets a message of kind `event` that points to it.

It holds no words. The sentence is a template (templates/events/<name>.html), so history follows the reader's language,
and one paged query draws messages, notes and events together.
"""

from helpdesk.kernel.db import db
from helpdesk.kernel.events import Event, EventRow, projects
from helpdesk.tickets.events import (
    AgentAssigned,
    Followed,
    PriorityChanged,
    StatusChanged,
    StayedResolved,
    TagAdded,
    TagRemoved,
    TeamAssigned,
    TicketFieldSet,
    Unfollowed,
)
from helpdesk.tickets.models import Message, MessageKind
from helpdesk.tickets.moving_events import (
    InboxChanged,
    SubjectBlanked,
    TicketLinked,
    TicketMerged,
    TicketSplit,
    TicketUnlinked,
    TicketUnmerged,
)

ICONS = {
    "ticket.status_changed": "circle-dot",
    "ticket.stayed_resolved": "check-check",
    "ticket.priority_changed": "signal",
    "ticket.agent_assigned": "user",
    "ticket.team_assigned": "users",
    "ticket.tag_added": "tag",
    "ticket.tag_removed": "tag",
    "ticket.field_set": "pencil",
    "ticket.followed": "eye",
    "ticket.unfollowed": "eye-off",
    "ticket.merged": "merge",
    "ticket.unmerged": "rotate-ccw",
    "ticket.split": "split",
    "ticket.linked": "link",
    "ticket.unlinked": "unlink",
    "ticket.inbox_changed": "inbox",
    "ticket.subject_blanked": "eraser",
    "survey.answered": "star",
}


@projects(
    StatusChanged, PriorityChanged, AgentAssigned, TeamAssigned, TagAdded, TagRemoved, TicketFieldSet, Followed,
    Unfollowed, StayedResolved,
)  # fmt: skip
@projects(TicketMerged, TicketUnmerged, TicketSplit, TicketLinked, TicketUnlinked, InboxChanged, SubjectBlanked)
def point(event: Event, row: EventRow) -> None:
    """Give the event its place among the messages."""
    db.session.add(Message(ticket_id=event.ticket_id(), kind=MessageKind.EVENT, event_id=row.id))
