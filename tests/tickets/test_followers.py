"""Agents who want to hear about a ticket that is not theirs."""

from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.followers import follow, unfollow
from helpdesk.tickets.models import Follower
from tests.factories import a_ticket


def test_following_twice_is_following_once(db, dora, inbox, ben, ada):
    ticket = a_ticket(by=dora, inbox=inbox)

    for agent in (ben, ben, ada):
        follow(ticket, agent, by=agent)
    for _twice in range(2):
        unfollow(ticket, ben, by=ben)

    assert rows.session.scalars(select(Follower.agent_id)).all() == [ada.id]
    told = rows.session.scalars(
        select(EventRow.name).where(EventRow.name.like("ticket.%followed")).order_by(EventRow.id)
    )
    assert list(told) == ["ticket.followed", "ticket.followed", "ticket.unfollowed"]
