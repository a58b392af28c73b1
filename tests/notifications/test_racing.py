"""Two who tell the same agent at the same moment leave one unread notification: the newer."""

from threading import Barrier, Thread

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.notifications.models import Notification
from helpdesk.notifications.telling import tell
from helpdesk.tickets.models import Ticket
from tests.factories import a_ticket


def test_two_at_once_leave_the_newer(work, dora, inbox, ben):
    with work() as session:
        ticket = a_ticket(by=dora, inbox=inbox)
        events = session.scalars(select(EventRow.id).where(EventRow.ticket_id == ticket.id).order_by(EventRow.id)).all()
    start, failed = Barrier(2), []

    def say(event_id):
        start.wait()
        try:
            with work():
                agent, told = rows.session.get_one(Agent, ben.id), rows.session.get_one(Ticket, ticket.id)
                tell([agent], told, kind="rule", event_id=event_id, by=SYSTEM)
        except Exception as error:  # noqa: BLE001 -- Whatever it is, the test shows it.
            failed.append(error)

    both = [Thread(target=say, args=[event_id]) for event_id in events[:2]]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert failed == []
    with work() as session:
        unread = session.scalars(select(Notification).where(Notification.read_at.is_(None))).all()
        assert [(one.agent_id, one.event_id) for one in unread] == [(ben.id, events[1])]
