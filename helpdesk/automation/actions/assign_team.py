"""Move the ticket to a team's queue, or to none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from helpdesk.accounts.models import Team
from helpdesk.automation.actions.base import Action, Undone, changed
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import lazy
from helpdesk.tickets.assignment import assign_team
from helpdesk.tickets.events import TeamAssigned
from helpdesk.tickets.models import Ticket

NONE = "none"


def teams() -> Sequence[tuple[str, object]]:
    """Return the teams there are now, by name."""
    found = db.session.execute(select(Team.id, Team.name).order_by(func.lower(Team.name)))
    return [*((str(identity), name) for identity, name in found), (NONE, lazy("No team"))]


@dataclass(frozen=True)
class Params:
    """Which team: an id, or none."""

    team: str = asks(lazy("Team"), kind="choice", choices=teams, default="", required=True)


def run(ticket: Ticket, params: Params, by: Acts, _event: EventRow) -> str:
    """Move it."""
    team = None if params.team == NONE else db.session.get(Team, int(params.team))
    if team is None and params.team != NONE:
        raise Undone("team_gone")
    before = ticket.team_id
    assign_team(ticket, team, by=by)
    return changed(before, ticket.team_id)


def after(params: Params) -> Mapping[str, object]:
    """Say what holds then."""
    return {"team": None if params.team == NONE else int(params.team)}


ACTION = Action(
    key="assign_team",
    label=lazy("Move to a team"),
    done=lazy("moved it to a team"),
    will=lazy("moves to %(what)s"),
    Params=Params,
    run=run,
    causes=TeamAssigned,
    after=after,
)
