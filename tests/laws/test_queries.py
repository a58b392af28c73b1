"""How many questions a page may ask the database, and that the number does not grow with what there is to show."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.intake import deliver
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.models import Survey
from helpdesk.sla.promising import Terms, promise
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.followers import follow
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import reopen, resolve
from helpdesk.tickets.tags import add_tag
from tests.factories import a_contact, a_message, a_reply, a_ticket, an_agent

MAIL = b"From: Dora <d%d@customer.example>\r\nSubject: Lamp\r\nMessage-ID: <%d@customer.example>\r\n\r\nDark.\r\n"
JSON = {"Accept": "application/json"}


@pytest.fixture
def asked(client, login, alma, count_queries):
    """How many statements a page costs, for browsers and as JSON, once caches are warm; their texts when too many."""
    login(client, alma)

    def ask(path, most):
        for headers in ({}, JSON):
            client.get(path, headers=headers)
            with count_queries() as seen:
                assert client.get(path, headers=headers).status_code == 200
            questions = [one for one in seen if not one.startswith("PRAGMA")]
            assert len(questions) <= most, "\n\n".join(questions)
        return len(questions)

    return ask


def a_busy_ticket(dora, inbox, alma, messages=1):
    ticket = a_ticket(by=dora, inbox=inbox)
    follow(ticket, alma, by=alma)
    add_tag(ticket, f"tag {ticket.number}", by=alma)
    for number in range(messages - 1):
        a_reply(ticket, by=alma) if number % 2 else a_message(ticket)
    return ticket


@pytest.mark.parametrize("sort", ["waiting", "newest", "oldest", "due", "priority"])
def test_the_queue_asks_at_most_5(asked, work, alma, inbox, sort):
    path = f"/desk/tickets?sort={sort}"
    with work():
        a_busy_ticket(a_contact(), inbox, alma)
    few = asked(path, 5)

    with work():
        for _ in range(60):
            a_busy_ticket(a_contact(), inbox, alma)

    assert asked(path, 5) <= few


def test_a_ticket_asks_at_most_9(asked, work, alma, dora, inbox):
    with work():
        small, big = a_busy_ticket(dora, inbox, alma, 2), a_busy_ticket(dora, inbox, alma, 40)
        for _ in range(5):
            follow(big, an_agent(), by=alma)
            a_busy_ticket(dora, inbox, alma)

    assert asked(f"/desk/tickets/{big.number}", 9) <= asked(f"/desk/tickets/{small.number}", 9) + 1


@pytest.fixture
def eventful(work, clock, run_jobs, alma, dora, inbox):
    """A ticket that was resolved and judged and came back: clocks run, and Alma has yet to see the new message."""
    with work():
        promise(Terms(enabled=True, tz="UTC", week=(((0, 1440),),) * 7), by=SYSTEM)
        ticket = a_busy_ticket(dora, inbox, alma, 5)
        a_busy_ticket(dora, inbox, alma)
        assign_agent(ticket, alma, by=alma)
        resolve(ticket, by=alma)
    clock.tick(minutes=61)
    run_jobs()
    with work():
        answer(rows.session.scalars(select(Survey)).one(), 4, comment="Quick", by=dora)
        ticket = rows.session.get_one(Ticket, ticket.id)
        reopen(ticket, by=SYSTEM)
        a_message(ticket)
    run_jobs()
    return ticket


def test_a_ticket_with_all_there_can_be_asks_at_most_9(asked, client, eventful):
    path = f"/desk/tickets/{eventful.number}"
    asked(path, 9)

    shown = client.get(path, headers=JSON).json
    kept, running = shown["ticket"]["clocks"]
    assert (kept["stopped_at"] is None, running["stopped_at"] is None) == (False, True)
    assert shown["ticket"]["satisfaction"]["score"] == 4
    assert shown["unread"] == [eventful.number]
    assert len(shown["ticket"]["contact_panel"]["earlier"]) == 1


def test_older_messages_ask_at_most_8(asked, work, alma, dora, inbox):
    with work():
        ticket = a_busy_ticket(dora, inbox, alma, 70)

    asked(f"/desk/tickets/{ticket.number}/messages?before=60", 8)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/desk/contacts", 6), ("/desk/deliveries", 6), ("/desk/envelopes", 6), ("/desk/stuck", 7),
        ("/desk/satisfaction", 6), ("/desk/satisfaction/answers", 4),
        ("/desk/settings/agents", 8), ("/desk/settings/teams", 8), ("/desk/settings/inboxes", 6),
        ("/desk/settings/rules", 6),
    ],
)  # fmt: skip
def test_a_list_asks_the_same_for_one_row_and_for_many(asked, work, run_jobs, alma, support, inbox, path, most):
    few = asked(path, most)
    with work():
        for number in range(30):
            deliver(inbox, MAIL % (number, number))
            a_busy_ticket(a_contact(), inbox, alma, 2)
            an_agent(teams=(rows.session.merge(support),))

    assert asked(path, most) <= few + 1  # The first row may ask for something; the thirtieth not.


def test_a_persons_page_asks_at_most_6(asked, work, alma, dora, inbox):
    with work():
        for _ in range(30):
            a_busy_ticket(dora, inbox, alma)

    asked(f"/desk/contacts/{dora.id}", 6)


def test_a_reply_asks_the_same_in_a_long_conversation(client, login, work, alma, dora, inbox, count_queries):
    with work():
        short, long = a_busy_ticket(dora, inbox, alma, 1), a_busy_ticket(dora, inbox, alma, 60)
    login(client, alma)
    counts = []
    for ticket in (short, short, long, long):  # The first of each is what makes the ticket read.
        with count_queries() as seen:
            assert client.post(f"/desk/tickets/{ticket.number}/replies", json={"text": "Hello"}).status_code == 201
        counts.append(len(seen))

    assert counts[3] <= counts[1]
