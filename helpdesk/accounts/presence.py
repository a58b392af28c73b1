"""Who is there to get tickets: who says so, has a page open, and how many open tickets are enough for them."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_

from helpdesk.accounts.events import AgentArrived, AvailabilityChanged, CapacityChanged
from helpdesk.accounts.models import Agent, Availability
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

HERE_FOR = timedelta(minutes=3)  # An open page says so once a minute; two may be lost.
NOTED_EVERY = timedelta(seconds=40)
MOST_TICKETS = 1000


def available() -> ColumnElement[bool]:
    """Return the condition on Agent: works here, is online, and has a page open. Whether they are full is routing's."""
    return and_(Agent.deactivated_at.is_(None), Agent.availability == Availability.ONLINE, Agent.here_until > now())


def is_here(agent: Agent) -> bool:
    """Tell whether a page of the agent's is open, or was a moment ago."""
    return agent.is_active and agent.here_until is not None and agent.here_until > now()


def worth_noting(here_until: datetime | None) -> bool:
    """Tell whether to write down that a page is open: at most once in a while, however many pages say so."""
    return here_until is None or here_until - now() < HERE_FOR - NOTED_EVERY


def see(agent: Agent) -> None:
    """Note that a page of the agent's is open now; whoever was not here before has arrived."""
    arrives = not is_here(agent)
    agent.here_until = now() + HERE_FOR
    if arrives:
        record(AgentArrived(agent), by=agent)


def leave(agent: Agent) -> None:
    """Note that the agent said good-bye; another open page of theirs will contradict within a minute."""
    agent.here_until = None


def set_availability(agent: Agent, word: str, *, by: Acts) -> None:
    """Go online or away (a word of `Availability`); what one has, one keeps. Raises `BadInput` (availability)."""
    if word not in list(Availability):
        raise BadInput(_("This is not one of the choices."), "availability")
    lock(agent)
    was = agent.availability
    if was != word:
        agent.availability = word
        record(AvailabilityChanged(agent, str(was), str(word)), by=by)


def set_capacity(agent: Agent, most: int | None, *, by: Acts) -> None:
    """Say with how many open tickets an agent gets no more by themselves; None is no limit. Raises `BadInput`."""
    if most is not None and not 0 <= most <= MOST_TICKETS:
        raise BadInput(
            _("This must be a whole number from %(least)s to %(most)s.", least=0, most=MOST_TICKETS), "capacity"
        )
    lock(agent)
    was = agent.capacity
    if was != most:
        agent.capacity = most
        record(CapacityChanged(agent, was, most), by=by)
