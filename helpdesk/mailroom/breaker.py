"""The fuse of everything machines send (SECURITY R-AR 2): 200 in ten minutes, and what can wait waits.

Each part that sends by itself counts its own here, so that a storm of one kind is felt by all.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.breaker import is_paused
from helpdesk.tickets.events import MessageSent

log = logging.getLogger("helpdesk.breaker")
MOST = 200
WITHIN = timedelta(minutes=10)
LOOKED_AT = 5 * MOST

Counter = Callable[[datetime], int]
_counters: list[Counter] = []


def counts(counter: Counter) -> Counter:
    """Let a function say how many mails of its own were written since an instant."""
    _counters.append(counter)
    return counter


def tripped() -> bool:
    """Tell whether machines have sent too much lately, or a person must first let them speak (tickets/breaker.py).

    Whoever asks should look again after `WITHIN`.
    """
    if is_paused():
        return True
    since = now() - WITHIN
    sent = sum(counter(since) for counter in _counters)
    if sent >= MOST:
        log.warning("machine_mail_breaker", extra={"sent": sent, "minutes": WITHIN.seconds // 60})
    return sent >= MOST


@counts
def _on_tickets(since: datetime) -> int:
    """Count what machines said to customers among the newest messages; older ones cannot tip the scales."""
    newest = select(EventRow.actor_kind, EventRow.created_at).where(EventRow.name == MessageSent.name)
    sent = newest.order_by(EventRow.id.desc()).limit(LOOKED_AT).subquery()
    by_machines = select(func.count()).where(sent.c.created_at > since, sent.c.actor_kind != "agent")
    return db.session.scalar(by_machines.select_from(sent)) or 0
