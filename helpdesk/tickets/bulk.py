"""One change to many tickets at once: the verb that changes one, for each, in one unit of work; what was is kept.

A ticket that cannot be changed is undone alone and said so. Unknown and foreign numbers are told apart by nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Row, attempt, db, insert_into, lock
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.timers import every
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.rows import iso
from helpdesk.tickets.status import change_status
from helpdesk.tickets.tags import add_tag, remove_tag, spelled
from helpdesk.tickets.visibility import visible

MOST = 200
KEPT = timedelta(days=1)


class Action(StrEnum):
    """What may be done to many tickets."""

    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    TEAM = "team"
    TAG = "tag"
    UNTAG = "untag"


EVENTS = {
    Action.STATUS: "ticket.status_changed",
    Action.PRIORITY: "ticket.priority_changed",
    Action.ASSIGNEE: "ticket.agent_assigned",
    Action.TEAM: "ticket.team_assigned",
    Action.TAG: "ticket.tag_added",
    Action.UNTAG: "ticket.tag_removed",
}


class BulkChange(Row):
    """What an agent did to many tickets: the journal for its undo, and the answer for a second try with its key.

    `journal`: of each changed ticket its id, number, former and new values, and the event that told of it.
    """

    __tablename__ = "bulk_changes"
    __table_args__: Any = (UniqueConstraint("agent_id", "client_key"), {"sqlite_autoincrement": True})

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    client_key: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(20))
    journal: Mapped[list[Any]]
    outcome: Mapped[list[Any]]
    undone: Mapped[list[Any] | None]
    undone_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Change:
    """What is wanted: an action and its value (a status, a priority, an agent or team or nobody, a tag).

    `until` is when a snoozed ticket comes back; `since`, for an undo, since when the ticket waits for an answer again.
    """

    action: Action
    value: Any
    until: datetime | None = None
    since: datetime | None = None

    def apply(self, ticket: Ticket, *, by: Agent) -> None:
        """Call the verb."""
        match self.action:
            case Action.STATUS:
                if self.since:
                    ticket.needs_reply, ticket.waiting_since = True, self.since
                change_status(ticket, self.value, by=by, until=self.until)
            case Action.PRIORITY:
                set_priority(ticket, self.value, by=by)
            case Action.ASSIGNEE:
                assign_agent(ticket, self.value, by=by)
            case Action.TEAM:
                assign_team(ticket, self.value, by=by)
            case Action.TAG:
                add_tag(ticket, self.value, by=by)
            case Action.UNTAG:
                remove_tag(ticket, self.value, by=by)


def change_many(numbers: Sequence[int], change: Change, *, by: Agent, client_key: str) -> BulkChange:
    """Change up to 200 tickets; the same key again returns what it did the first time.

    The outcome is a list of {number, result, words} with the result changed, same, refused or not_found.
    """
    new = insert_into(BulkChange).values(
        agent_id=by.id, client_key=client_key, action=change.action, journal=[], outcome=[], created_at=now()
    )
    made = db.session.scalar(new.on_conflict_do_nothing().returning(BulkChange.id))
    if made is None:
        known = select(BulkChange).where(BulkChange.agent_id == by.id, BulkChange.client_key == client_key)
        return db.session.scalars(known).one()
    found = {ticket.number: ticket for ticket in held(Ticket.number.in_(numbers), visible(by))}
    outcome: list[dict[str, Any]] = []
    journal: list[dict[str, Any]] = []
    for number in dict.fromkeys(numbers):
        ticket = found.get(number)
        if ticket is None:
            outcome.append(said(number, "not_found", _("There is no such ticket.")))
            continue
        was = values(ticket, change.action, change.value)
        refusal = tried(ticket, change, by)
        became = values(ticket, change.action, change.value)
        changed = not refusal and was != became
        outcome.append(said(number, "refused" if refusal else "changed" if changed else "same", refusal))
        if changed:
            journal.append({"id": ticket.id, "number": number, "was": was, "became": became})
    told = last_events([entry["id"] for entry in journal], change.action)
    bulk = db.session.get_one(BulkChange, made)
    bulk.journal, bulk.outcome = [{**entry, "event": told[entry["id"]]} for entry in journal], outcome
    db.session.flush()
    return bulk


def held(*conditions: Any) -> list[Ticket]:
    """Return the tickets that fit, with their tags, locked in the order of their ids; none that was merged."""
    tickets = list(db.session.scalars(select(Ticket).where(*conditions).options(selectinload(Ticket.tags))))
    lock(*tickets)
    return [ticket for ticket in tickets if ticket.merged_into_id is None]


def tried(ticket: Ticket, change: Change, by: Agent) -> str | None:
    """Change one ticket; return why it was refused, or None. A refusal leaves nothing of it behind."""
    try:
        with attempt():
            change.apply(ticket, by=by)
    except BadInput as refused:
        return refused.words
    except Problem as refused:
        return _(refused.words)
    return None


def values(ticket: Ticket, action: Action, value: Any) -> dict[str, Any]:
    """Return of a ticket what an action changes, as it can be kept in the journal."""
    match action:
        case Action.STATUS:
            return {
                "status": str(ticket.status),
                "until": iso(ticket.snoozed_until),
                "since": iso(ticket.waiting_since),
            }
        case Action.PRIORITY:
            return {"priority": str(ticket.priority)}
        case Action.ASSIGNEE:
            return {"agent_id": ticket.assignee_id}
        case Action.TEAM:
            return {"team_id": ticket.team_id}
        case Action.TAG | Action.UNTAG:
            return {"name": spelled(value), "on": any(tag.name == spelled(value) for tag in ticket.tags)}


def said(number: int, result: str, words: str | None = None) -> dict[str, Any]:
    """Return what is told of one ticket."""
    return {"number": number, "result": result, "words": words}


def last_events(ticket_ids: Sequence[int], action: Action) -> dict[int, int]:
    """Return of each ticket the newest event of the kind that an action records."""
    newest = select(EventRow.ticket_id, func.max(EventRow.id)).where(
        EventRow.ticket_id.in_(ticket_ids), EventRow.name == EVENTS[action]
    )
    return {ticket_id or 0: event_id for ticket_id, event_id in db.session.execute(newest.group_by(EventRow.ticket_id))}


@every("tickets.forget_bulk", timedelta(hours=1))
def forget_old() -> None:
    """Throw journals away that nobody can undo any more."""
    db.session.execute(delete(BulkChange).where(BulkChange.created_at < now() - KEPT))
