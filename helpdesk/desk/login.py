"""Coming and going: the log-in, the log-out, and `/`."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from helpdesk.accounts import logging_in
from helpdesk.accounts.logging_in import WrongCredentials
from helpdesk.accounts.membership import anybody
from helpdesk.accounts.throttle import TooManyTries
from helpdesk.desk.door import let_in, me, permitted, public, safe_next
from helpdesk.desk.pages import again, secret
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import wants_json
from helpdesk.kernel.web import see_other

bp = Blueprint("login", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Lead agents to their tickets and strangers to the log-in."""
    return redirect("/desk/" if current_user.is_authenticated else url_for(".show"))


@bp.get("/login")
@public
def show() -> ResponseReturnValue:
    """Ask for address and password; before anybody works here, for the set-up."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    if not anybody():
        return redirect(url_for("setup.show"))
    return render_template("desk/login.html", next=safe_next(request.args.get("next")), errors={}, typed={})


@bp.post("/login")
@public
def enter() -> ResponseReturnValue:
    """Log in and go where one wanted to go."""
    sent = body("email", "password", "next")
    wanted = safe_next(sent.values.get("next"))
    try:
        agent = logging_in.log_in(sent.text("email"), secret(sent), ip=request.remote_addr or "")
    except (BadInput, WrongCredentials) as error:
        return again("desk/login.html", error, next=wanted)
    except TooManyTries as error:
        return _later(error, wanted)
    let_in(agent)
    return redirect(wanted, code=303)


def _later(error: TooManyTries, wanted: str) -> ResponseReturnValue:
    if wants_json():
        raise error
    shown = {"next": wanted, "errors": {"form": _(error.words)}, "typed": request.form}
    return render_template("desk/login.html", **shown), 429, {"Retry-After": str(error.retry_after)}


@bp.post("/logout")
@permitted()
def leave() -> ResponseReturnValue:
    """Log out."""
    logging_in.log_out(me())
    logout_user()
    session.clear()
    return see_other(".show")
