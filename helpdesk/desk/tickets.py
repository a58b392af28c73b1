"""The workspace: the list, the open ticket, older messages. A page for browsers, the same data as JSON for programs."""

from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2.utils import htmlsafe_json_dumps

from helpdesk.accounts.models import Agent
from helpdesk.desk.asked import asked_listing, asked_number, asked_words
from helpdesk.desk.bell import socket_token
from helpdesk.desk.conversation import messages_json, opened, row_numbered
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import machines_paused, remember_identity
from helpdesk.desk.reach import inboxes_json
from helpdesk.desk.settings.places import settings_places
from helpdesk.desk.views import shown_views, view_conditions
from helpdesk.kernel import tail
from helpdesk.kernel.body import MAX_ID
from helpdesk.kernel.problems import wants_json
from helpdesk.notifications.reading import unread_on_page
from helpdesk.search.finding import find
from helpdesk.tickets.claiming import claim_of
from helpdesk.tickets.conversation import newest, since
from helpdesk.tickets.names import Names, names
from helpdesk.tickets.parts import Place
from helpdesk.tickets.queries import page
from helpdesk.tickets.redirecting import Merged

bp = Blueprint("tickets", __name__, url_prefix="/desk")
FILTERS = ("status", "inbox", "tag", "priority", "needs_reply", "q", "f", "sort")


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
    """Show the list with one ticket open; the number of a merged one leads to the ticket it is part of now."""
    try:
        return _answer(_page_data(me(), number))
    except Merged as merged:
        query = request.query_string.decode("ascii", "replace")
        return redirect(url_for(".show", number=merged.number) + (f"?{query}" if query else ""))


@bp.get("/tickets/<int:number>/messages")
@permitted()
def messages(number: int) -> ResponseReturnValue:
    """Return a page of older messages; with `around`, all from that message (and a little before it) on."""
    row = row_numbered(me(), number)
    before, around = asked_number("before"), asked_number("around")
    if around is not None:
        entries, older = since(row["id"], around, before=before or MAX_ID)
    else:
        entries, older = newest(row["id"], before=before)
    return jsonify(messages=messages_json(entries, number, names()), older=older)


def _answer(data: dict[str, Any]) -> ResponseReturnValue:
    if wants_json():
        return jsonify(data)
    # Without a blank behind each sign: a tenth of the page.
    inlined = htmlsafe_json_dumps(data, dumps=current_app.json.dumps, separators=(",", ":"))
    return render_template("desk/workspace.html", page_data=inlined, socket_token=socket_token(me()))


def _page_data(agent: Agent, number: int | None) -> dict[str, Any]:
    listing = asked_listing(agent)
    row = row_numbered(agent, number) if number is not None else None
    place = Place(row["id"], row["contact_id"]) if row else None
    cursor = tail.end()  # Before anything is read: what commits meanwhile is told twice rather than never.
    known = names(counts=view_conditions, ticket=place, agent=agent)
    remember_identity(known)
    words = asked_words()
    found = find(agent, listing, words) if words else None
    rows, after = (found.rows, found.after) if found else page(agent, listing)
    entries, older = newest(row["id"]) if row else ([], None)
    return {
        "me": _me(agent, known),
        "claim": claim_of(known),
        "cursor": str(cursor),
        "view": listing.view,
        "views": shown_views(known, agent),
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
        "machines_paused": machines_paused(),
    }


def _me(agent: Agent, known: Names) -> dict[str, Any]:
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
        "team_ids": sorted(known.own_team_ids),
        "settings": [{"href": place.path, "label": str(place.label)} for place in settings_places(agent)],
    }
