"""Settings: who works here. Invite, change role and teams, deactivate; a change of role asks who is at the keyboard."""

from typing import Any

from flask import Blueprint, flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from helpdesk.accounts import membership, presence
from helpdesk.accounts.invitations import Deactivated, invite
from helpdesk.accounts.membership import LastAdmin
from helpdesk.accounts.models import Agent
from helpdesk.accounts.permissions import ADMIN, AGENT, require_all
from helpdesk.accounts.queries import agent_with_id, all_agents, all_teams, teams_with_ids
from helpdesk.accounts.roles import all_roles, role_named
from helpdesk.accounts.teams import set_teams
from helpdesk.desk.door import let_in, me, permitted
from helpdesk.desk.pages import again, chosen_ids, maybe_number
from helpdesk.desk.proving import asked_for_proof
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import see_other
from helpdesk.routing.crew import crew_of

bp = Blueprint("agents", __name__, url_prefix="/desk/settings/agents")
ONCE = "invitation"


@bp.get("")
@permitted("settings.agents")
def index() -> ResponseReturnValue:
    """List everybody."""
    return render_template("desk/settings/agents/index.html", agents=all_agents())


@bp.get("/new")
@permitted("settings.agents")
def new() -> ResponseReturnValue:
    """Ask whom to invite."""
    return render_template("desk/settings/agents/new.html", errors={}, typed={"role": AGENT}, chosen=[], **_choices())


@bp.post("")
@permitted("settings.agents")
def create() -> ResponseReturnValue:
    """Make the account and its invitation."""
    sent = body("email", "name", "role", "teams[]")
    try:
        require_all(me(), role_named(sent.text("role")).permissions)
        if sent.text("role") == ADMIN and (asking := asked_for_proof()) is not None:
            return asking
        agent = membership.create_agent(
            email=sent.text("email"),
            name=sent.text("name"),
            role=sent.text("role"),
            teams=teams_with_ids(chosen_ids(sent, "teams[]")),
            by=me(),
        )
    except BadInput as error:
        return again("desk/settings/agents/new.html", error, chosen=request.form.getlist("teams[]"), **_choices())
    _invite(agent)
    flash(_("%(name)s has an account. Send them the invitation below.", name=agent.name), "good")
    return see_other(".show", agent_id=agent.id)


@bp.get("/<int:agent_id>")
@permitted("settings.agents")
def show(agent_id: int) -> ResponseReturnValue:
    """Show one agent; right after an invitation also its link, this once."""
    agent = agent_with_id(agent_id)
    return render_template("desk/settings/agents/show.html", errors={}, link=_link_once(agent), **_of(agent))


@bp.post("/<int:agent_id>")
@permitted("settings.agents")
def update(agent_id: int) -> ResponseReturnValue:
    """Change role, teams and how many tickets routing may give them."""
    agent, sent = _beneath(agent_id), body("role", "teams[]", "capacity")
    try:
        if sent.text("role") != agent.role.name:
            require_all(me(), role_named(sent.text("role")).permissions)
            if (asking := asked_for_proof()) is not None:
                return asking
            membership.change_role(agent, sent.text("role"), by=me())
        if "capacity" in sent.values:
            presence.set_capacity(agent, maybe_number(sent, "capacity"), by=me())
        set_teams(agent, teams_with_ids(chosen_ids(sent, "teams[]")), by=me())
    except (BadInput, LastAdmin) as error:
        return _again(agent, error, "role")
    if agent is me():
        let_in(agent)
    flash(_("%(name)s is up to date.", name=agent.name), "good")
    return see_other(".index" if me().may("settings.agents") else "login.home")


@bp.post("/<int:agent_id>/invitation")
@permitted("settings.agents")
def renew_invitation(agent_id: int) -> ResponseReturnValue:
    """Make a new link, with which the agent chooses a (new) password; the old link dies."""
    agent = _beneath(agent_id)
    try:
        _invite(agent)
    except Deactivated as error:
        return _again(agent, error, "form")
    return see_other(".show", agent_id=agent.id)


@bp.post("/<int:agent_id>/deactivation")
@permitted("settings.agents")
def deactivate(agent_id: int) -> ResponseReturnValue:
    """Shut an agent out."""
    agent = _beneath(agent_id)
    try:
        membership.deactivate(agent, by=me())
    except LastAdmin as error:
        return _again(agent, error, "form")
    flash(_("%(name)s cannot log in any more.", name=agent.name), "good")
    return see_other(".index")


@bp.post("/<int:agent_id>/activation")
@permitted("settings.agents")
def reactivate(agent_id: int) -> ResponseReturnValue:
    """Let an agent in again."""
    agent = _beneath(agent_id)
    membership.reactivate(agent, by=me())
    flash(_("%(name)s can log in again.", name=agent.name), "good")
    return see_other(".show", agent_id=agent.id)


def _beneath(agent_id: int) -> Agent:
    """Return an agent who may do nothing that I may not: else a link for them would be their power in my hands."""
    agent = agent_with_id(agent_id)
    require_all(me(), agent.role.permissions)
    return agent


def _invite(agent: Agent) -> None:
    """Keep the token in the admin's own session until the next page has shown it."""
    session[ONCE] = [agent.id, invite(agent, by=me())]


def _link_once(agent: Agent) -> str | None:
    kept = session.pop(ONCE, None)
    if not kept or kept[0] != agent.id:
        return None
    return f"{configured('BASE_URL')}{url_for('invitation.show', token=kept[1])}"


def _again(agent: Agent, error: BadInput | LastAdmin | Deactivated, field: str) -> ResponseReturnValue:
    culprit = getattr(error, "field", None) or field
    return again("desk/settings/agents/show.html", error, field=culprit, link=None, **_of(agent))


def _of(agent: Agent) -> dict[str, Any]:
    sent = request.form if request.method == "POST" else {}
    chosen = request.form.getlist("teams[]") if "role" in sent else [team.id for team in agent.teams]
    typed = {"role": sent.get("role", agent.role.name), "capacity": sent.get("capacity", agent.capacity)}
    return {"agent": agent, "member": crew_of([agent])[0], "typed": typed, "chosen": chosen, **_choices()}


def _choices() -> dict[str, Any]:
    return {"roles": all_roles(), "teams": [(team.id, team.name) for team in all_teams()], "admin": ADMIN}
