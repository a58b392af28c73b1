"""What open desks hear when messages change their ticket: the merged one is gone, open conversations are read anew."""

from collections.abc import Iterator

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.live import News, shows
from helpdesk.tickets import moving_events as between
from helpdesk.tickets.models import Follower, Ticket
from helpdesk.tickets.rows import row_of, ticket_row
from helpdesk.tickets.visibility import rooms_for


@shows(
    between.TicketMerged,
    between.TicketUnmerged,
    between.TicketSplit,
    between.TicketLinked,
    between.TicketUnlinked,
)
def tell_the_other(event: EventRow) -> Iterator[News]:
    """Tell whoever sees the other ticket where it stands; both conversations, where open, are to be read anew.

    Whole conversations are too much for a socket, and links are each agent's own to see: the page asks.
    """
    other = row_of(Ticket.id == event.data["other_id"])
    own = db.session.scalar(select(Ticket.number).where(Ticket.id == event.ticket_id))
    if other is None or own is None:
        return
    followers = db.session.scalars(select(Follower.agent_id).where(Follower.ticket_id == other["id"]))
    rooms = tuple(sorted(rooms_for(other["team_id"], other["assignee_id"], followers)))
    number = other["number"]
    if event.name == between.TicketMerged.name:
        yield News((*rooms, f"desk:ticket:{number}"), "gone", lambda: {"number": number}, f"gone:{number}")
    else:
        yield News(rooms, "ticket", lambda: {"ticket": ticket_row(other)}, f"row:{other['id']}")
        yield News((f"desk:ticket:{number}",), "reload", lambda: {"number": number}, f"reload:{number}")
    yield News((f"desk:ticket:{own}",), "reload", lambda: {"number": own}, f"reload:{own}")
