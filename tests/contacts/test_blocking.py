"""Blocking and welcoming a person: once each, recorded."""

from sqlalchemy import select

from helpdesk.contacts.blocking import block, unblock
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow


def test_a_second_time_changes_nothing(db, dora, ben, clock):
    for _twice in range(2):
        block(dora, by=ben)
        clock.tick(hours=1)
    assert dora.blocked_at is not None
    for _twice in range(2):
        unblock(dora, by=ben)

    assert dora.blocked_at is None
    told = rows.session.scalars(select(EventRow).where(EventRow.name.like("contact.%")).order_by(EventRow.id)).all()
    assert [(event.name, event.subject_id, event.actor_id) for event in told] == [
        ("contact.blocked", dora.id, ben.id),
        ("contact.unblocked", dora.id, ben.id),
    ]
