"""Teams: people who share a queue. Names are unique whatever their case."""

from sqlalchemy import func, select

from helpdesk.accounts.events import TeamCreated, TeamDeleted, TeamJoined, TeamLeft, TeamModeChanged, TeamRenamed
from helpdesk.accounts.models import Agent, Assignment, Team
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

MAX_CHARACTERS = 80


def create_team(name: str, *, by: Acts) -> Team:
    """Make an empty team. Raises `BadInput` (name)."""
    team = Team(name=_free_name(name))
    db.session.add(team)
    db.session.flush()
    record(TeamCreated(team), by=by)
    return team


def rename_team(team: Team, name: str, *, by: Acts) -> None:
    """Give a team another name. Raises `BadInput` (name)."""
    lock(team)
    new = _free_name(name, but=team)
    if new == team.name:
        return
    team.name = new
    record(TeamRenamed(team), by=by)


def set_mode(team: Team, mode: str, *, by: Acts) -> None:
    """Say how the team's tickets find their agents (a word of `Assignment`). Raises `BadInput` (assignment)."""
    if mode not in list(Assignment):
        raise BadInput(_("This is not one of the choices."), "assignment")
    lock(team)
    was = team.assignment
    if was == mode:
        return
    team.assignment = mode
    record(TeamModeChanged(team, str(was), str(mode)), by=by)


def delete_team(team: Team, *, by: Acts) -> None:
    """Dissolve a team. Its tickets and inboxes lose their team, so every agent sees those tickets."""
    lock(team)
    record(TeamDeleted(team), by=by)
    db.session.delete(team)


def join(team: Team, agent: Agent, *, by: Acts) -> None:
    """Add an agent to a team; one who belongs to it already changes nothing."""
    lock(team)
    if agent in team.agents:
        return
    team.agents.append(agent)
    record(TeamJoined(team, agent.id), by=by)


def leave(team: Team, agent: Agent, *, by: Acts) -> None:
    """Take an agent out of a team."""
    lock(team)
    if agent not in team.agents:
        return
    team.agents.remove(agent)
    record(TeamLeft(team, agent.id), by=by)


def set_members(team: Team, agents: list[Agent], *, by: Acts) -> None:
    """Make exactly these agents the team's members."""
    for agent in [member for member in team.agents if member not in agents]:
        leave(team, agent, by=by)
    for agent in agents:
        join(team, agent, by=by)


def set_teams(agent: Agent, teams: list[Team], *, by: Acts) -> None:
    """Make exactly these teams the agent's."""
    for team in [mine for mine in agent.teams if mine not in teams]:
        leave(team, agent, by=by)
    for team in teams:
        join(team, agent, by=by)


def _free_name(name: str, *, but: Team | None = None) -> str:
    new = " ".join(name.split())
    if not new or not new.isprintable() or len(new) > MAX_CHARACTERS:
        raise BadInput(_("A team needs a name of at most %(most)s characters.", most=MAX_CHARACTERS), "name")
    same = select(Team.id).where(func.lower(Team.name) == new.lower(), Team.id != (but.id if but else 0))
    if db.session.scalar(same) is not None:
        raise BadInput(_("There is a team with this name already."), "name")
    return new
