"""What operators mean for a ticket. Tags and channels are asked in the words of tickets/fields.py, as views do."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false, not_, or_, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.filters import Field, FilterError, Type
from helpdesk.search.folding import fold
from helpdesk.search.language import OPERATORS, Operator
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Participant, Ticket
from helpdesk.tickets.views import view_condition

YES_OR_NO = {"yes": True, "no": False}
MAX_DIGITS = 16


def condition(operator: Operator, agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Ticket that an operator stands for; a value that fits nothing finds nothing."""
    value = operator.value.lower()
    match operator.key:
        case "is":
            wanted = _is(value, agent)
        case "tag":
            wanted = _asked({"field": "tags", "op": "contains", "value": " ".join(value.split())})
        case "channel":
            wanted = _asked({"field": "channel", "op": "is", "value": value})
        case "assignee":
            wanted = _assigned(value, agent)
        case "to":
            wanted = _written_to(value)
        case key if key not in OPERATORS:
            wanted = _asked(_test_of(key, value) or {})
        case "before":
            wanted = Ticket.last_message_at < _midnight(value, agent)
        case _:
            wanted = Ticket.last_message_at >= _midnight(value, agent) + timedelta(days=1)
    return not_(wanted) if operator.minus else wanted


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


def _is(state: str, agent: Agent) -> ColumnElement[bool]:
    if state == "open":
        return Ticket.status == state
    return view_condition(state, agent)


def _asked(data: dict[str, Any]) -> ColumnElement[bool]:
    try:
        return TICKETS.parse(data).where()
    except (FilterError, BadInput):
        return false()


def _assigned(value: str, agent: Agent) -> ColumnElement[bool]:
    if value in {"none", "nobody"}:
        return Ticket.assignee_id.is_(None)
    if value == "me":
        return Ticket.assignee_id == agent.id
    words = f" {fold(value)}"
    people = db.session.execute(select(Agent.id, Agent.name, Agent.email))
    named = [row.id for row in people if words in f" {fold(row.name)} {fold(row.email)}"]
    return Ticket.assignee_id.in_(named) if named else false()


def _written_to(value: str) -> ColumnElement[bool]:
    """Return the condition that an inbox or somebody who takes part goes by this name or address."""
    words = f" {fold(value)}"
    places = db.session.execute(select(Inbox.id, Inbox.name, Inbox.address))
    inboxes = [row.id for row in places if words in f" {fold(row.name)} {fold(row.address or '')}"]
    taking_part = (
        select(Participant.ticket_id)
        .join(Identity, Identity.id == Participant.identity_id)
        .where(Identity.value.startswith(value, autoescape=True))
    )
    return or_(Ticket.inbox_id.in_(inboxes), Ticket.id.in_(taking_part))


def _midnight(day: str, agent: Agent) -> datetime:
    """Return when a day begins where the agent is."""
    return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(agent.tz or "UTC"))
