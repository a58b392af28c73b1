"""Telling agents to look at a ticket: once an event, one unread notification a ticket, only to who may see it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, select, text

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.notifications.events import AgentNotified
from helpdesk.notifications.models import Notification
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.visibility import seeing

Told = Row[int, int, int]


def tell(agents: Iterable[Agent], ticket: Ticket, *, kind: str, event_id: int, by: Acts) -> None:
    """Tell agents that an event wants their eyes on the ticket; again with the same event changes nothing.

    `kind` is a closed word, see `Kind`. Nobody is told who does not work here any more, may not see the ticket, or did
    it themselves (`by`). What was unread of this ticket gives way to the newer.
    """
    actor = by.as_actor()
    asked = {agent.id: agent for agent in agents if agent.is_active and agent.as_actor() != actor}
    if not asked:
        return
    lock(ticket)
    listeners = {agent.id for agent in seeing(ticket, asked.values())}
    for told in _write(sorted(listeners - _knowing(listeners, ticket, event_id)), ticket, kind, event_id):
        record(AgentNotified(told, told.agent_id, kind), by=by)


def _knowing(agent_ids: set[int], ticket: Ticket, event_id: int) -> set[int]:
    """Return who was told of this event, or of a later one, already; perhaps they have read it since."""
    told = select(Notification.agent_id).where(
        Notification.agent_id.in_(agent_ids), Notification.ticket_id == ticket.id, Notification.event_id >= event_id
    )
    return set(db.session.scalars(told)) if agent_ids else set()


def _write(agent_ids: Sequence[int], ticket: Ticket, kind: str, event_id: int) -> Sequence[Told]:
    """Write a row for each; where one is unread still, that becomes the newest."""
    if not agent_ids:
        return []
    same = {"ticket_id": ticket.id, "event_id": event_id, "kind": kind, "created_at": now()}
    statement = insert_into(Notification).values([{"agent_id": agent_id, **same} for agent_id in agent_ids])
    newest = statement.on_conflict_do_update(
        index_elements=["agent_id", "ticket_id"],
        index_where=text("read_at IS NULL"),
        set_={name: statement.excluded[name] for name in ("event_id", "kind", "created_at")},
    )
    columns = newest.returning(Notification.id, Notification.agent_id, Notification.ticket_id)
    return db.session.execute(columns).all()
