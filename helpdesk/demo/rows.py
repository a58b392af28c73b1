"""Rows of synthetic tickets: written in bulk, and such that every invariant holds as if verbs had made them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, text

from helpdesk.demo.invention import Invention
from helpdesk.kernel.db import Base, db
from helpdesk.kernel.events import EventRow
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.models import Message, MessageKind, MessageReference, Participant, Status, Ticket, TicketTag
from helpdesk.tickets.receiving import SNIPPET

DONE = frozenset({Status.RESOLVED, Status.CLOSED})
Values = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What synthetic tickets refer to, by id; contacts as (contact, identity, address)."""

    inboxes: Sequence[int]
    teams: Sequence[int]
    agents: Sequence[int]
    tags: dict[str, int]
    contacts: Sequence[tuple[int, int, str]]


@dataclass
class Talk:
    """One ticket's rows before they have ids."""

    ticket: Values
    contact: tuple[int, int, str]
    messages: list[Values] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)


def invent(around: Surroundings, source: Invention, *, number: int, began: datetime, now: datetime) -> Talk:
    """Invent one ticket with its messages, from its first moment to where it stands."""
    dice, contact = source.dice, source.dice.choice(around.contacts)
    agent = dice.choice([*around.agents, None])
    talk = Talk(_ticket(around, source, number, began), contact, tags=[around.tags[name] for name in source.tags()])
    talk.ticket |= {"contact_id": contact[0], "assignee_id": agent}
    at = began
    for turn in range(source.talk(number)):
        replies = turn % 2 == 1
        talk.messages.append(_message(talk, source, at, agent=(agent or around.agents[0]) if replies else None))
        at = min(at + timedelta(hours=dice.uniform(0.2, 30)), now)
    _settle(talk, source.status(), at)
    return talk


def write(talks: Sequence[Talk]) -> int:
    """Insert the tickets with all that belongs to them; return how many messages there were."""
    ids = _insert(Ticket, [talk.ticket for talk in talks])
    messages = [message | {"ticket_id": one} for one, talk in zip(ids, talks, strict=True) for message in talk.messages]
    written = list(zip(_insert(Message, messages), messages, strict=True))
    addresses = {one: talk.contact[2] for one, talk in zip(ids, talks, strict=True)}
    _insert(MessageReference, [{"message_id": i, "ref": m["external_id"]} for i, m in written], back=False)
    _insert(Delivery, [_delivery(i, m, addresses) for i, m in written if m["kind"] == MessageKind.OUTBOUND], back=False)
    _insert(
        Participant,
        [{"ticket_id": i, "identity_id": talk.contact[1], "role": "to"} for i, talk in zip(ids, talks, strict=True)],
        back=False,
    )
    pairs = [{"ticket_id": i, "tag_id": tag} for i, talk in zip(ids, talks, strict=True) for tag in talk.tags]
    _insert(TicketTag, pairs, back=False)
    opened = [_event("ticket.opened", "ticket", i, i, talk.messages[0]) for i, talk in zip(ids, talks, strict=True)]
    said = [_event(f"message.{_said(m)}", "message", i, m["ticket_id"], m) for i, m in written]
    _insert(EventRow, [*opened, *said], back=False)
    _mark_done(ids, talks)
    return len(written)


def _ticket(around: Surroundings, source: Invention, number: int, began: datetime) -> Values:
    return {
        "number": number,
        "subject": source.subject(),
        "priority": source.priority(),
        "inbox_id": source.dice.choice(around.inboxes),
        "team_id": source.dice.choice([*around.teams, None]),
        "created_at": began,
        "cycle": 0,
        "link_epoch": 0,
        "version": 1,
    }


def _message(talk: Talk, source: Invention, at: datetime, *, agent: int | None) -> Values:
    words, address = source.words(), talk.contact[2]
    place = f"<load-{talk.ticket['number']}-{len(talk.messages)}@load.example>"
    return {
        "kind": MessageKind.OUTBOUND if agent else MessageKind.INBOUND,
        "inbox_id": talk.ticket["inbox_id"],
        "contact_id": None if agent else talk.contact[0],
        "agent_id": agent,
        "text": words,
        "html": None if agent else "".join(f"<p>{line}</p>" for line in words.split("\n\n")),
        "has_remote_images": False,
        "agents_only": False,
        "external_id": place,
        "headers": {"to": [address], "cc": [], "bcc": []} if agent else {},
        "verdict": None if agent else "pass",
        "created_at": at,
    }


