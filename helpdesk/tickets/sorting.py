"""The orders of lists, by keyset: a page begins after a place (an instant and an id), never at a number of rows."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Integer, Select, and_, bindparam, case, literal, or_, select, union_all

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import core
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.models import Priority, Ticket

SORTS = ("waiting", "due", "priority", "newest", "oldest")
EARLIEST = {"waiting": Ticket.waiting_since, "due": Ticket.next_due_at}  # Whose instant comes first; without, last.
MOST_URGENT_FIRST = tuple(reversed(Priority))
MOST_IDS = 2**53
MOST = bindparam("most", type_=Integer)
Rows = Sequence[Any]
Step = Select[Any]


class Place(NamedTuple):
    """Where a page ended: the last row's instant (or none), its id and, where priorities come first, its rank."""

    at: str | None
    id: int
    rank: int = 0


def steps(query: Any, chosen: Select[Any], sort: str, place: Place | None) -> list[Step]:
    """Return the statements that give a page of the query one after the other; the number of rows is their parameter.

    `chosen` selects the ids of all that belong to the list. Which of them stand on the page is found out first, inside
    the same statement, so that only those rows are joined with their names and tags.
    """
    if sort == "priority":
        return [_urgent_first(query, chosen, place)]
    if sort in EARLIEST:
        return _earliest(query, chosen, EARLIEST[sort], place)
    newest = sort == "newest"
    if place:
        at = datetime.fromisoformat(str(place.at))
        beyond = Ticket.last_message_at < at if newest else Ticket.last_message_at > at
        tie = Ticket.id < place.id if newest else Ticket.id > place.id
        chosen = chosen.where(or_(beyond, and_(Ticket.last_message_at == at, tie)))
    order = (Ticket.last_message_at.desc(), Ticket.id.desc()) if newest else (Ticket.last_message_at, Ticket.id)
    return [_page(query, chosen, order)]


def run(of_page: Sequence[Step], sort: str, *, most: int, **about: int) -> Rows:
    """Return the rows of a page, at most so many; the later steps are run only while there are fewer."""
    found: list[Any] = []
    for step in of_page:
        if len(found) < most:
            found += core().execute(step, {"most": most - len(found), **about}).mappings()
    return sorted(found, key=_urgency) if sort == "priority" else found


def _earliest(query: Any, chosen: Select[Any], instant: Any, place: Place | None) -> list[Step]:
    """Take those with the earliest instant first, then those without one; two queries, each walking an index."""
    of_page: list[Step] = []
    if place is None or place.at:
        with_one = _after(chosen.where(instant.is_not(None)), instant, place)
        of_page.append(_page(query, with_one, (instant, Ticket.id)))
    rest = _after(chosen.where(instant.is_(None)), None, place if place and not place.at else None)
    return [*of_page, _page(query, rest, (Ticket.id.desc(),))]


def _urgent_first(query: Any, chosen: Select[Any], place: Place | None) -> Step:
    """Take the most urgent first, of each priority the longest wait first.

    The ids come from a short walk of an index for each priority and for waiting or not, so nothing is sorted whole.
    """
    walks = []
    for rank, priority in enumerate(MOST_URGENT_FIRST):
        for waits in (True, False):
            here = Place(place.at, place.id) if place and rank == place.rank else None
            if place and (rank < place.rank or (here and waits and not here.at)):
                continue
            of_it = chosen.add_columns(Ticket.waiting_since).where(Ticket.priority == priority)
            walks.append(_walk(of_it, here, waits=waits, step=2 * rank + (not waits)))
    all_ = union_all(*walks).subquery()
    tie = case((all_.c.since.is_(None), -all_.c.id), else_=all_.c.id)
    wanted = select(all_.c.id).order_by(all_.c.step, all_.c.since, tie).limit(MOST)
    return cast("Step", query.where(Ticket.id.in_(wanted)))


def _urgency(row: Any) -> tuple[int, bool, Any, int]:
    since = row["waiting_since"]
    tie = row["id"] if since else -row["id"]
    return MOST_URGENT_FIRST.index(row["priority"]), since is None, since, tie


def _walk(ids: Any, here: Place | None, *, waits: bool, step: int) -> Select[Any]:
    """Take the first ids of one priority with their places; SQLite wants a limit within a UNION in a SELECT."""
    instant = Ticket.waiting_since
    if waits:
        fits = _after(ids.where(instant.is_not(None)), instant, here).order_by(instant, Ticket.id)
    else:
        fits = _after(ids.where(instant.is_(None)), None, here if here and not here.at else None)
        fits = fits.order_by(Ticket.id.desc())
    inner = fits.limit(MOST).subquery()
    return select(inner.c.id, inner.c.waiting_since.label("since"), literal(step).label("step"))


def _after(query: Any, instant: Any, place: Place | None) -> Any:
    if place is None:
        return query
    if instant is None:
        return query.where(Ticket.id < place.id)
    at = datetime.fromisoformat(str(place.at))
    return query.where(or_(instant > at, and_(instant == at, Ticket.id > place.id)))


def _page(query: Any, chosen: Select[Any], order: Sequence[Any]) -> Step:
    # Both speak of tickets, so SQLAlchemy would take the inner one for a part of the outer.
    ids = chosen.order_by(*order).limit(MOST).correlate(None)
    return cast("Step", query.where(Ticket.id.in_(ids)).order_by(*order))


def cursor(row: Any, sort: str) -> str:
    """Return the place after a row, for the address of the next page."""
    at = row[EARLIEST[sort].key if sort in EARLIEST else "waiting_since" if sort == "priority" else "last_message_at"]
    place = [sort, at.isoformat() if at else None, row["id"]]
    if sort == "priority":
        place.append(MOST_URGENT_FIRST.index(row["priority"]))
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_after(written: str | None, sort: str) -> Place | None:
    """Read a cursor. Raises `BadInput` for one that was not made for this order."""
    if not written:
        return None
    try:
        padded = written + "=" * (-len(written) % 4)
        kept, at, *numbers = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if kept != sort or len(numbers) != (2 if sort == "priority" else 1):
            raise ValueError
        if not all(type(number) is int and 0 <= number < MOST_IDS for number in numbers) or not numbers[0]:
            raise ValueError
        if (at is None and sort in {"newest", "oldest"}) or (at is not None and _instant(at) is None):
            raise ValueError
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise BadInput(_("This page does not exist."), "after") from None
    return Place(at, *numbers)


def _instant(written: str) -> datetime | None:
    """Read an instant; None without a zone. Raises ValueError, or OverflowError for one outside the calendar."""
    at = datetime.fromisoformat(written)
    return at.astimezone(UTC) if at.tzinfo else None
