"""Telling agents to look at a ticket: once an event, one unread notification a ticket, only to who may see it.

What is decided for each of them, and why, is written down here (`Telling`): the page that explains it guesses nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Row, select, text

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.notifications.choices import Wish, chosen_by
from helpdesk.notifications.events import AgentNotified
from helpdesk.notifications.letters import Desk, Mail, Telling
from helpdesk.notifications.mailing import look_at, patience
from helpdesk.notifications.models import Notification
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.visibility import seeing

Told = Row[int, int, int]
Decision = tuple[Desk, Mail]


def tell(agents: Iterable[Agent], ticket: Ticket, *, kind: str, event_id: int, by: Acts) -> None:
    """Tell agents that an event wants their eyes on the ticket; again with the same event changes nothing.

    `kind` is a closed word, see `Kind`. Nobody is told who does not work here any more, may not see the ticket, did it
    themselves (`by`), or chose not to hear of its kind. What was unread of this ticket gives way to the newer.
    """
    actor = by.as_actor()
    asked = {agent.id: agent for agent in agents if agent.is_active}
    if not asked:
        return
    lock(ticket)
    new = asked.keys() - _knowing(asked.keys(), ticket, event_id)
    others = [asked[one] for one in sorted(new) if asked[one].as_actor() != actor]
    seers = {agent.id for agent in seeing(ticket, others)} if others else set()
    chosen = chosen_by(seers)
    decided: dict[int, Decision] = dict.fromkeys(sorted(new), (Desk.OWN, Mail.OWN))
    decided |= {agent.id: (Desk.HIDDEN, Mail.HIDDEN) for agent in others}
    decided |= {agent_id: _decision(chosen[agent_id].of(kind)) for agent_id in seers}
    waiting = _waiting(seers, ticket)
    fresh = _write_down(decided, ticket, kind, event_id)
    for told in _write([one for one in fresh if decided[one][0] == Desk.TOLD], ticket, kind, event_id):
        record(AgentNotified(told, told.agent_id, kind), by=by)
    for agent_id in fresh:
        if decided[agent_id][1] == Mail.WAITING and agent_id not in waiting:
            # What comes meanwhile collapses with it and waits no longer.
            look_at(agent_id, ticket.id, now() + patience())


def _decision(wish: Wish) -> Decision:
    return Desk.TOLD if wish.desk else Desk.MUTED, Mail.WAITING if wish.mail else Mail.MUTED


def _knowing(agent_ids: Iterable[int], ticket: Ticket, event_id: int) -> set[int]:
    """Return who was told of this event, or of a later one, already; perhaps they have read it since."""
    told = select(Notification.agent_id).where(
        Notification.agent_id.in_(list(agent_ids)),
        Notification.ticket_id == ticket.id,
        Notification.event_id >= event_id,
    )
    return set(db.session.scalars(told))


def _waiting(agent_ids: set[int], ticket: Ticket) -> set[int]:
    """Return for whom somebody will look at this ticket soon anyway."""
    pending = select(Telling.agent_id).where(
        Telling.agent_id.in_(agent_ids), Telling.ticket_id == ticket.id, Telling.mail == Mail.WAITING
    )
    return set(db.session.scalars(pending)) if agent_ids else set()


def _write_down(decided: Mapping[int, Decision], ticket: Ticket, kind: str, event_id: int) -> list[int]:
    """Write what was decided; returns for whom that is new."""
    if not decided:
        return []
    same = {"ticket_id": ticket.id, "event_id": event_id, "kind": kind, "created_at": now()}
    rows = [{"agent_id": agent_id, "desk": desk, "mail": mail, **same} for agent_id, (desk, mail) in decided.items()]
    statement = insert_into(Telling).values(rows)
    # Who could not see the ticket at first may see it when the same is told again.
    written = statement.on_conflict_do_update(
        index_elements=["agent_id", "event_id", "kind"],
        set_={name: statement.excluded[name] for name in ("desk", "mail", "created_at")},
        where=(Telling.desk == Desk.HIDDEN) & (statement.excluded.desk != Desk.HIDDEN),
    )
    return sorted(db.session.scalars(written.returning(Telling.agent_id)))


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
