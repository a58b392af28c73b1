"""Unhappy customers: whoever leads the team that helped them hears of it, else the admins."""

from sqlalchemy import select

from helpdesk.accounts.models import Agent, Role, TeamMember
from helpdesk.accounts.permissions import ADMIN, LEAD
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Actor, EventRow, reacts
from helpdesk.notifications.choosing import AFTER_RULES_AND_ROUTING
from helpdesk.notifications.models import Kind
from helpdesk.notifications.telling import tell
from helpdesk.satisfaction.events import SurveyAnswered
from helpdesk.tickets.models import Ticket

UNHAPPY = 2  # Of five.


def _bad_news(event: SurveyAnswered) -> bool:
    """Tell whether they are unhappy, and it is not only the comment that changed."""
    return event.score <= UNHAPPY and event.score != event.was_score


@reacts(SurveyAnswered, order=AFTER_RULES_AND_ROUTING, when=_bad_news)
def tell_who_leads(row: EventRow) -> None:
    """Tell the leads of the team that resolved the ticket; where there is none, the admins."""
    if row.data["score"] > UNHAPPY or row.data["score"] == row.data["was_score"]:
        return  # The job ran for somebody else's sake.
    team_id = row.data["team_id"]
    leads = working(LEAD, team_id=team_id) if team_id else []
    ticket = db.session.get_one(Ticket, row.ticket_id)
    by = Actor(row.actor_kind, row.actor_id)
    tell(leads or working(ADMIN), ticket, kind=Kind.SURVEY, event_id=row.id, by=by)


def working(role: str, *, team_id: int | None = None) -> list[Agent]:
    """Return the agents with this role who may come in; with a team, its members only."""
    wanted = select(Agent).where(Agent.role.has(Role.name == role), Agent.deactivated_at.is_(None))
    if team_id is not None:
        members = select(TeamMember.agent_id).where(TeamMember.team_id == team_id)
        wanted = wanted.where(Agent.id.in_(members))
    return list(db.session.scalars(wanted.order_by(Agent.id)))
