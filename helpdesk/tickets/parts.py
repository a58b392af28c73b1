"""The one statement of a page is a UNION; here is what its parts look like, and where higher rings add theirs.

A part is a SELECT of (kind, id, name, extra). What a registered part finds is kept by its kind in `Names.beside`.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, String, cast, literal, null, select, true

from helpdesk.accounts.models import Agent

Part = Select[*tuple[Any, ...]]


class Place(NamedTuple):
    """A ticket and its contact, by id: all that is needed to find its people."""

    ticket_id: int
    contact_id: int


class Asked(NamedTuple):
    """What is shown: a ticket or none, to an agent or to all who have it open, as a whole page or as an answer.

    The ids are parameters of the statement, which is built once: of the agent there is the id and what they may do.
    """

    ticket: Place | None
    agent: Agent | None
    whole_page: bool


class Found(NamedTuple):
    """A row of a part, without its kind."""

    id: int
    name: str
    extra: str


Carried = Callable[[Asked], Part | None]
_always: list[Callable[[], Part]] = []
_carried: dict[str, Carried] = {}


def part(kind: str, identity: Any, name: Any, extra: Any = None) -> Part:
    """Return a part; its columns must have the same types as those of all others."""
    return select(
        literal(kind, String).label("kind"),
        cast(identity, BigInteger).label("id"),
        cast(name, String).label("name"),
        (cast(null(), String) if extra is None else cast(extra, String)).label("extra"),
    )


def first(most: int, ordered: Part) -> Part:
    """Return the first rows of a part; SQLite wants a limit within a UNION in a SELECT of its own."""
    inner = ordered.limit(most).subquery()
    return select(inner.c.kind, inner.c.id, inner.c.name, inner.c.extra)


def also_named(kind: str, identity: Any, name: Any, *, where: ColumnElement[bool] | None = None) -> None:
    """Let pages name rows that only a higher ring knows (rules, macros); `kind` is one of `NAMED`."""
    _always.append(lambda: part(kind, identity, name).where(true() if where is None else where))


def carried(kind: str) -> Callable[[Carried], Carried]:
    """Mark the function that returns the part of a kind, or None where it has nothing to add; rows in no order."""

    def keep(function: Carried) -> Carried:
        if _carried.setdefault(kind, function) is not function:
            raise ValueError(f"Two parts are called {kind}.")
        return function

    return keep


def further(asked: Asked) -> Iterator[Part]:
    """Return the parts that were registered and have something to add."""
    yield from (build() for build in _always)
    yield from (built for build in _carried.values() if (built := build(asked)) is not None)
