"""Ids in a condition must be somebody's: a rule about a team that never was would wait for ever, unnoticed."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import Row, db

KINDS: Mapping[str, type[Row]] = {"inbox": Inbox, "team": Team, "assignee": Agent, "contact": Contact}


def missing(condition: Mapping[str, Any]) -> str | None:
    """Return the first field of a well-formed condition that asks for an id nobody has."""
    wanted: dict[str, set[int]] = {}
    for test in tests_in(condition):
        if test["field"] in KINDS and test.get("value") is not None:
            value = test["value"]
            wanted.setdefault(test["field"], set()).update(value if isinstance(value, list) else [value])
    for field, ids in wanted.items():
        kind = KINDS[field]
        if len(list(db.session.scalars(select(kind.id).where(kind.id.in_(ids))))) < len(ids):
            return field
    return None


def tests_in(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return the single tests of a well-formed condition."""
    match node:
        case {"all": parts} | {"any": parts}:
            for part in parts:
                yield from tests_in(part)
        case {"not": part}:
            yield from tests_in(part)
        case _:
            yield node
