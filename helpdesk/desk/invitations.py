"""The link an invited agent gets: looking at it uses nothing up (mail scanners look), choosing a password does."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from helpdesk.accounts import invitations
from helpdesk.accounts.passwords import MIN_CHARACTERS, PasswordRefused
from helpdesk.desk.door import let_in, public
from helpdesk.desk.pages import again, secret
from helpdesk.kernel.body import BadInput, body

bp = Blueprint("invitation", __name__)


@bp.get("/invitation/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Ask the invited agent for a password."""
    agent = invitations.invited(token)
    return render_template("desk/invitation.html", agent=agent, least=MIN_CHARACTERS, errors={}, typed={})


@bp.post("/invitation/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Keep the password and let the agent in."""
    agent = invitations.invited(token)
    try:
        agent = invitations.accept(token, password=secret(body("password")))
    except (BadInput, PasswordRefused) as error:
        return again("desk/invitation.html", error, agent=agent, least=MIN_CHARACTERS)
    let_in(agent)
    return redirect("/", code=303)
