"""What stands before every screen of the desk: who is asking, and whether they may. Each view names what it needs.

The guard runs inside the request's unit of work, so agent, role and everything the view reads are one snapshot.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user
from werkzeug.routing import IntegerConverter

from helpdesk.accounts.membership import anybody
from helpdesk.accounts.models import Agent
from helpdesk.accounts.permissions import known, require
from helpdesk.accounts.sessions import agent_of
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import in_unit
from helpdesk.kernel.i18n import Speech, choose_by
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import answer_problem, wants_json
from helpdesk.kernel.web import SAFE_METHODS

View = Callable[..., ResponseReturnValue]
ANYBODY, ANY_AGENT = "anybody", "any agent"
PROVED_AT = "proved_at"

login_manager = LoginManager()
login_manager.session_protection = "basic"


class PlainNumber(IntegerConverter):
    """An id in a path: ASCII digits without zeros in front, and small enough for the database; else 404."""

    regex = r"(?:0|[1-9][0-9]{0,15})"


def init_app(app: Flask) -> None:
    """Let Flask-Login find agents and make paths strict about numbers."""
    login_manager.init_app(app)
    app.url_map.converters["int"] = PlainNumber


@login_manager.user_loader  # type: ignore[untyped-decorator] # Flask-Login ships no types.
def load_agent(session_name: str) -> Agent | None:
    """Find the session's agent; outside a unit (an error page while the database is away) nobody is asked for."""
    return agent_of(session_name) if in_unit() else None


@choose_by
def speech() -> Speech:
    """Speak as the agent chose; to strangers in their browser's language."""
    said: Speech | None = g.get("speech")
    return said or Speech(request.accept_languages.best)


def permitted(permission: str | None = None) -> Callable[[View], View]:
    """Let in only agents who hold the permission; without one, any agent. Others: 403; nobody: 401 or the log-in."""
    needed = known(permission) if permission else None

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_log_in()
            g.speech = Speech(me().locale, me().tz)
            if needed:
                require(me(), needed)
            return view(*args, **values)

        return _marked(guarded, needed or ANY_AGENT)

    return decorate


def public(view: View) -> View:
    """Mark a view that anybody may reach; a test refuses views that say nothing."""
    return _marked(view, ANYBODY)


def _marked(view: View, needed: str) -> View:
    view.needs = needed  # type: ignore[attr-defined] # What the test of every route reads.
    return view


def me() -> Agent:
    """Return the agent who asks; only in a view that is `permitted`."""
    agent = current_user._get_current_object()  # noqa: SLF001 -- Flask-Login's own way out of its proxy.
    assert isinstance(agent, Agent)  # noqa: S101 -- The guard let nobody else in.
    return agent


def let_in(agent: Agent) -> None:
    """Begin a new session for an agent who proved who they are; nothing of the old one survives."""
    session.clear()
    login_user(agent)
    session.permanent = True
    session[PROVED_AT] = int(now().timestamp())


def _ask_to_log_in() -> ResponseReturnValue:
    if wants_json():
        return answer_problem(401, "login_needed", _("Please log in."))
    if not anybody():
        return redirect(url_for("setup.show"))
    wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return make_response(redirect(url_for("login.show", next=wanted)))


def safe_next(wanted: object) -> str:
    """Return a path of this host to go on to; whatever else was asked for becomes `/`."""
    if not isinstance(wanted, str) or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(wanted)
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    return wanted if plain and not parts.scheme and not parts.netloc else "/"
