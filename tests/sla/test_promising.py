"""A changed promise is carried to the clocks that run; without one nothing is counted and nothing is paid."""

import pytest
from sqlalchemy import func, select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.mailroom.intake import deliver
from helpdesk.sla import recounting
from helpdesk.sla.models import Clock
from helpdesk.sla.promising import Terms, promise, terms_now, usual_targets
from helpdesk.sla.serialise import clocks_of
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.names import names
from helpdesk.tickets.parts import Place
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.status import reopen, resolve
from tests.factories import a_contact, a_reply, a_ticket
from tests.sla.conftest import moment, only, terms

MAIL = b"From: Dora <d%d@customer.example>\r\nSubject: Lamp\r\nMessage-ID: <%d@customer.example>\r\n\r\nDark.\r\n"


@pytest.fixture
def change(work, settle):
    """Promise something else, and let it spread."""

    def to(**changes):
        with work():
            promise(terms(**changes), by=SYSTEM)
        settle()

    return to


def shown_clocks(ticket):
    """What an open page shows of the ticket's promises."""
    return clocks_of(names(ticket=Place(ticket.id, ticket.contact_id)))


@pytest.fixture
def due(work):
    """When the ticket's next promise is due, and what is promised."""

    def read(ticket):
        with work():
            known = {clock["metric"]: clock["due_at"] for clock in shown_clocks(ticket) if clock["stopped_at"] is None}
            return rows.session.get(Ticket, ticket.id).next_due_at, known

    return read


@pytest.fixture
def ticket(work, at, dora, inbox, promised):
    at("Monday 09:00")
    with work():
        return a_ticket(by=dora, inbox=inbox)


def test_nothing_is_promised_until_somebody_does(db, dora, inbox):
    ticket = a_ticket(by=dora, inbox=inbox)

    assert (ticket.next_due_at, shown_clocks(ticket)) == (None, [])
    assert not terms_now().enabled


def test_other_targets_move_the_clocks_that_run(ticket, change, due):
    change(targets=only(normal=60))

    assert due(ticket)[0] == moment("Monday 10:00")


def test_other_hours_move_them_too(ticket, change, due):
    change(week=((((10 * 60, 11 * 60)),),) * 7)

    assert due(ticket)[0] == moment("2026-03-09 11:00")


def test_a_target_that_is_gone_ends_its_clocks(ticket, change, due):
    change(targets=only(urgent=60))

    assert due(ticket) == (None, {})


def test_switched_off_every_clock_that_runs_ends_and_what_is_over_stays(ticket, work, change, due, ben, at):
    with work():
        a_reply(rows.session.get(Ticket, ticket.id), by=ben)
    change(enabled=False)

    assert due(ticket) == (None, {})
    with work():
        assert [clock["metric"] for clock in shown_clocks(ticket)] == ["first_reply"]


def test_what_came_before_it_was_switched_on_is_promised_nothing_and_what_comes_after_is(
    work, at, change, due, dora, inbox
):
    at("Monday 09:00")
    with work():
        old = a_ticket(by=dora, inbox=inbox)
    change()
    with work():
        new = a_ticket(by=a_contact(), inbox=inbox)

    assert due(old)[0] is None
    assert due(new)[0] is not None


def test_a_ticket_that_slipped_in_while_the_change_spread_gets_its_clocks(work, at, settle, due, dora, inbox):
    at("Monday 09:00")
    with work():
        slipped = a_ticket(by=dora, inbox=inbox)  # By a process that did not know yet.
    with work():
        promise(terms(), by=SYSTEM)
        recounting.recount_soon(newest_ticket=slipped.id - 1)
    settle()

    assert due(slipped)[0] == moment("Tuesday 09:00")


def test_a_ticket_that_was_done_while_nothing_was_promised_opens_again_with_one_clock(
    ticket, work, at, settle, due, ben
):
    for enabled in (False, True):  # Both before any process recounted.
        with work():
            promise(terms(enabled=enabled), by=SYSTEM)
            if not enabled:
                resolve(rows.session.get(Ticket, ticket.id), by=ben)
    settle()
    assert due(ticket) == (None, {})

    with work():
        reopen(rows.session.get(Ticket, ticket.id), by=ben)
    assert list(due(ticket)[1]) == ["resolution"]


def test_more_tickets_than_one_batch_are_recounted(work, at, promised, change, dora, inbox, monkeypatch):
    monkeypatch.setattr(recounting, "BATCH", 2)
    at("Monday 09:00")
    with work():
        for _ in range(5):
            a_ticket(by=dora, inbox=inbox)
    change(targets=only(normal=60))

    with work():
        assert rows.session.scalars(select(Clock.goal_minutes)).all() == [60] * 10
        dues = rows.session.scalars(select(Ticket.next_due_at)).all()
    assert dues == [moment("Monday 10:00")] * 5


def test_a_priority_with_a_promise_starts_what_the_other_lacked(ticket, work, change, due, ben):
    change(targets=only(urgent=60))
    with work():
        set_priority(rows.session.get(Ticket, ticket.id), "urgent", by=ben)

    assert due(ticket)[0] == moment("Monday 10:00")


def test_the_same_again_is_no_change(db, promised):
    promise(terms(), by=SYSTEM)

    assert rows.session.scalar(select(func.count()).where(EventRow.name == "sla.policy_changed")) == 1


@pytest.mark.parametrize("empty", [{"week": ((),) * 7}, {"targets": {}}])
def test_an_empty_promise_is_refused(db, empty):
    with pytest.raises(BadInput):
        promise(terms(**empty), by=SYSTEM)


def test_the_offer_is_a_working_week():
    assert Terms().targets == usual_targets()
    assert [len(day) for day in Terms().week] == [2] * 5 + [0, 0]


def test_a_mail_costs_nothing_without_a_promise_and_two_statements_with_one(
    work, at, inbox, run_jobs, change, count_queries
):
    at("Monday 09:00")

    def about_promises(first):
        with work():
            for number in range(first, first + 5):
                deliver(inbox, MAIL % (number, number))
        with count_queries() as seen:
            run_jobs()
        return [one for one in seen if "sla_clocks" in one or "sla_policies" in one or "SET next_due_at" in one]

    about_promises(0)
    assert len(about_promises(5)) <= 1  # Once in a while somebody asks whether anything is promised.
    change()
    about_promises(10)

    assert len(about_promises(15)) <= 5 * 2 + 2
