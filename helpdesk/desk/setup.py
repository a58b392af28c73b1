"""The first minute: with no agent yet, a page makes the first admin and the first inbox. Afterwards it does not exist.

On a public address a stranger could be first, so there the page asks for a key that is printed where the server runs.
"""

import sys
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, render_template
from flask.typing import ResponseReturnValue

from helpdesk.accounts.membership import anybody, first_admin
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.passwords import MIN_CHARACTERS
from helpdesk.accounts.teams import create_team, join
from helpdesk.channels.inboxes import create_inbox
from helpdesk.desk.door import let_in, public
from helpdesk.desk.pages import again, secret
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.db import unit
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.tokens import matches, signature
from helpdesk.kernel.web import see_other

bp = Blueprint("setup", __name__)
PURPOSE = "set-up"
FIRST_CHANNEL = "email"


def init_app(app: Flask) -> None:
    """Print the key at the start, where only who runs the server can read it."""
    app.extensions.setdefault("helpdesk_prepare", []).append(_announce)


@bp.get("/setup")
@public
def show() -> ResponseReturnValue:
    """Ask for the first admin and the address customers write to."""
    _only_before_anybody()
    return render_template("desk/setup.html", errors={}, typed={}, **_shown())


@bp.post("/setup")
@public
def finish() -> ResponseReturnValue:
    """Make admin, team and inbox, and let the admin in; the inbox's page says how to connect mail to it."""
    _only_before_anybody()
    sent = body("name", "email", "password", "address", "team", "key")
    try:
        _check_key(sent)
        agent = first_admin(email=sent.text("email"), name=sent.text("name"), password=secret(sent))
        team = _first_team(sent.text("team"), agent)
        inbox = create_inbox(channel=FIRST_CHANNEL, name=team.name, address=sent.text("address"), team=team, by=agent)
    except BadInput as error:
        return again("desk/setup.html", error, **_shown())
    let_in(agent)
    flash(_("Welcome. One step is left: let your mail arrive here."), "good")
    return see_other("inboxes.show", inbox_id=inbox.id)


def _first_team(name: str, agent: Agent) -> Team:
    try:
        team = create_team(name, by=agent)
    except BadInput as error:
        raise BadInput(error.words, "team") from error
    join(team, agent, by=agent)
    return team


def _only_before_anybody() -> None:
    if anybody():
        raise NotFound


def _check_key(sent: Body) -> None:
    if _needs_key() and not matches(sent.values.get("key"), PURPOSE):
        raise BadInput(_("This is not the key that the server printed when it started."), "key")


def _needs_key() -> bool:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _shown() -> dict[str, Any]:
    return {"least": MIN_CHARACTERS, "needs_key": _needs_key()}


def _announce() -> None:
    with unit(write=False):
        waiting = not anybody()
    if waiting and _needs_key() and not current_app.config["DEMO"]:
        base = current_app.config["BASE_URL"]
        print(f"Set up the helpdesk at {base}/setup with the key {signature(PURPOSE)}", file=sys.stderr)  # noqa: T201
