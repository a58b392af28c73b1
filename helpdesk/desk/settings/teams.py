"""Settings: teams and who is in them."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.models import Team
from helpdesk.accounts.queries import active_agents, agents_with_ids, all_teams, team_with_id
from helpdesk.accounts.teams import create_team, delete_team, rename_team, set_members, set_mode
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again, chosen_ids
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import see_other
from helpdesk.routing.crew import crew_of, crews
from helpdesk.routing.modes import MODES

bp = Blueprint("teams", __name__, url_prefix="/desk/settings/teams")


@bp.get("")
@permitted("settings.teams")
def index() -> ResponseReturnValue:
    """List the teams, with a form for one more."""
    return render_template("desk/settings/teams/index.html", errors={}, typed={}, **_all())


@bp.post("")
@permitted("settings.teams")
def create() -> ResponseReturnValue:
    """Make a team; its page asks who belongs to it."""
    try:
        team = create_team(body("name").text("name"), by=me())
    except BadInput as error:
        return again("desk/settings/teams/index.html", error, **_all())
    flash(_("The team %(name)s is there. Who belongs to it?", name=team.name), "good")
    return see_other(".show", team_id=team.id)


@bp.get("/<int:team_id>")
@permitted("settings.teams")
def show(team_id: int) -> ResponseReturnValue:
    """Show a team's name and members."""
    return render_template("desk/settings/teams/show.html", errors={}, **_of(team_with_id(team_id)))


@bp.post("/<int:team_id>")
@permitted("settings.teams")
def update(team_id: int) -> ResponseReturnValue:
    """Rename the team, say who belongs to it and how its tickets find them."""
    team, sent = team_with_id(team_id), body("name", "assignment", "agents[]")
    try:
        rename_team(team, sent.text("name"), by=me())
        if "assignment" in sent.values:
            set_mode(team, sent.text("assignment"), by=me())
        wanted = agents_with_ids(chosen_ids(sent, "agents[]"))
        set_members(team, [*wanted, *(agent for agent in team.agents if not agent.is_active)], by=me())
    except BadInput as error:
        return again("desk/settings/teams/show.html", error, **_of(team))
    flash(_("%(name)s is up to date.", name=team.name), "good")
    return see_other(".index")


@bp.post("/<int:team_id>/deletion")
@permitted("settings.teams")
def delete(team_id: int) -> ResponseReturnValue:
    """Dissolve the team."""
    team = team_with_id(team_id)
    delete_team(team, by=me())
    flash(_("The team %(name)s is dissolved.", name=team.name), "good")
    return see_other(".index")


def _all() -> dict[str, Any]:
    teams = all_teams()
    return {"teams": teams, "crews": crews(teams), "modes": MODES}


def _of(team: Team) -> dict[str, Any]:
    sent = request.method == "POST"
    chosen = request.form.getlist("agents[]") if sent else [agent.id for agent in team.agents]
    typed = request.form if sent else {"name": team.name, "assignment": team.assignment}
    return {"team": team, "members": crew_of(active_agents()), "chosen": chosen, "typed": typed, "modes": MODES}
