"""Give the ticket to an agent, or to nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from helpdesk.accounts.models import Agent
from helpdesk.automation.actions.base import Action, Undone, changed
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import lazy
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.events import AgentAssigned
from helpdesk.tickets.models import Ticket

NONE = "none"


def agents() -> Sequence[tuple[str, object]]:
    """Return who works here now, by name."""
    working = select(Agent.id, Agent.name).where(Agent.deactivated_at.is_(None)).order_by(func.lower(Agent.name))
    return [*((str(identity), name) for identity, name in db.session.execute(working)), (NONE, lazy("Nobody"))]


@dataclass(frozen=True)
class Params:
    """Which agent: an id, or none."""

    agent: str = asks(lazy("Agent"), kind="choice", choices=agents, default="", required=True)


def run(ticket: Ticket, params: Params, by: Acts, _event: EventRow) -> str:
    """Assign it."""
    agent = None if params.agent == NONE else db.session.get(Agent, int(params.agent))
    if params.agent != NONE and (agent is None or agent.deactivated_at is not None):
        raise Undone("agent_gone")
    before = ticket.assignee_id
    assign_agent(ticket, agent, by=by)
    return changed(before, ticket.assignee_id)


def after(params: Params) -> Mapping[str, object]:
    """Say what holds then."""
    return {"assignee": None if params.agent == NONE else int(params.agent)}


ACTION = Action(
    key="assign_agent",
    label=lazy("Assign to an agent"),
    done=lazy("assigned it"),
    will=lazy("assigns to %(what)s"),
    Params=Params,
    run=run,
    causes=AgentAssigned,
    after=after,
)
