"""Finds tickets by what is written in them: only those the agent may see, newest activity first, never counted far.

Only the newest 2,000 documents that hold the words are looked at, so that the commonest word costs what a rare one
does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.search import postgres, sqlite
from helpdesk.search.language import Query, Term, read
from helpdesk.search.models import SearchDocument
from helpdesk.search.operators import condition, is_field
from helpdesk.search.snippets import show
from helpdesk.search.spelling import nearby
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import Listing, filters, listed, page

NEWEST = 2000
COUNTED = 1000


@dataclass(frozen=True)
class Found:
    """A page of what was found. `count` is a number or "1,000+", `suggestion` what may have been meant instead."""

    rows: list[dict[str, Any]]
    after: str | None
    count: int | str
    suggestion: str | None = None


def find(agent: Agent, listing: Listing, typed: str) -> Found:
    """Return a page of the tickets that fit, whatever view they are in; the listing's filters hold, its view does not.

    Each row carries `match`: where the words stand in its subject and in a message, for the screen to mark.
    """
    query = read(typed, is_field=is_field)
    if not query:
        return Found([], None, 0)
    conditions = _conditions(agent, listing, query)
    if not query.terms:
        rows, after = page(agent, listing, only=conditions)
        return Found(rows, after, _counted(agent, conditions))
    hits = _hits(agent, conditions, query.terms, most=NEWEST)
    if not hits:
        return Found([], None, 0, _suggested(agent, conditions, query, typed) if not listing.after else None)
    documents: dict[int, list[int]] = {}
    for document, ticket_id in hits:
        documents.setdefault(ticket_id, []).append(document)
    rows, after = page(agent, listing, only=[Ticket.id.in_(documents)])
    show(rows, query.terms, documents)
    count = _most(len(documents), more=len(hits) == NEWEST)
    return Found(rows, after, count)


def _conditions(agent: Agent, listing: Listing, query: Query) -> list[ColumnElement[bool]]:
    conditions = [*filters(listing, agent), *(condition(operator, agent) for operator in query.operators)]
    for place, term in enumerate(query.without):
        holding = _index().holding(select(SearchDocument.ticket_id), [term], name=f"without_{place}")
        conditions.append(Ticket.id.not_in(holding))
    return conditions


def _hits(
    agent: Agent, conditions: Sequence[ColumnElement[bool]], terms: Sequence[Term], *, most: int
) -> list[tuple[int, int]]:
    """Return the newest documents that hold all terms, with their tickets."""
    found = _index().holding(select(SearchDocument.id, SearchDocument.ticket_id), terms, name="terms")
    if conditions or not agent.may("tickets.see_all"):
        found = found.join(Ticket, Ticket.id == SearchDocument.ticket_id).where(listed(agent), *conditions)
    return [(row[0], row[1]) for row in db.session.execute(_index().newest(found).limit(most))]


def _suggested(agent: Agent, conditions: Sequence[ColumnElement[bool]], query: Query, typed: str) -> str | None:
    """Return the query with one word mended, if that finds something this agent may see."""
    for wrong, right in nearby(query.terms):
        mended = typed.lower().replace(wrong, right, 1)
        if mended != typed.lower() and _hits(agent, conditions, read(mended).terms, most=1):
            return mended
    return None


def _counted(agent: Agent, conditions: Sequence[ColumnElement[bool]]) -> int | str:
    some = select(Ticket.id).where(listed(agent), *conditions).limit(COUNTED + 1).subquery()
    number = db.session.scalar(select(func.count()).select_from(some)) or 0
    return _most(number, more=number > COUNTED)


def _most(number: int, *, more: bool) -> int | str:
    return f"{min(number, COUNTED):,}+" if more or number > COUNTED else number


def _index() -> Any:
    return sqlite if db.session.get_bind().dialect.name == "sqlite" else postgres
