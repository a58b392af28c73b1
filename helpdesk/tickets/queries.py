"""Lists of tickets: views, filters, keyset pages. A page is one query; never OFFSET, never an exact count of much."""

import base64
import binascii
import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.mentions import mentioned
from helpdesk.tickets.models import Priority, Status, Tag, Ticket, TicketTag
from helpdesk.tickets.rows import rows, ticket_row
from helpdesk.tickets.visibility import visible

PAGE = 50
SORTS = ("newest", "oldest", "waiting", "due")
EARLIEST = {"waiting": Ticket.waiting_since, "due": Ticket.next_due_at}  # Whose instant comes first; without, last.
UNFINISHED = (Status.OPEN, Status.PENDING, Status.SNOOZED)
VIEWS = ("unassigned", "mine", "mentions", "all", "pending", "snoozed", "resolved", "closed")


@dataclass(frozen=True)
class Listing:
    """What a list shows: a view, filters on top, an order, and the place after which the page starts."""

    view: str = "all"
    status: str | None = None
    needs_reply: bool | None = None
    inbox_id: int | None = None
    priority: str | None = None
    tag: str | None = None
    sort: str = "waiting"
    after: str | None = None


def view_condition(view: str, agent: Agent) -> ColumnElement[bool]:
    """Return what a view holds. Raises `BadInput` for a view that does not exist."""
    open_ = Ticket.status == Status.OPEN
    if view.startswith("team:") and view[5:].isascii() and view[5:].isdigit() and len(view) < 20:  # noqa: PLR2004
        return and_(open_, Ticket.team_id == int(view[5:]))
    match view:
        case "all":
            return open_
        case "unassigned":
            return and_(open_, Ticket.assignee_id.is_(None))
        case "mine":
            return and_(open_, Ticket.assignee_id == agent.id)
        case "mentions":
            return and_(Ticket.status.in_(UNFINISHED), mentioned(agent))
        case "pending" | "snoozed" | "resolved" | "closed":
            return Ticket.status == view
        case _:
            raise BadInput(_("There is no such view."), "view")


def page(
    agent: Agent, listing: Listing, *, only: Sequence[ColumnElement[bool]] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return the rows of one page and the cursor of the next, or None at the end.

    With `only`, these conditions stand in the place of the listing's view and filters.
    """
    query = rows().where(visible(agent), *(_conditions(agent, listing) if only is None else only))
    place = _read_cursor(listing)
    found = _in_order(query, listing.sort, place)
    more = found[PAGE - 1] if len(found) > PAGE else None
    return [ticket_row(row) for row in found[:PAGE]], _cursor(more, listing.sort) if more else None


def _conditions(agent: Agent, listing: Listing) -> list[ColumnElement[bool]]:
    conditions = [Ticket.status == listing.status if listing.status else view_condition(listing.view, agent)]
    if listing.status and listing.view == "mine":
        conditions.append(Ticket.assignee_id == agent.id)
    return [*conditions, *filters(dataclasses.replace(listing, status=None))]


def filters(listing: Listing) -> list[ColumnElement[bool]]:
    """Return the conditions of the listing's filters, whatever its view."""
    conditions: list[ColumnElement[bool]] = []
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


def _in_order(query: Any, sort: str, place: tuple[str | None, int] | None) -> Sequence[Any]:
    if sort in EARLIEST:
        return _earliest(query, EARLIEST[sort], place)
    newest = sort == "newest"
    if place:
        at = datetime.fromisoformat(str(place[0]))
        beyond = Ticket.last_message_at < at if newest else Ticket.last_message_at > at
        tie = Ticket.id < place[1] if newest else Ticket.id > place[1]
        query = query.where(or_(beyond, and_(Ticket.last_message_at == at, tie)))
    order = (Ticket.last_message_at.desc(), Ticket.id.desc()) if newest else (Ticket.last_message_at, Ticket.id)
    return list(db.session.execute(query.order_by(*order).limit(PAGE + 1)).mappings())


def _earliest(query: Any, instant: Any, place: tuple[str | None, int] | None) -> Sequence[Any]:
    """Return those with the earliest instant first, then those without one; two queries, each walking its own index."""
    found: list[Any] = []
    if place is None or place[0]:
        having = query.where(instant.is_not(None))
        if place:
            at = datetime.fromisoformat(str(place[0]))
            having = having.where(or_(instant > at, and_(instant == at, Ticket.id > place[1])))
        found = list(db.session.execute(having.order_by(instant, Ticket.id).limit(PAGE + 1)).mappings())
    if len(found) <= PAGE:
        rest = query.where(instant.is_(None))
        if place and not place[0]:
            rest = rest.where(Ticket.id < place[1])
        rest = rest.order_by(Ticket.id.desc()).limit(PAGE + 1 - len(found))
        found += list(db.session.execute(rest).mappings())
    return found


def _cursor(row: Any, sort: str) -> str:
    at = row[EARLIEST[sort].key if sort in EARLIEST else "last_message_at"]
    place = [sort, at.isoformat() if at else None, row["id"]]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _read_cursor(listing: Listing) -> tuple[str | None, int] | None:
    if not listing.after:
        return None
    try:
        padded = listing.after + "=" * (-len(listing.after) % 4)
        sort, at, identity = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if sort != listing.sort or (at is None and sort not in EARLIEST) or type(identity) is not int:
            raise ValueError
        if at is not None and _instant(at) is None:
            raise ValueError
        if not 0 < identity < 2**53:
            raise ValueError
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise BadInput(_("This page does not exist."), "after") from None
    return at, identity


def _instant(written: str) -> datetime | None:
    """Read an instant; None without a zone. Raises ValueError, or OverflowError for one outside the calendar."""
    at = datetime.fromisoformat(written)
    return at.astimezone(UTC) if at.tzinfo else None


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
