"""How many questions a page may ask the database, and that the number does not grow with what there is to show."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.mailroom.intake import deliver
from helpdesk.tickets.followers import follow
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


@pytest.mark.parametrize("sort", ["waiting", "newest", "oldest", "due"])
def test_the_queue_asks_at_most_8(asked, work, alma, inbox, sort):
    path = f"/desk/tickets?sort={sort}"
    with work():
        a_busy_ticket(a_contact(), inbox, alma)
    few = asked(path, 8)

    with work():
        for _ in range(60):
            a_busy_ticket(a_contact(), inbox, alma)

    assert asked(path, 8) <= few


def test_a_ticket_asks_at_most_13(asked, work, alma, dora, inbox):
    with work():
        small, big = a_busy_ticket(dora, inbox, alma, 2), a_busy_ticket(dora, inbox, alma, 40)
        for _ in range(5):
            follow(big, an_agent(), by=alma)
            a_busy_ticket(dora, inbox, alma)

    assert asked(f"/desk/tickets/{big.number}", 13) <= asked(f"/desk/tickets/{small.number}", 13) + 1


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
    for ticket in (short, short, long):
        with count_queries() as seen:
            assert client.post(f"/desk/tickets/{ticket.number}/replies", json={"text": "Hello"}).status_code == 201
        counts.append(len(seen))

    assert counts[2] <= counts[1]
