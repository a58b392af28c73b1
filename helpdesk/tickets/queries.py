"""Lists of tickets: views, filters, keyset pages. A page is one query; never OFFSET, never an exact count of much."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.filters import Filter
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.models import Priority, Status, Tag, Ticket, TicketTag
from helpdesk.tickets.reading import with_seen
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.saved_views import PREFIX
from helpdesk.tickets.sorting import SORTS, Step, cursor, place_after, run, steps
from helpdesk.tickets.views import view_condition
from helpdesk.tickets.visibility import visible
from helpdesk.tickets.whoever import ME, whoever

PAGE = 50


@dataclass(frozen=True)
class Listing:
    """What a list shows: a view, filters on top, an order, and the place after which the page starts.

    `condition` is a filter of the agent's own; like a chosen status it stands in the place of the view's.
    """

    view: str = "all"
    status: str | None = None
    needs_reply: bool | None = None
    inbox_id: int | None = None
    priority: str | None = None
    tag: str | None = None
    condition: Filter | None = None
    sort: str = "waiting"
    after: str | None = None


def page(
    agent: Agent, listing: Listing, *, only: Sequence[ColumnElement[bool]] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return the rows of one page and the cursor of the next, or None at the end.

    With `only`, these conditions stand in the place of the listing's view and filters.
    """
    if only is None and not (listing.condition or listing.after or listing.view.startswith(PREFIX)):
        known = _beginning(frozenset(agent.role.permissions), listing)
        found = run(known, listing.sort, most=PAGE + 1, **{ME: agent.id})
    else:
        asked = conditions(agent, listing) if only is None else only
        found = run(_steps(agent, listing, asked), listing.sort, most=PAGE + 1)
    more = found[PAGE - 1] if len(found) > PAGE else None
    return [ticket_row(row) for row in found[:PAGE]], cursor(more, listing.sort) if more else None


def listed(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Ticket that it stands in lists of this agent: visible, and not part of another one."""
    return and_(Ticket.merged_into_id.is_(None), visible(agent))


@lru_cache(maxsize=128)
def _beginning(permissions: frozenset[str], listing: Listing) -> list[Step]:
    """Build the first page of a list once for all who have these permissions: it takes as long as running it."""
    agent = whoever(permissions)
    return _steps(agent, listing, conditions(agent, listing))


def _steps(agent: Agent, listing: Listing, asked: Sequence[ColumnElement[bool]]) -> list[Step]:
    chosen = select(Ticket.id).where(listed(agent), *asked)
    return steps(with_seen(rows(), agent), chosen, listing.sort, place_after(listing.after, listing.sort))


def belonging(agent: Agent, listing: Listing, numbers: Sequence[int]) -> list[int]:
    """Return which of these tickets the listing holds, on whatever page."""
    theirs = select(Ticket.number).where(Ticket.number.in_(numbers), listed(agent))
    held = theirs.where(*conditions(agent, listing))
    return list(db.session.scalars(held.order_by(Ticket.number)))


def conditions(agent: Agent, listing: Listing) -> list[ColumnElement[bool]]:
    """Return what the listing asks of a ticket, its view included. Raises `BadInput` for a view that does not exist."""
    asked = filters(listing, agent)
    if listing.condition:
        return asked
    if not listing.status or listing.view.startswith(PREFIX):
        return [view_condition(listing.view, agent), *asked]
    return [*asked, Ticket.assignee_id == agent.id] if listing.view == "mine" else asked


def filters(listing: Listing, agent: Agent) -> list[ColumnElement[bool]]:
    """Return the conditions of the listing's filters, whatever its view."""
    conditions = [listing.condition.where(me=agent.id)] if listing.condition else []
    if listing.status:
        conditions.append(Ticket.status == listing.status)
    if listing.needs_reply is not None:
        conditions.append(Ticket.needs_reply.is_(listing.needs_reply))
    if listing.inbox_id:
        conditions.append(Ticket.inbox_id == listing.inbox_id)
    if listing.priority:
        conditions.append(Ticket.priority == listing.priority)
    if listing.tag:
        tagged = select(TicketTag.ticket_id).join(Tag, Tag.id == TicketTag.tag_id).where(Tag.name == listing.tag)
        conditions.append(Ticket.id.in_(tagged))
    return conditions


def check(listing: Listing) -> Listing:
    """Return the listing, or raise `BadInput` naming what is not in the lists of choices."""
    for value, options, field in (
        (listing.status, Status, "status"),
        (listing.priority, Priority, "priority"),
        (listing.sort, SORTS, "sort"),
    ):
        if value is not None and value not in list(options):
            raise BadInput(_("This is not one of the choices."), field)
    return listing
