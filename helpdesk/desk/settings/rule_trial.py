"""Trying a rule's condition without running it: which of the newest tickets it matches now, in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.visibility import visible

LOOKED_AT = 50
SHOWN = 10


@dataclass(frozen=True)
class Trial:
    """How many of the newest tickets fit, and the first of them as list rows."""

    count: int
    tickets: Sequence[Mapping[str, Any]]
    looked_at: int = LOOKED_AT


def trial_of(condition: Mapping[str, Any], agent: Agent) -> Trial:
    """Return which of the newest tickets that the agent may see fit the condition. Raises `FilterError`."""
    newest = select(Ticket.id).where(visible(agent)).order_by(Ticket.id.desc()).limit(LOOKED_AT).subquery()
    fitting = rows().where(Ticket.id.in_(select(newest.c.id)), TICKETS.parse(condition).where())
    found = db.session.execute(fitting.order_by(Ticket.id.desc())).mappings().all()
    return Trial(len(found), [ticket_row(row) for row in found[:SHOWN]])
