"""I6: what came to be has its row in the audit, and no row of the audit is about nothing."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute

from helpdesk.accounts.events import AgentCreated, RoleCreated, TeamCreated
from helpdesk.accounts.models import Agent, Role, Team
from helpdesk.automation.events import RuleCreated
from helpdesk.automation.macros.events import MacroCreated
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.models import Rule
from helpdesk.channels.events import InboxCreated
from helpdesk.channels.models import Inbox
from helpdesk.cli.invariants.check import Check, asked
from helpdesk.kernel.events import Event, EventRow
from helpdesk.kernel.settings import SettingChanged, SettingRow
from helpdesk.tickets.events import MessageReceived, MessageSent, NoteAdded, TicketOpened
from helpdesk.tickets.models import Message, MessageKind, Ticket

BORN: tuple[tuple[str, InstrumentedAttribute[int], type[Event], tuple[ColumnElement[bool], ...]], ...] = (
    ("agent", Agent.id, AgentCreated, ()),
    ("team", Team.id, TeamCreated, ()),
    ("role of one's own", Role.id, RoleCreated, (Role.builtin.is_(False),)),
    ("inbox", Inbox.id, InboxCreated, ()),
    ("rule", Rule.id, RuleCreated, ()),
    ("macro", Macro.id, MacroCreated, ()),
    ("changed setting", SettingRow.id, SettingChanged, ()),
    ("ticket", Ticket.id, TicketOpened, ()),
    ("received message", Message.id, MessageReceived, (Message.kind == MessageKind.INBOUND,)),
    ("sent message", Message.id, MessageSent, (Message.kind == MessageKind.OUTBOUND,)),
    ("note", Message.id, NoteAdded, (Message.kind == MessageKind.NOTE,)),
)


def audit() -> Iterator[Check]:
    """Yield the checks of the audit, in the caller's unit; violations are ids of what has no row."""
    for words, identity, event, conditions in BORN:
        told = exists().where(
            EventRow.name == event.name, EventRow.subject_kind == event.subject_kind, EventRow.subject_id == identity
        )
        every = select(identity).where(*conditions)
        yield asked(f"I6 every {words} has its audit row", every, every.where(~told))
    by_agent = select(EventRow.id).where(EventRow.actor_kind == "agent")
    unknown = by_agent.where(~exists().where(Agent.id == EventRow.actor_id))
    yield asked("I6 every act of an agent names an agent", by_agent, unknown)
    about = select(EventRow.id).where(EventRow.ticket_id.is_not(None))
    yield asked(
        "I6 no audit row is about a lost ticket", about, about.where(~exists().where(Ticket.id == EventRow.ticket_id))
    )
