"""What was read in time needs no mail; and an agent who was at the ticket when it happened never gets one."""

from datetime import timedelta

from sqlalchemy import case, update

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.notifications.letters import PENDING, Mail, Telling
from helpdesk.tickets.models import Ticket

AT_ONCE = timedelta(seconds=30)


def no_mail_for(agent: Agent, ticket: Ticket | None) -> None:
    """Settle that what waits for the agent, of a ticket or of all, leaves by no mail: they have read it."""
    word = case((Telling.created_at > now() - AT_ONCE, Mail.LOOKING), else_=Mail.READ)
    read = update(Telling).where(Telling.agent_id == agent.id, Telling.mail.in_(PENDING))
    if ticket is not None:
        read = read.where(Telling.ticket_id == ticket.id)
    db.session.execute(read.values(mail=word, until=None))
