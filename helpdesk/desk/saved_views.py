"""Saved views: kept, changed, ordered and counted; and what their builder needs: the fields, a look at what fits."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, literal, select, union_all

from helpdesk.accounts.models import Agent
from helpdesk.desk.asked import asked_listing, asked_numbers
from helpdesk.desk.conditions import described, placed
from helpdesk.desk.door import me, permitted
from helpdesk.desk.views import shown_count
from helpdesk.kernel.body import body
from helpdesk.kernel.db import db
from helpdesk.kernel.filters import FilterError
from helpdesk.kernel.web import created
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.names import counted
from helpdesk.tickets.parts import part
from helpdesk.tickets.queries import belonging, conditions, listed, page
from helpdesk.tickets.saved_views import (
    PREFIX,
    SavedView,
    Scope,
    Wish,
    change_view,
    condition_of,
    create_view,
    delete_view,
    may_change,
    order_views,
    saved_views,
    view_with_id,
)

bp = Blueprint("saved_views", __name__, url_prefix="/desk")
FIELDS = ("name", "icon", "filter", "sort", "scope", "team_id")
MOST_ASKED = 100
FIRST_ROWS = 5


@bp.get("/views")
@permitted()
def index() -> ResponseReturnValue:
    """Return the agent's saved views and how many tickets each holds."""
    agent = me()
    views = saved_views(agent)
    counts = _counts(views, agent)
    return jsonify(views=[view_json(view, agent) | {"count": shown_count(counts.get(view.id))} for view in views])


@bp.post("/views")
@permitted()
def create() -> ResponseReturnValue:
    """Keep a view."""
    view = create_view(_wish(), by=me())
    return created(view=view_json(view, me()))


@bp.put("/views/<int:view_id>")
@permitted()
def change(view_id: int) -> ResponseReturnValue:
    """Change a view."""
    view = view_with_id(view_id, me())
    change_view(view, _wish(), by=me())
    return jsonify(view=view_json(view, me()))


@bp.delete("/views/<int:view_id>")
@permitted()
def delete(view_id: int) -> ResponseReturnValue:
    """Do away with a view."""
    delete_view(view_with_id(view_id, me()), by=me())
    return "", 204


@bp.put("/views/order")
@permitted()
def order() -> ResponseReturnValue:
    """Put views in another order."""
    ids = list(dict.fromkeys(body("ids").ids("ids", most=MOST_ASKED)))
    order_views([view_with_id(one, me()) for one in ids], by=me())
    return "", 204


@bp.get("/views/fields")
@permitted()
def fields() -> ResponseReturnValue:
    """Return everything that a condition can speak of."""
    return jsonify(fields=described())


@bp.get("/views/preview")
@permitted()
def preview() -> ResponseReturnValue:
    """Return how many tickets a list would hold, and the first of them."""
    agent, listing = me(), asked_listing(me())
    held = and_(listed(agent), *conditions(agent, listing))
    rows, _after = page(agent, listing)
    return jsonify(count=shown_count(db.session.scalar(select(counted(held)))), tickets=rows[:FIRST_ROWS])


@bp.get("/views/belonging")
@permitted()
def belongs() -> ResponseReturnValue:
    """Return which of some tickets a list holds, now that they have changed."""
    return jsonify(numbers=belonging(me(), asked_listing(me()), asked_numbers("only", most=MOST_ASKED)))


def _wish() -> Wish:
    sent = body(*FIELDS)
    try:
        TICKETS.parse(sent.values.get("filter"))
    except FilterError as error:
        raise placed(error, "filter") from error
    return Wish(
        name=sent.text("name"),
        icon=sent.text("icon", most=40, required=False) or None,
        filter=sent.values["filter"],
        sort=sent.text("sort", required=False) or "waiting",
        scope=sent.text("scope", required=False) or Scope.AGENT,
        team_id=sent.maybe_id("team_id"),
    )


def _counts(views: Sequence[SavedView], agent: Agent) -> dict[int, int]:
    """Count what each view holds, all in one statement; a view about something that is no more has no count."""
    parts = []
    for view in views:
        with suppress(FilterError):
            parts.append(part("count", counted(and_(listed(agent), condition_of(view, agent))), literal(str(view.id))))
    return {int(row.name): row.id for row in db.session.execute(union_all(*parts))} if parts else {}


def view_json(view: SavedView, agent: Agent) -> dict[str, Any]:
    """Return a view as pages know it."""
    return {
        "id": view.id,
        "key": f"{PREFIX}{view.id}",
        "label": view.name,
        "icon": view.icon,
        "filter": view.filter,
        "sort": view.sort,
        "scope": view.scope,
        "team_id": view.team_id,
        "may_change": may_change(view, agent),
    }
