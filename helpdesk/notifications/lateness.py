"""Promises not kept: whoever has the ticket hears of it; where nobody has it, the team's leads, else admins."""

from helpdesk.accounts.permissions import ADMIN, LEAD
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Actor, EventRow, reacts
from helpdesk.notifications.choosing import AFTER_RULES_AND_ROUTING
from helpdesk.notifications.models import Kind
from helpdesk.notifications.surveys import working
from helpdesk.notifications.telling import tell
from helpdesk.sla.events import SlaBreached
from helpdesk.tickets.models import Ticket


@reacts(SlaBreached, order=AFTER_RULES_AND_ROUTING)
def tell_who_can_help(row: EventRow) -> None:
    """Tell who can still make it less late."""
    ticket = db.session.get_one(Ticket, row.ticket_id)
    if ticket.assignee is not None:
        agents = [ticket.assignee]
    else:
        leads = working(LEAD, team_id=ticket.team_id) if ticket.team_id else []
        agents = leads or working(ADMIN)
    tell(agents, ticket, kind=Kind.BREACH, event_id=row.id, by=Actor(row.actor_kind, row.actor_id))