def _settle(talk: Talk, status: Status, last: datetime) -> None:
    """Let the ticket stand where its last message and its status leave it."""
    newest = talk.messages[-1]
    asked = newest["kind"] == MessageKind.INBOUND
    replies = [message["created_at"] for message in talk.messages if message["kind"] == MessageKind.OUTBOUND]
    waits = asked and status not in DONE
    talk.ticket |= {
        # A snooze needs its timer; the caller puts these to sleep by the verb.
        "status": Status.OPEN if status == Status.SNOOZED else status,
        "needs_reply": waits,
        "waiting_since": newest["created_at"] if waits else None,
        "snippet": " ".join(newest["text"].split())[:SNIPPET],
        "snippet_by": "contact" if asked else "agent",
        "last_message_at": newest["created_at"],
        "first_replied_at": replies[0] if replies else None,
        "resolved_at": last if status in DONE else None,
        "closed_at": last if status == Status.CLOSED else None,
        "updated_at": last,
        "sleeps": status == Status.SNOOZED,
    }


def _mark_done(ids: Sequence[int], talks: Sequence[Talk]) -> None:
    """Write the history's entry of every ticket that is done: the event, and the message that points to it."""
    done = [(i, talk) for i, talk in zip(ids, talks, strict=True) if talk.ticket["status"] in DONE]
    rows = [
        _event("ticket.status_changed", "ticket", i, i, talk.messages[-1])
        | _by_assignee(talk)
        | {"data": {"was": "open", "now": str(talk.ticket["status"]), "why": "asked", "until": None}}
        for i, talk in done
    ]
    marks = [
        {
            "ticket_id": row["ticket_id"],
            "kind": MessageKind.EVENT,
            "event_id": event_id,
            "created_at": row["created_at"],
        }
        | {"text": "", "has_remote_images": False, "headers": {}, "agents_only": False}
        for event_id, row in zip(_insert(EventRow, rows), rows, strict=True)
    ]
    _insert(Message, marks, back=False)


def _by_assignee(talk: Talk) -> Values:
    agent = talk.ticket["assignee_id"]
    return {"actor_kind": "agent" if agent else "system", "actor_id": agent}


def _event(name: str, kind: str, subject: int, ticket: int, message: Values) -> Values:
    by_agent = message["agent_id"] is not None
    return {
        "name": name,
        "subject_kind": kind,
        "subject_id": subject,
        "ticket_id": ticket,
        "actor_kind": "agent" if by_agent else "contact",
        "actor_id": message["agent_id"] if by_agent else message["contact_id"],
        "data": {},
        "depth": 0,
        "created_at": message["created_at"],
    }


def _said(message: Values) -> str:
    return "sent" if message["kind"] == MessageKind.OUTBOUND else "received"


def _delivery(message_id: int, message: Values, addresses: dict[int, str]) -> Values:
    return {
        "message_id": message_id,
        "address": addresses[message["ticket_id"]],
        "role": "to",
        "state": "recorded",
        "attempts": 1,
        "possible_duplicate": False,
        "give_up_at": message["created_at"] + timedelta(days=1),
        "created_at": message["created_at"],
        "changed_at": message["created_at"],
    }


def _insert(model: type[Base], rows: Iterable[Values], *, back: bool = True) -> list[int]:
    """Insert rows in bulk; with `back`, return their ids in the order of the rows."""
    table, values = model.__table__, list(rows)
    assert isinstance(table, Table)  # noqa: S101 -- Narrowing for the type checker; every table of ours is one.
    if not values:
        return []
    names = {column.name for column in table.columns}
    fitting = [{name: value for name, value in row.items() if name in names} for row in values]
    if not back:
        db.session.execute(insert(table), fitting)
        return []
    if db.session.get_bind().dialect.name == "sqlite":
        return _insert_numbered(table, fitting)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.execute(statement, fitting).scalars())


def _insert_numbered(table: Table, rows: list[Values]) -> list[int]:
    """Insert rows with ids chosen here: SQLite would give them back only row by row, and it has one writer, us."""
    last = db.session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0
    ids = list(range(last + 1, last + 1 + len(rows)))
    db.session.execute(insert(table), [row | {"id": one} for row, one in zip(rows, ids, strict=True)])
    return ids
