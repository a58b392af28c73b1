"""Lists: what a view holds, what filters leave over, and that paging shows each ticket exactly once."""

import base64
import json
from datetime import timedelta

import pytest

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Priority, Status, Ticket
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.queries import Listing, check, page
from helpdesk.tickets.receiving import Received, receive
from helpdesk.tickets.sorting import SORTS
from helpdesk.tickets.status import change_status
from helpdesk.tickets.tags import add_tag
from tests.factories import a_contact, a_ticket, address_of, an_inbox


def numbers(agent, **listing):
    return {row["number"] for row in page(agent, check(Listing(**listing)))[0]}


@pytest.fixture
def tickets(db, clock, dora, inbox, ben, ada, support, billing):
    """One ticket for each thing that a list can be about."""
    made = {status: a_ticket(status, by=dora, inbox=inbox) for status in Status}
    for status in Status:
        change_status(made[status], status, by=ben, until=clock.now + timedelta(days=1))
    made |= {priority: a_ticket(priority, by=dora, inbox=inbox) for priority in Priority}
    for priority in Priority:
        set_priority(made[priority], priority, by=ben)
    made["mine"] = a_ticket("mine", by=dora, inbox=inbox)
    assign_agent(made["mine"], ben, by=ada)
    made["billing"] = a_ticket("billing", by=dora, inbox=an_inbox("money@acme.example"), team=billing)
    made["tagged"] = a_ticket("tagged", by=dora, inbox=inbox)
    add_tag(made["tagged"], "refund", by=ben)
    made["silent"] = a_ticket("silent", by=dora, inbox=inbox, text=None)
    return made


def subjects(agent, **listing):
    return {row["subject"] for row in page(agent, check(Listing(**listing)))[0]}


OPEN = {"open", "low", "normal", "high", "urgent", "mine", "billing", "tagged", "silent"}


def test_each_view_holds_what_its_name_says(tickets, ben, ada, billing):
    assert subjects(ada) == OPEN
    assert subjects(ada, view="unassigned") == OPEN - {"mine"}
    assert subjects(ben, view="mine") == {"mine"}
    assert subjects(ada, view=f"team:{billing.id}") == {"billing"}
    assert subjects(ben, view="team") == OPEN - {"billing"}
    assert subjects(ada, view="waiting") == OPEN - {"silent"}
    for status in ("pending", "snoozed", "resolved", "closed"):
        assert subjects(ada, view=status) == {status}


def test_filters_narrow_a_view(tickets, ada, inbox):
    assert subjects(ada, status="resolved") == {"resolved"}
    assert subjects(ada, priority="urgent") == {"urgent"}
    assert subjects(ada, tag="refund") == {"tagged"}
    assert subjects(ada, tag="ref") == set()
    assert subjects(ada, inbox_id=tickets["billing"].inbox_id) == {"billing"}
    assert subjects(ada, needs_reply=False) == {"silent"}
    assert subjects(ada, priority="urgent", needs_reply=True, tag="refund") == set()


def test_another_teams_view_shows_an_agent_nothing(tickets, ben, billing):
    assert subjects(ben, view=f"team:{billing.id}") == set()


@pytest.mark.parametrize(
    ("listing", "field"),
    [
        ({"view": "everything"}, "view"), ({"view": "team:"}, "view"), ({"view": "team:\uff11"}, "view"),
        ({"view": "team:1 or 1=1"}, "view"), ({"view": "team:" + "9" * 30}, "view"), ({"status": "gone"}, "status"),
        ({"priority": "NOW"}, "priority"), ({"sort": "random()"}, "sort"), ({"sort": "newest; --"}, "sort"),
    ],
)  # fmt: skip
def test_what_is_no_choice_is_refused_by_name(db, ada, listing, field):
    with pytest.raises(BadInput) as refused:
        numbers(ada, **listing)

    assert refused.value.field == field


