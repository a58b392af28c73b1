"""Telling agents: who hears of it, how often, and what takes the place of what."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.membership import deactivate
from helpdesk.kernel.clock import now
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.notifications.models import Notification
from helpdesk.notifications.telling import tell
from helpdesk.tickets.followers import follow
from helpdesk.tickets.tags import add_tag
from tests.factories import a_ticket


@pytest.fixture
def ticket(db, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


@pytest.fixture
def happen(db, ticket, alma):
    """Let something happen to the ticket: the id of its event."""

    def make(tag):
        add_tag(ticket, tag, by=alma)
        return db.scalar(select(EventRow.id).order_by(EventRow.id.desc()))

    return make


def told(db, agent):
    rows = db.execute(
        select(Notification.event_id, Notification.kind, Notification.read_at)
        .where(Notification.agent_id == agent.id)
        .order_by(Notification.event_id)
    )
    return [(event_id, kind, read_at is not None) for event_id, kind, read_at in rows]


def test_agents_are_told_of_an_event_once(db, ticket, ada, ben, happen):
    event_id = happen("refund")
    for _ in range(2):
        tell([ada, ben, ben], ticket, kind="rule", event_id=event_id, by=SYSTEM)

    assert told(db, ada) == told(db, ben) == [(event_id, "rule", False)]
    assert db.scalars(select(EventRow.name).order_by(EventRow.id.desc()).limit(3)).all() == [
        "notification.told", "notification.told", "ticket.tag_added",
    ]  # fmt: skip


def test_what_is_unread_gives_way_to_the_newer_and_never_to_the_older(db, ticket, ben, happen):
    first, second = happen("one"), happen("two")
    tell([ben], ticket, kind="assigned", event_id=first, by=SYSTEM)
    tell([ben], ticket, kind="message", event_id=second, by=SYSTEM)
    tell([ben], ticket, kind="assigned", event_id=first, by=SYSTEM)

    assert told(db, ben) == [(second, "message", False)]


def test_what_was_read_stays_and_is_not_told_again(db, ticket, ben, happen):
    first, second = happen("one"), happen("two")
    tell([ben], ticket, kind="message", event_id=first, by=SYSTEM)
    db.scalars(select(Notification)).one().read_at = now()
    db.flush()
    tell([ben], ticket, kind="message", event_id=first, by=SYSTEM)
    assert told(db, ben) == [(first, "message", True)]

    tell([ben], ticket, kind="message", event_id=second, by=SYSTEM)

    assert told(db, ben) == [(first, "message", True), (second, "message", False)]


def test_each_ticket_has_its_own(db, ticket, ben, happen, dora, inbox):
    other = a_ticket(by=dora, inbox=inbox)
    first, second = happen("one"), happen("two")
    tell([ben], ticket, kind="rule", event_id=first, by=SYSTEM)
    tell([ben], other, kind="rule", event_id=second, by=SYSTEM)

    assert told(db, ben) == [(first, "rule", False), (second, "rule", False)]


def test_only_who_may_see_the_ticket_and_works_here_is_told(db, ticket, alma, ada, ben, cy, happen):
    deactivate(ada, by=alma)
    event_id = happen("refund")
    tell([alma, ada, ben, cy], ticket, kind="rule", event_id=event_id, by=SYSTEM)
    assert [bool(told(db, agent)) for agent in (alma, ada, ben, cy)] == [True, False, True, False]

    follow(ticket, cy, by=alma)
    tell([cy], ticket, kind="rule", event_id=event_id, by=SYSTEM)

    assert told(db, cy) == [(event_id, "rule", False)]


def test_nobody_is_told_what_they_did_themselves(db, ticket, ada, ben, happen):
    tell([ada, ben], ticket, kind="rule", event_id=happen("refund"), by=ben)

    assert (bool(told(db, ada)), told(db, ben)) == (True, [])
