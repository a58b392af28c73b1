"""Moving a ticket to another inbox: the next reply leaves from there. Answers to what was sent before still join."""

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.moving_events import InboxChanged


def move_to(ticket: Ticket, inbox: Inbox, *, by: Acts) -> None:
    """Answer a ticket from another inbox of the same channel. Its team stays.

    Raises `BadInput` for an inbox that is switched off, of another channel, or of a chat: that is one site's page.
    """
    lock(ticket)
    if inbox.id == ticket.inbox_id:
        return
    fits = inbox.enabled and inbox.channel == ticket.inbox.channel and not channel_of(inbox).features.live
    if not fits:
        raise BadInput(_("A ticket can only move to another inbox of the same channel that is in use."), "inbox_id")
    was, ticket.inbox, ticket.inbox_id = ticket.inbox_id, inbox, inbox.id
    ticket.updated_at = now()
    record(InboxChanged(ticket, was, inbox.id), by=by)
