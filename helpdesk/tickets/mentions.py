"""Colleagues who are called in a note: they follow the ticket, and it waits for them until they write or it is done."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import Base, db, insert_into
from helpdesk.kernel.events import Acts
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.followers import follow
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.visibility import seeing

MAX_MENTIONS = 20


class Mention(Base):
    """The newest note that calls an agent to a ticket and that they have not answered."""

    __tablename__ = "mentions"
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True, index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)


def called(ticket: Ticket, agent_ids: Sequence[int], *, by: Agent) -> list[Agent]:
    """Return those of the agents who may see the ticket, in the order of their ids. Raises `BadInput` for a stranger.

    Who may not see it is not let in by a colleague's word, and hears nothing.
    """
    wanted = set(agent_ids) - {by.id}
    if len(wanted) > MAX_MENTIONS:
        raise BadInput(_("These are too many people."), "mentions")
    if not wanted:
        return []
    found = db.session.scalars(select(Agent).where(Agent.id.in_(wanted)).order_by(Agent.id)).all()
    if len(found) != len(wanted):
        raise BadInput(_("One of these people is not known here."), "mentions")
    return seeing(ticket, [agent for agent in found if agent.is_active])


def call(note: Message, agents: Sequence[Agent], *, by: Acts) -> None:
    """Let the ticket wait for these agents, who follow it from now on."""
    if not agents:
        return
    rows = [{"ticket_id": note.ticket_id, "agent_id": agent.id, "message_id": note.id} for agent in agents]
    written = insert_into(Mention).values(rows)
    newest = {"message_id": written.excluded.message_id}
    db.session.execute(written.on_conflict_do_update(index_elements=["ticket_id", "agent_id"], set_=newest))
    for agent in agents:
        follow(note.ticket, agent, by=by)


def answered(ticket: Ticket, *, by: Agent) -> None:
    """The agent wrote: nothing here waits for them any more."""
    db.session.execute(delete(Mention).where(Mention.ticket_id == ticket.id, Mention.agent_id == by.id))


def mentioned(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Ticket: a note calls this agent, who has not answered."""
    return Ticket.id.in_(select(Mention.ticket_id).where(Mention.agent_id == agent.id))
