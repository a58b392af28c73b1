"""What operators mean for a ticket. Tags and channels are asked in the words of tickets/fields.py, as views do."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false, func, not_, or_, select

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.filters import Column, Field, FilterError, Type
from helpdesk.search.belongings import has
from helpdesk.search.folding import fold
from helpdesk.search.language import Operator
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Participant, Ticket
from helpdesk.tickets.views import view_condition

Meaning = Callable[[str, Agent], ColumnElement[bool]]
NOBODY = ("none", "nobody")
YES_OR_NO = {"yes": True, "no": False}
MAX_DIGITS = 16


def condition(operator: Operator, agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Ticket that an operator stands for; a value that fits nothing finds nothing."""
    if operator.key in MEANINGS:
        wanted = MEANINGS[operator.key](operator.value.lower(), agent)
    else:
        wanted = _asked(_test_of(operator.key, operator.value.lower()) or {})
    # What is empty is not what was asked for.
    return not_(func.coalesce(wanted, false())) if operator.minus else wanted


def is_field(key: str, value: str) -> bool:
    """Tell whether `key:value` asks for a custom field in a way that makes sense; else it is plain words."""
    return _test_of(key, value.lower()) is not None


def _test_of(key: str, value: str) -> dict[str, Any] | None:
    """Return the test of a ticket's custom field, or of its contact's where the ticket has none of this key."""
    offered = TICKETS.offered()
    name = next((name for name in (f"custom.{key}", f"contact.{key}") if name in offered), None)
    wanted = _value_of(offered[name], value) if name and value else None
    if wanted is None:
        return None
    return {"field": name, "op": "contains" if offered[str(name)].type is Type.TEXT else "is", "value": wanted}


def _value_of(field: Field, typed: str) -> object:
    """Return what is typed in the field's type; None where it makes no sense."""
    match field.type:
        case Type.BOOLEAN:
            return YES_OR_NO.get(typed)
        case Type.NUMBER:
            return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MAX_DIGITS else None
        case Type.CHOICE:
            return next((word for word in field.words() if fold(word) == fold(typed)), None)
        case Type.DAY:
            return typed if _is_day(typed) else None
        case _:
            return typed


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _field(key: str, op: str) -> Meaning:
    return lambda value, _agent: _asked({"field": key, "op": op, "value": " ".join(value.split())})


def _is(state: str, agent: Agent) -> ColumnElement[bool]:
    if state == "open":
        return Ticket.status == state
    if state == "overdue":
        return Ticket.next_due_at < now()
    return view_condition(state, agent)


def _asked(data: dict[str, Any]) -> ColumnElement[bool]:
    try:
        return TICKETS.parse(data).where()
    except (FilterError, BadInput):
        return false()


def _assigned(value: str, agent: Agent) -> ColumnElement[bool]:
    return Ticket.assignee_id.is_(None) if value in NOBODY else Ticket.assignee_id.in_(_people(value, agent))


def _followed(value: str, agent: Agent) -> ColumnElement[bool]:
    people = _people(value, agent)
    return _asked({"field": "followers", "op": "in", "value": people}) if people else false()


def _of_team(value: str, _agent: Agent) -> ColumnElement[bool]:
    return Ticket.team_id.is_(None) if value in NOBODY else Ticket.team_id.in_(_called(Team.id, Team.name, value))


def _in_inbox(value: str, _agent: Agent) -> ColumnElement[bool]:
    return Ticket.inbox_id.in_(_inboxes(value))


def _people(value: str, agent: Agent) -> list[int]:
    return [agent.id] if value == "me" else _called(Agent.id, Agent.name + " " + Agent.email, value)


def _inboxes(value: str) -> list[int]:
    return _called(Inbox.id, Inbox.name + " " + func.coalesce(Inbox.address, ""), value)


def _called(identity: Column, words: ColumnElement[str] | Column, value: str) -> list[int]:
    """Return whose name or address has a word that begins so; compared here, in one way for every alphabet."""
    wanted = f" {fold(value)}"
    return [row[0] for row in db.session.execute(select(identity, words)) if wanted in f" {fold(row[1])}"]


def _written_to(value: str, _agent: Agent) -> ColumnElement[bool]:
    """Return the condition that an inbox or somebody who takes part goes by this name or address."""
    taking_part = (
        select(Participant.ticket_id)
        .join(Identity, Identity.id == Participant.identity_id)
        .where(Identity.value.startswith(value, autoescape=True))
    )
    return or_(Ticket.inbox_id.in_(_inboxes(value)), Ticket.id.in_(taking_part))


def _midnight(day: str, agent: Agent) -> datetime:
    """Return when a day begins where the agent is."""
    return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(agent.tz or "UTC"))


def _before(value: str, agent: Agent) -> ColumnElement[bool]:
    return Ticket.last_message_at < _midnight(value, agent)


def _after(value: str, agent: Agent) -> ColumnElement[bool]:
    return Ticket.last_message_at >= _midnight(value, agent) + timedelta(days=1)


MEANINGS: Mapping[str, Meaning] = {
    "is": _is,
    "tag": _field("tags", "contains"),
    "channel": _field("channel", "is"),
    "priority": _field("priority", "is"),
    "subject": _field("subject", "contains"),
    "has": lambda value, _agent: has(value),
    "assignee": _assigned,
    "follower": _followed,
    "team": _of_team,
    "inbox": _in_inbox,
    "to": _written_to,
    "before": _before,
    "after": _after,
}
