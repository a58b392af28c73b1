"""Late follow-ups: who writes to a ticket that was done long ago gets a new one, linked to the old, and not its clocks.

What reopens within the window, a bare thanks, and what machines write stay with the old ticket.
"""

from datetime import timedelta

from helpdesk.channels.base import Inbound
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.i18n import lazy as _
from helpdesk.mailroom.threading import Thread
from helpdesk.tickets.gratitude import thanks_alone
from helpdesk.tickets.linking import link
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.status import DONE

REOPEN_WINDOW = settings.declare(
    settings.Setting(
        key="reopen_window_days", label=_("Days after which an answer opens a new, linked ticket"), kind="number",
        default=14, least=1, most=3650,
    )
)  # fmt: skip


def is_late(inbound: Inbound, thread: Thread) -> bool:
    """Tell whether a message that would open its ticket again comes too late for that."""
    ticket = thread.ticket
    if ticket is None or ticket.status not in DONE or thread.agents_only or inbound.automatic or inbound.auto_reply:
        return False
    done_at = max((at for at in (ticket.resolved_at, ticket.closed_at) if at is not None), default=None)
    if done_at is None or done_at > now() - timedelta(days=int(settings.get(REOPEN_WINDOW.key))):
        return False
    return not thanks_alone(ticket, inbound.text, files=inbound.files)


def connect(message: Message, before: Ticket) -> None:
    """Link the new ticket to the one it follows; either shows the other."""
    link(message.ticket, before, by=SYSTEM)
