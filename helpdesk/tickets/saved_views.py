"""Saved views: a condition with a name and an order, for its maker, for a team or for everyone.

Whatever a view says, it shows each reader only the tickets that this reader may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Integer, String, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.accounts.models import Agent, Team, TeamMember
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import Row, db, lock, memo
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotAllowed, NotFound
from helpdesk.tickets.events import SavedViewChanged, SavedViewCreated, SavedViewDeleted, SavedViewsOrdered
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.sorting import SORTS

MAX_NAME = 80
MOST_VIEWS = 100
MOST_DIGITS = 16
PREFIX = "view:"
ICONS = ("bookmark", "star", "flag", "zap", "clock", "hourglass", "users", "tag", "globe", "triangle-alert")


class Scope(StrEnum):
    """For whom a view is."""

    ALL = "all"
    TEAM = "team"
    AGENT = "agent"


class SavedView(Row):
    """A condition (kernel/filters.py) with a name. `team_id` or `agent_id` says whose it is, as the scope asks."""

    __tablename__ = "saved_views"
    __table_args__: Any = (
        CheckConstraint("scope IN ('all', 'team', 'agent')", name="scope"),
        CheckConstraint("(scope = 'team') = (team_id IS NOT NULL)", name="team"),
        CheckConstraint("(scope = 'agent') = (agent_id IS NOT NULL)", name="agent"),
        {"sqlite_autoincrement": True},
    )

    name: Mapped[str] = mapped_column(String(MAX_NAME))
    icon: Mapped[str | None] = mapped_column(String(40))
    filter: Mapped[dict[str, Any]]
    sort: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True)
class Wish:
    """What a view shall be."""

    name: str
    filter: object
    sort: str = "waiting"
    scope: str = Scope.AGENT
    team_id: int | None = None
    icon: str | None = None


def create_view(wish: Wish, *, by: Agent) -> SavedView:
    """Keep a view; it comes last. Raises `BadInput` (name, filter, sort, scope, team_id, icon) and `NotAllowed`."""
    columns = _checked(wish, by)
    count, last = db.session.execute(
        select(func.count(), func.coalesce(func.max(SavedView.position), 0)).where(theirs(by))
    ).one()
    if count >= MOST_VIEWS:
        raise BadInput(_("There can be %(most)s views at most.", most=MOST_VIEWS), "name")
    view = SavedView(**columns, position=last + 1)
    db.session.add(view)
    db.session.flush()
    record(SavedViewCreated(view, view.scope, view.team_id), by=by)
    return view


def change_view(view: SavedView, wish: Wish, *, by: Agent) -> None:
    """Let a view be another; the same again changes nothing. Raises `BadInput` and `NotAllowed`."""
    lock(view)
    if not may_change(view, by):
        raise NotAllowed
    columns = _checked(wish, by)
    if all(getattr(view, name) == value for name, value in columns.items()):
        return
    was = view.scope, view.team_id
    for name, value in columns.items():
        setattr(view, name, value)
    record(SavedViewChanged(view, view.scope, view.team_id, *was), by=by)


def delete_view(view: SavedView, *, by: Agent) -> None:
    """Do away with a view. Raises `NotAllowed`."""
    lock(view)
    if not may_change(view, by):
        raise NotAllowed
    record(SavedViewDeleted(view, view.scope, view.team_id), by=by)
    db.session.delete(view)


def order_views(views: Sequence[SavedView], *, by: Agent) -> None:
    """Put these views in this order, beginning where the first of them stood. Raises `NotAllowed`."""
    lock(*views)
    if not all(may_change(view, by) for view in views):
        raise NotAllowed
    first = min((view.position for view in views), default=0)
    for place, view in enumerate(views, start=first):
        view.position = place
    if views:
        record(SavedViewsOrdered(views[0], tuple(view.id for view in views)), by=by)


def may_change(view: SavedView, agent: Agent) -> bool:
    """Tell whether the agent may change a view that they see: their own, or shared ones if they may share."""
    return view.agent_id == agent.id or (view.scope != Scope.AGENT and agent.may("views.share"))


def theirs(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on SavedView that the agent sees it: their own, their teams', everyone's."""
    teams = select(TeamMember.team_id).where(TeamMember.agent_id == agent.id)
    return or_(SavedView.scope == Scope.ALL, SavedView.agent_id == agent.id, SavedView.team_id.in_(teams))


def saved_views(agent: Agent) -> list[SavedView]:
    """Return the views that the agent sees, in their order: everyone's, the teams', their own."""
    found = db.session.scalars(select(SavedView).where(theirs(agent))).all()
    return sorted(found, key=lambda view: (list(Scope).index(Scope(view.scope)), view.position, view.id))


def saved_view(identity: int | None, agent: Agent) -> SavedView | None:
    """Return the view with this id if the agent sees it; a unit of work asks once."""
    if identity is None:
        return None
    known, key = memo(), ("saved view", identity, agent.id)
    if key not in known:
        known[key] = db.session.scalar(select(SavedView).where(SavedView.id == identity, theirs(agent)))
    found: SavedView | None = known[key]
    return found


def view_with_id(identity: int, agent: Agent) -> SavedView:
    """Return the view with this id. Raises `NotFound` alike for unknown and foreign ones."""
    found = saved_view(identity, agent)
    if found is None:
        raise NotFound
    return found


def view_id(key: str) -> int | None:
    """Return the id in a key such as `view:3`, or None where there is none."""
    digits = key.removeprefix(PREFIX)
    plain = key.startswith(PREFIX) and digits.isascii() and digits.isdigit() and len(digits) < MOST_DIGITS
    return int(digits) if plain else None


def condition_of(view: SavedView, agent: Agent) -> ColumnElement[bool]:
    """Return what the view holds, "me" being its reader. Raises `FilterError` when a field is no more."""
    return TICKETS.parse(view.filter).where(me=agent.id)


def _checked(wish: Wish, by: Agent) -> dict[str, Any]:
    name = " ".join(wish.name.split())
    if not name or not name.isprintable() or len(name) > MAX_NAME:
        raise BadInput(_("A view needs a name of at most %(most)s characters.", most=MAX_NAME), "name")
    for value, options, field in ((wish.sort, SORTS, "sort"), (wish.scope, Scope, "scope"), (wish.icon, ICONS, "icon")):
        if value not in list(options) and (field, value) != ("icon", None):
            raise BadInput(_("This is not one of the choices."), field)
    if wish.scope != Scope.AGENT and not by.may("views.share"):
        raise NotAllowed
    return {
        "name": name,
        "icon": wish.icon,
        "filter": dict(TICKETS.parse(wish.filter).data),
        "sort": wish.sort,
        "scope": wish.scope,
        "team_id": _own_team(wish.team_id, by) if wish.scope == Scope.TEAM else None,
        "agent_id": by.id if wish.scope == Scope.AGENT else None,
    }


def _own_team(team_id: int | None, by: Agent) -> int:
    """Return the team's id. Who belongs to no such team could not see the view themselves."""
    member = select(Team.id).join(TeamMember).where(Team.id == team_id, TeamMember.agent_id == by.id)
    if team_id is None or db.session.scalar(member) is None:
        raise BadInput(_("Choose a team that you belong to."), "team_id")
    return team_id
