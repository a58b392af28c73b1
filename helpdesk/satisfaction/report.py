"""How satisfied customers are: per agent, team and channel, with how sure the numbers are, and the answers behind them.

What counts is when a customer was asked. "Satisfied" are the scores 4 and 5 of all that answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import channel_named
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import db
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.visibility import visible

GOOD, BAD = 4, 2
FEW = 5
PAGE = 50
Z = 1.959964  # The normal distribution's 97.5 % point: 95 % lie between it and its mirror.

Group = Literal["agent", "team", "channel"]
GROUPS: tuple[Group, ...] = ("agent", "team", "channel")
KEYS: dict[Group, Any] = {"agent": Survey.agent_id, "team": Survey.team_id, "channel": Inbox.channel}
WHICH: dict[str, ColumnElement[bool] | None] = {
    "asked": None,
    "answered": Survey.score.is_not(None),
    "good": Survey.score >= GOOD,
    "bad": Survey.score <= BAD,
}


@dataclass(frozen=True)
class Line:
    """One agent, team or channel. `key` None: nobody had the ticket; `total` is the sum of all scores."""

    key: int | str | None
    name: str
    asked: int
    answered: int
    good: int
    total: int

    @property
    def response(self) -> float | None:
        """Return which share of those asked answered."""
        return self.answered / self.asked if self.asked else None

    @property
    def satisfied(self) -> float | None:
        """Return which share of the answers was good."""
        return self.good / self.answered if self.answered else None

    @property
    def average(self) -> float | None:
        """Return the mean score."""
        return self.total / self.answered if self.answered else None

    @property
    def between(self) -> tuple[float, float] | None:
        """Return between which shares the truth lies, with 95 % certainty."""
        return wilson(self.good, self.answered) if self.answered else None

    @property
    def few(self) -> bool:
        """Tell that the answers are too few to compare by."""
        return 0 < self.answered < FEW


class Judged(NamedTuple):
    """One survey with what a list shows of it."""

    survey: Survey
    number: int
    subject: str
    contact: str
    agent: str | None


def wilson(good: int, answered: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (E. B. Wilson, 1927), which holds for small numbers too."""
    share, z2 = good / answered, Z * Z
    middle = (share + z2 / (2 * answered)) / (1 + z2 / answered)
    half = Z / (1 + z2 / answered) * sqrt(share * (1 - share) / answered + z2 / (4 * answered**2))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def lines(group: Group, *, since: datetime) -> list[Line]:
    """Return one line for each member of the group that was judged or asked about, the most asked first."""
    key, names = KEYS[group], {"agent": Agent.name, "team": Team.name, "channel": Inbox.channel}
    query = (
        select(
            key,
            names[group],
            func.count(),
            func.count(Survey.score),
            func.sum(case((Survey.score >= GOOD, 1), else_=0)),
            func.coalesce(func.sum(Survey.score), 0),
        )
        .select_from(Survey)
        .join(Inbox, Survey.inbox_id == Inbox.id)
        .outerjoin(Agent, Survey.agent_id == Agent.id)
        .outerjoin(Team, Survey.team_id == Team.id)
        .where(Survey.asked_at >= since)
        .group_by(key, names[group])
        .order_by(func.count().desc(), names[group])
    )
    found = [Line(row[0], row[1] or "", *map(int, row[2:])) for row in db.session.execute(query)]
    return [_labelled(line) for line in found] if group == "channel" else found


def sum_of(parts: Sequence[Line]) -> Line:
    """Return all lines of a group as one."""
    asked, answered = sum(line.asked for line in parts), sum(line.answered for line in parts)
    return Line(None, "", asked, answered, sum(line.good for line in parts), sum(line.total for line in parts))


def judged(
    agent: Agent,
    *,
    since: datetime,
    which: str = "asked",
    group: Group | None = None,
    key: int | str | None = None,
    before: int | None = None,
) -> list[Judged]:
    """Return the surveys behind a number, newest first, of tickets this agent may see: one more than fits on a page."""
    query: Select[*tuple[Any, ...]] = (
        select(Survey, Ticket.number, Ticket.subject, Contact.name, Agent.name)
        .join(Ticket, Survey.ticket_id == Ticket.id)
        .join(Contact, Survey.contact_id == Contact.id)
        .join(Inbox, Survey.inbox_id == Inbox.id)
        .outerjoin(Agent, Survey.agent_id == Agent.id)
        .where(Survey.asked_at >= since, visible(agent))
    )
    if group is not None:
        query = query.where(KEYS[group] == key if key is not None else KEYS[group].is_(None))
    if (wanted := WHICH[which]) is not None:
        query = query.where(wanted)
    if before is not None:
        query = query.where(Survey.id < before)
    return [Judged(*row) for row in db.session.execute(query.order_by(Survey.id.desc()).limit(PAGE + 1))]


def name_of(group: Group, key: int | str) -> str | None:
    """Return what a member of a group is called, or None when there is none such."""
    if group == "channel":
        channel = channel_named(str(key))
        return str(channel.label) if channel else None
    column: Any = {"agent": (Agent.name, Agent.id), "team": (Team.name, Team.id)}[group]
    found: str | None = db.session.scalar(select(column[0]).where(column[1] == key))
    return found


def _labelled(line: Line) -> Line:
    channel = channel_named(line.name)
    label = str(channel.label) if channel else line.name
    return Line(line.key, label, line.asked, line.answered, line.good, line.total)
