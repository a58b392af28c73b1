"""Which events any rule waits for: asked while an event is recorded, so that without a rule there is no work at all."""

from sqlalchemy import select

from helpdesk.automation.models import Rule
from helpdesk.kernel.db import db, memo
from helpdesk.kernel.events import Event, EventRow

LISTENERS = "automation.listeners"


def awaited(event: Event | EventRow) -> bool:
    """Tell whether an enabled rule has this trigger; one small statement per unit of work."""
    known: frozenset[str] | None = memo().get(LISTENERS)
    if known is None:
        wanted = select(Rule.trigger).where(Rule.enabled, Rule.deleted_at.is_(None)).distinct()
        with db.session.no_autoflush:
            known = memo()[LISTENERS] = frozenset(db.session.scalars(wanted))
    return event.name in known


def forget_listeners() -> None:
    """Look again in this unit: a rule changed."""
    memo().pop(LISTENERS, None)