@pytest.fixture
def many(db, clock, inbox, ben):
    """A hundred and twenty tickets, some of one instant, some nobody waits for."""
    made = []
    for number in range(120):
        clock.tick(seconds=number % 3)
        person = a_contact()
        ticket = a_ticket(by=person, inbox=inbox, text=None)
        receive(ticket, address_of(person), Received(text="Hello", automatic=number % 4 == 0), by=person)
        ticket.priority = list(Priority)[number % 3]
        ticket.next_due_at = None if number % 5 == 0 else clock.now + timedelta(hours=number % 7)
        made.append(ticket)
    return made


@pytest.mark.parametrize("sort", SORTS)
def test_paging_shows_each_ticket_exactly_once_while_new_ones_arrive(db, many, ada, dora, inbox, clock, sort):
    seen, after, arrived = [], None, set()
    while True:
        rows, after = page(ada, Listing(sort=sort, after=after))
        seen += [row["number"] for row in rows]
        if after is None:
            break
        clock.tick(seconds=1)
        arrived.add(a_ticket("New", by=dora, inbox=inbox).number)
        arrived.add(a_ticket("Silent", by=dora, inbox=inbox, text=None).number)

    assert len(seen) == len(set(seen))
    assert set(seen) - arrived == {ticket.number for ticket in many}


def earliest(ticket, at):
    return (1, -ticket.id) if at is None else (0, at.timestamp(), ticket.id)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("newest", lambda ticket: (-ticket.last_message_at.timestamp(), -ticket.id)),
        ("oldest", lambda ticket: (ticket.last_message_at.timestamp(), ticket.id)),
        ("waiting", lambda ticket: earliest(ticket, ticket.waiting_since)),
        ("due", lambda ticket: earliest(ticket, ticket.next_due_at)),
        ("priority", lambda ticket: (-list(Priority).index(ticket.priority), earliest(ticket, ticket.waiting_since))),
    ],
)
def test_the_order_is_total(db, many, ada, sort, key):
    seen, after = [], None
    while True:
        rows, after = page(ada, Listing(sort=sort, after=after))
        seen += [row["number"] for row in rows]
        if after is None:
            break

    assert seen == [ticket.number for ticket in sorted(many, key=key)]


def packed(place):
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "after",
    [
        "x", "é", "=", "....", packed(None), packed({}), packed([]), packed(["newest"]), packed("abc"), packed(7),
        packed(["newest", "2026-03-02T09:00:00+00:00", True]), packed(["newest", "2026-03-02T09:00:00+00:00", "7"]),
        packed(["newest", "2026-03-02T09:00:00+00:00", 10**30]), packed(["newest", "2026-03-02T09:00:00+00:00", -1]),
        packed(["newest", None, 7]), packed(["newest", "soon", 7]), packed(["newest", 7, 7]), packed(["newest", "", 7]),
        packed(["newest", "2026-03-02T09:00:00", 7]), packed(["newest", "0001-01-01T00:00:00+23:00", 7]),
        packed(["newest", "9999-12-31T23:59:59-23:00", 7]), packed([["newest"], None, 7]),
        packed(["newest", "2026-03-02T09:00:00+00:00", float("nan")]), packed(["newest", None, 7, 1]), "W1tb" * 2000,
    ],
)  # fmt: skip
def test_a_made_up_place_is_refused(db, ada, after):
    with pytest.raises(BadInput) as refused:
        page(ada, Listing(sort="newest", after=after))

    assert refused.value.field == "after"


def test_a_cursor_of_another_order_is_refused(db, many, ada):
    _rows, after = page(ada, Listing(sort="newest"))

    with pytest.raises(BadInput):
        page(ada, Listing(sort="oldest", after=after))


def test_a_made_up_status_of_mine_is_mine(tickets, ben, ada, db):
    ticket = rows.session.get_one(Ticket, tickets["resolved"].id)
    assert subjects(ben, view="mine", status="resolved") == set()

    assign_agent(ticket, ben, by=ada)
    rows.session.flush()

    assert subjects(ben, view="mine", status="resolved") == {"resolved"}
