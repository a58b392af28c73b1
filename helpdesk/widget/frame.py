"""`/widget.js` and the frame it opens: a page of ours that only the inbox's own sites may show."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.workspace import workspace_name
from helpdesk.channels.chat.settings import ChatSettings, sites_in
from helpdesk.channels.places import place_of
from helpdesk.contacts.visitors import issue
from helpdesk.kernel.assets import built
from helpdesk.kernel.problems import NotFound
from helpdesk.widget.door import inbox_of, public

bp = Blueprint("widget_frame", __name__)
LOADER_SECONDS = 300


@bp.get("/widget.js")
@public
def loader() -> Response:
    """Send the loader under an address that never changes; sites keep it for minutes, so that a mend reaches them."""
    script = Path(str(current_app.static_folder)) / built("loader.js")
    if not script.is_file():
        raise NotFound
    response = Response(script.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={LOADER_SECONDS}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/widget/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show the chat, with a fresh token for a visitor who has none yet."""
    inbox = inbox_of(token)
    settings: ChatSettings = place_of(inbox).settings
    sites = sites_in(settings.sites)
    g.frame_ancestors = " ".join(["'self'", *sites]) if sites else "*"
    page: dict[str, Any] = {
        "inbox": token,
        "name": workspace_name(),
        "greeting": settings.greeting,
        "sites": sites,
        "token": issue(inbox.id),
        "open": inbox.enabled,
        "asks_email": bool(settings.fallback_inbox_id),
    }
    response = make_response(render_template("widget/frame.html", page=page))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
