"""The views of the sidebar: what each holds, how many, and what it is called."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from helpdesk.accounts.models import Agent
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.names import COUNT_STOPS_AT, Names
from helpdesk.tickets.queries import VIEWS, view_condition
from helpdesk.tickets.visibility import visible

COUNTED = ("unassigned", "mine", "mentions", "all", "pending", "snoozed")


def view_conditions(agent: Agent) -> dict[str, ColumnElement[bool]]:
    """Return what is counted for the sidebar: the main views; teams' counts come with their names."""
    seen = visible(agent)
    return {view: and_(seen, view_condition(view, agent)) for view in COUNTED}


def shown_views(known: Names, *, all_teams: bool) -> list[dict[str, Any]]:
    """Return the sidebar's views with labels and counts, main ones first, then teams (own ones unless all are seen)."""
    labels = {
        "unassigned": _("Unassigned"),
        "mine": _("Assigned to me"),
        "mentions": _("Mentions"),
        "all": _("All open"),
        "pending": _("Pending"),
        "snoozed": _("Snoozed"),
        "resolved": _("Resolved"),
        "closed": _("Closed"),
    }
    main = [{"key": view, "label": labels[view], "count": _shown(known, view), "group": "main"} for view in VIEWS]
    teams = [
        {
            "key": f"team:{team['id']}",
            "label": team["name"],
            "count": _shown(known, f"team:{team['id']}"),
            "group": "teams",
        }
        for team in known.refs("teams")
        if all_teams or team["id"] in known.own_team_ids
    ]
    return main + teams


def _shown(known: Names, view: str) -> int | str | None:
    count = known.counts.get(view)
    return f"{COUNT_STOPS_AT}+" if count is not None and count > COUNT_STOPS_AT else count
