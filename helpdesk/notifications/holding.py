"""When nothing may leave to an agent: away, quiet hours, one mail an hour, three in an hour, too much by machines."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from helpdesk.accounts.models import Agent, Availability
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.notifications.choices import chosen_by, quiet_until
from helpdesk.notifications.letters import Letter, Mail
from helpdesk.tickets import breaker

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 3


class Hold(NamedTuple):
    """Why nothing leaves now, and until when; None: until the agent is back."""

    word: Mail
    until: datetime | None


def held(agent: Agent, *, gather_until: datetime) -> Hold | None:
    """Return the first reason why nothing may leave to this agent now."""
    chosen = chosen_by([agent.id])[agent.id]
    if agent.availability == Availability.AWAY:
        return Hold(Mail.AWAY, None)
    if until := quiet_until(agent, chosen):
        return Hold(Mail.HOURS, until)
    if chosen.gathers and gather_until > now():
        return Hold(Mail.GATHERED, gather_until)
    recent = select(Letter.created_at).where(Letter.agent_id == agent.id, Letter.created_at > now() - HOUR)
    written = db.session.scalars(recent.order_by(Letter.created_at.desc()).limit(MOST_AN_HOUR)).all()
    if len(written) >= MOST_AN_HOUR:
        return Hold(Mail.LIMIT, written[-1] + HOUR)
    return Hold(Mail.BREAKER, now() + breaker.SPAN) if breaker.silenced() else None


@breaker.counts
def _letters(since: datetime) -> int:
    written = select(Letter.id).where(Letter.created_at > since).limit(breaker.MOST)
    return len(db.session.scalars(written).all())
