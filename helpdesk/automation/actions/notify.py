"""Tell somebody here to look at the ticket."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.queries import agents_with_ids
from helpdesk.automation.actions.base import Action, Undone
from helpdesk.automation.words import DONE
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import gettext, lazy
from helpdesk.notifications.models import Kind
from helpdesk.notifications.telling import tell
from helpdesk.tickets.models import Follower, Ticket

ASSIGNEE, FOLLOWERS, ITS_TEAM = "assignee", "followers", "team"


def whom() -> Sequence[tuple[str, object]]:
    """Return who can be told: by their place at the ticket, or by name."""
    teams = db.session.execute(select(Team.id, Team.name).order_by(func.lower(Team.name)))
    working = select(Agent.id, Agent.name).where(Agent.deactivated_at.is_(None)).order_by(func.lower(Agent.name))
    return [
        (ASSIGNEE, lazy("Whoever has the ticket")),
        (FOLLOWERS, lazy("Whoever follows the ticket")),
        (ITS_TEAM, lazy("The ticket's team")),
        *((f"team:{identity}", gettext("Team %(name)s", name=name)) for identity, name in teams),
        *((f"agent:{identity}", name) for identity, name in db.session.execute(working)),
    ]


@dataclass(frozen=True)
class Params:
    """Who is told."""

    who: str = asks(lazy("Whom"), kind="choice", choices=whom, default="", required=True)


def run(ticket: Ticket, params: Params, by: Acts, event: EventRow) -> str:
    """Tell them, once an event; who may not see the ticket is not told (notifications/telling.py sees to both)."""
    people = _people(ticket, params.who)
    if not people:
        return "nobody"
    tell(people, ticket, kind=Kind.RULE, event_id=event.id, by=by)
    return DONE


def _people(ticket: Ticket, who: str) -> Sequence[Agent]:
    kind, _colon, identity = who.partition(":")
    if kind == "agent":
        found = agents_with_ids([int(identity)])
        if not found:
            raise Undone("agent_gone")
        return found
    if kind == "team" and identity:
        team = db.session.get(Team, int(identity))
        if team is None:
            raise Undone("team_gone")
        return team.agents
    if kind == ASSIGNEE:
        return [ticket.assignee] if ticket.assignee else []
    if kind == ITS_TEAM:
        return ticket.team.agents if ticket.team else []
    return agents_with_ids(db.session.scalars(select(Follower.agent_id).where(Follower.ticket_id == ticket.id)).all())


ACTION = Action(key="notify", label=lazy("Notify"), done=lazy("notified somebody"), Params=Params, run=run)
