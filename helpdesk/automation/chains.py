"""What led to an event: the chain of causes behind it, so that no rule answers itself and no chain runs wild."""

from dataclasses import dataclass

from sqlalchemy import func, select

from helpdesk.automation.models import RuleRun
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow

MOST_ACTIONS = 10


@dataclass(frozen=True)
class Chain:
    """The event that began it all, and the rules that took part in what led here."""

    root_event_id: int
    rule_ids: frozenset[int]

    def budget(self) -> int:
        """Return how many actions rules may still take in this chain (SECURITY R-AUTO)."""
        tried = select(func.coalesce(func.sum(RuleRun.tried), 0)).where(RuleRun.root_event_id == self.root_event_id)
        return max(0, MOST_ACTIONS - (db.session.scalar(tried) or 0))


def chain_of(row: EventRow) -> Chain:
    """Follow the causes back to the first; the kernel stops a chain at a small depth, so this is a few look-ups."""
    rule_ids, first = set(), row
    while True:
        if first.actor_kind == "rule" and first.actor_id:
            rule_ids.add(first.actor_id)
        if first.caused_by_id is None:
            return Chain(first.id, frozenset(rule_ids))
        first = db.session.get_one(EventRow, first.caused_by_id)
