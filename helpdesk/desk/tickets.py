"""The workspace: the list, the open ticket, older messages. A page for browsers, the same data as JSON for programs."""

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from helpdesk.accounts.models import Agent
from helpdesk.desk.bell import socket_token
from helpdesk.desk.conversation import messages_json, opened, row_numbered
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import remember_name
from helpdesk.desk.reach import inboxes_json
from helpdesk.desk.views import shown_views, view_conditions
from helpdesk.kernel import tail
from helpdesk.kernel.body import MAX_ID, BadInput
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import wants_json
from helpdesk.notifications.reading import unread_on_page
from helpdesk.search.finding import find
from helpdesk.tickets.claiming import claim_of
from helpdesk.tickets.conversation import newest
from helpdesk.tickets.names import names
from helpdesk.tickets.parts import Place
from helpdesk.tickets.queries import Listing, check, page

bp = Blueprint("tickets", __name__, url_prefix="/desk")
FILTERS = ("status", "inbox", "tag", "priority", "needs_reply", "q", "sort")
MAX_WORDS = 200


@bp.get("/")
@permitted()
def home() -> ResponseReturnValue:
    """Lead to the list."""
    return redirect(url_for(".index"))


@bp.get("/tickets")
@permitted()
def index() -> ResponseReturnValue:
    """Show a list of tickets."""
    return _answer(_page_data(me(), None))


@bp.get("/tickets/<int:number>")
@permitted()
def show(number: int) -> ResponseReturnValue:
    """Show the list with one ticket open."""
    return _answer(_page_data(me(), number))


@bp.get("/tickets/<int:number>/messages")
@permitted()
def messages(number: int) -> ResponseReturnValue:
    """Return a page of older messages."""
    row = row_numbered(me(), number)
    entries, older = newest(row["id"], before=_number("before"))
    return jsonify(messages=messages_json(entries, number, names()), older=older)


def _answer(data: dict[str, Any]) -> ResponseReturnValue:
    if wants_json():
        return jsonify(data)
    return render_template("desk/workspace.html", page_data=data, socket_token=socket_token(me()))


def _page_data(agent: Agent, number: int | None) -> dict[str, Any]:
    listing = _listing()
    row = row_numbered(agent, number) if number is not None else None
    place = Place(row["id"], row["contact_id"]) if row else None
    cursor = tail.end()  # Before anything is read: what commits meanwhile is told twice rather than never.
    known = names(counts=view_conditions(agent), ticket=place, agent=agent)
    remember_name(known)
    words = _words()
    found = find(agent, listing, words) if words else None
    rows, after = (found.rows, found.after) if found else page(agent, listing)
    entries, older = newest(row["id"]) if row else ([], None)
    return {
        "me": _me(agent),
        "claim": claim_of(known),
        "cursor": str(cursor),
        "view": listing.view,
        "views": shown_views(known, all_teams=agent.may("tickets.see_all")),
        "filters": {name: request.args[name] for name in FILTERS if request.args.get(name)},
        "tickets": rows,
        "next": after,
        "search": {"count": found.count, "suggestion": found.suggestion} if found else None,
        "ticket": opened(row, known, agent) if row else None,
        "messages": messages_json(entries, row["number"], known) if row else [],
        "older": older,
        "agents": known.refs("agents"),
        "teams": known.refs("teams"),
        "tags": sorted(known.tags.values()),
        "inboxes": inboxes_json(known),
        "unread": unread_on_page(known),
    }


def _listing() -> Listing:
    args = request.args
    if "\0" in args.get("tag", ""):
        raise BadInput(_("This is too long or holds characters that cannot be searched."), "q")
    return check(
        Listing(
            view=args.get("view") or "all",
            status=args.get("status") or None,
            needs_reply=_yes_or_no("needs_reply"),
            inbox_id=_number("inbox"),
            priority=args.get("priority") or None,
            tag=args.get("tag") or None,
            sort=args.get("sort") or ("newest" if _words() else "waiting"),
            after=args.get("after") or None,
        )
    )


def _words() -> str:
    words = request.args.get("q", "").strip()
    if len(words) > MAX_WORDS or "\0" in words:
        raise BadInput(_("This is too long or holds characters that cannot be searched."), "q")
    return words


def _yes_or_no(name: str) -> bool | None:
    value = request.args.get(name) or None
    if value not in {None, "0", "1"}:
        raise BadInput(_("This must be yes or no."), name)
    return value == "1" if value else None


def _number(name: str) -> int | None:
    value = request.args.get(name) or None
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 17 and 0 < int(value) < MAX_ID):  # noqa: PLR2004
        raise BadInput(_("This must be an id."), name)
    return int(value)


def _me(agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.id,
        "name": agent.name,
        "email": agent.email,
        "role": agent.role.name,
        "tz": agent.tz,
        "locale": agent.locale,
        "availability": agent.availability,
        "single_keys": agent.single_keys,
        "permissions": sorted(agent.role.permissions),
    }
