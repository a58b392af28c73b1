"""Which events any rule waits for: asked while an event is recorded, so that without a rule there is no work at all."""

from sqlalchemy import select

from helpdesk.automation.events import RuleChanged, RuleCreated, RuleDeleted, RuleDisabled, RuleEnabled
from helpdesk.automation.models import Rule
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Event, EventRow
from helpdesk.kernel.remembered import Remembered


def _read() -> frozenset[str]:
    wanted = select(Rule.trigger).where(Rule.enabled, Rule.deleted_at.is_(None)).distinct()
    with db.session.no_autoflush:
        return frozenset(db.session.scalars(wanted))


_triggers = Remembered("automation.triggers", _read, RuleCreated, RuleChanged, RuleEnabled, RuleDisabled, RuleDeleted)


def awaited(event: Event | EventRow) -> bool:
    """Tell whether an enabled rule has this trigger."""
    return event.name in _triggers()
