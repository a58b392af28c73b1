"""The sidebar: which views stand there for whom, what they are called, and how many tickets each holds.

Saved views come by name with the page itself; what they hold is counted apart, for nobody's filter may slow it down.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal

from helpdesk.accounts.models import Agent
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.names import COUNT_STOPS_AT, Names
from helpdesk.tickets.parts import Asked, Found, Part, carried, part
from helpdesk.tickets.saved_views import PREFIX, SavedView, Scope, theirs
from helpdesk.tickets.views import VIEWS, view_condition
from helpdesk.tickets.visibility import visible


def view_conditions(agent: Agent) -> dict[str, ColumnElement[bool]]:
    """Return what is counted for the sidebar: the main views; teams' counts come with their names."""
    seen = visible(agent)
    return {key: and_(seen, view_condition(key, agent)) for key, view in VIEWS.items() if view.counted}


def shown_views(known: Names, agent: Agent) -> list[dict[str, Any]]:
    """Return the sidebar's views with labels and counts: main ones, teams (own unless all are seen), saved ones."""
    all_teams = agent.may("tickets.see_all")
    main = [
        _entry(known, key, label, "main") for key, label in _labels().items() if key != "team" or known.own_team_ids
    ]
    teams = [
        _entry(known, f"team:{team['id']}", team["name"], "teams")
        for team in known.refs("teams")
        if all_teams or team["id"] in known.own_team_ids
    ]
    return [*main, *teams, *_saved(known.beside["saved_view"])]


def _labels() -> dict[str, str]:
    labels = {
        "mine": _("Assigned to me"),
        "mentions": _("Mentions"),
        "drafts": _("Drafts"),
        "unassigned": _("Unassigned"),
        "team": _("My teams"),
        "all": _("All open"),
        "waiting": _("Waiting longest"),
        "pending": _("Pending"),
        "snoozed": _("Snoozed"),
        "resolved": _("Resolved"),
        "closed": _("Closed"),
    }
    return {key: labels[key] for key in VIEWS}


def _entry(known: Names, key: str, label: str, group: str) -> dict[str, Any]:
    return {"key": key, "label": label, "count": shown_count(known.counts.get(key)), "group": group}


def shown_count(count: int | None) -> int | str | None:
    """Return a count as it is shown: exact up to a thousand, "1000+" beyond, None where nothing was counted."""
    return f"{COUNT_STOPS_AT}+" if count is not None and count > COUNT_STOPS_AT else count


@carried("saved_view")
def _names_of_saved(asked: Asked) -> Part | None:
    if not asked.whole_page or asked.agent is None:
        return None
    icon = func.coalesce(SavedView.icon, "")
    rest = icon + literal(" ") + SavedView.sort + literal(" ") + SavedView.scope + literal(" ")
    return part("saved_view", SavedView.id, SavedView.name, rest + cast(SavedView.position, String)).where(
        theirs(asked.agent)
    )


def _saved(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return saved views in their order: everyone's, teams', own."""
    placed = []
    for one in found:
        icon, sort, scope, position = one.extra.split(" ")
        entry = {"key": f"{PREFIX}{one.id}", "label": one.name, "count": None, "group": "saved"}
        rank = list(Scope).index(Scope(scope)), int(position), one.id
        placed.append((rank, entry | {"icon": icon or None, "sort": sort}))
    return [entry for _rank, entry in sorted(placed, key=lambda pair: pair[0])]
