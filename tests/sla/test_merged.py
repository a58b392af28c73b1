"""A merged ticket promises nothing of its own; one taken back goes on where it stood."""

import pytest

from helpdesk.kernel.events import SYSTEM
from helpdesk.sla.promising import promise
from helpdesk.tickets.merging import merge, unmerge
from tests.factories import a_ticket
from tests.sla.conftest import clocks, terms


@pytest.fixture
def both(db, at, dora, inbox):
    at("Monday 09:00")
    promise(terms(), by=SYSTEM)
    return a_ticket(by=dora, inbox=inbox), a_ticket("Again", by=dora, inbox=inbox)


def test_its_clocks_stop_and_go_on(both, at, ben):
    kettle, again = both
    due = [clock.due_at for clock in clocks(again)]
    next_due = again.next_due_at

    at("Monday 10:00")
    merge(again, into=kettle, by=ben)
    assert all(clock.stopped_at is not None and clock.breached_at is None for clock in clocks(again))
    assert again.next_due_at is None
    assert all(clock.stopped_at is None for clock in clocks(kettle))

    at("Monday 11:00")
    unmerge(again, by=ben)
    assert [(clock.due_at, clock.stopped_at) for clock in clocks(again)] == [(at_, None) for at_ in due]
    assert again.next_due_at == next_due
