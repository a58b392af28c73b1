"""The views of everybody's sidebar, in their order: what each holds for whom. Saved ones come by their id."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from helpdesk.accounts.models import Agent, TeamMember
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.drafts import with_draft_of
from helpdesk.tickets.mentions import mentioned
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.saved_views import condition_of, saved_view, view_id

Held = Callable[[Agent], ColumnElement[bool]]
UNFINISHED = (Status.OPEN, Status.PENDING, Status.SNOOZED)
MOST_DIGITS = 16


@dataclass(frozen=True)
class View:
    """A view by its key. `counted`: how many it holds stands beside its name."""

    holds: Held
    counted: bool = True


def _open(narrowed: Held | None = None) -> Held:
    return lambda agent: and_(Ticket.status == Status.OPEN, *([narrowed(agent)] if narrowed else []))


def _with(status: Status) -> Held:
    return lambda _agent: Ticket.status == status


def _of_own_teams(agent: Agent) -> ColumnElement[bool]:
    return Ticket.team_id.in_(select(TeamMember.team_id).where(TeamMember.agent_id == agent.id))


# A merged ticket is closed: what may hold closed ones and is counted leaves it out, as lists do. The others need not
# ask, so that they go on being counted from indexes alone.
VIEWS = {
    "mine": View(_open(lambda agent: Ticket.assignee_id == agent.id)),
    "unassigned": View(_open(lambda _agent: Ticket.assignee_id.is_(None))),
    "mentions": View(lambda agent: and_(Ticket.status.in_(UNFINISHED), mentioned(agent))),
    "drafts": View(lambda agent: and_(Ticket.merged_into_id.is_(None), with_draft_of(agent))),
    "team": View(_open(_of_own_teams)),
    "all": View(_open()),
    "waiting": View(_open(lambda _agent: Ticket.waiting_since.is_not(None))),
    "pending": View(_with(Status.PENDING)),
    "snoozed": View(_with(Status.SNOOZED)),
    "resolved": View(_with(Status.RESOLVED), counted=False),
    "closed": View(_with(Status.CLOSED), counted=False),
}


def view_condition(view: str, agent: Agent) -> ColumnElement[bool]:
    """Return what a view holds. Raises `BadInput` for a view that does not exist, or not for this agent."""
    if view in VIEWS:
        return VIEWS[view].holds(agent)
    if (team_id := _number_after("team:", view)) is not None:
        return and_(Ticket.status == Status.OPEN, Ticket.team_id == team_id)
    saved = saved_view(view_id(view), agent)
    if saved is None:
        raise BadInput(_("There is no such view."), "view")
    return condition_of(saved, agent)


def _number_after(prefix: str, key: str) -> int | None:
    digits = key.removeprefix(prefix)
    plain = key.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) < MOST_DIGITS
    return int(digits) if plain else None
