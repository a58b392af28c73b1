"""The busy pages ask the database a fixed number of questions, however much there is to show."""

import pytest

from tests.factories import a_contact, a_message, a_reply, a_ticket

LIST, TICKET = 8, 10


@pytest.fixture
def questions(client, login, ada, count_queries):
    """How many statements a page costs, once caches are warm."""
    login(client, ada)

    def ask(path):
        client.get(path)
        with count_queries() as seen:
            answer = client.get(path)
        assert answer.status_code == 200
        return len([statement for statement in seen if not statement.startswith("PRAGMA")])

    return ask


def test_the_list_costs_the_same_with_two_and_with_forty_tickets(questions, work, ada, inbox):
    with work():
        for _ in range(2):
            a_ticket(by=a_contact(), inbox=inbox)
    few = questions("/desk/tickets")
    with work():
        for _ in range(38):
            a_reply(a_ticket(by=a_contact(), inbox=inbox), by=ada)

    assert questions("/desk/tickets") == few
    assert few <= LIST


def test_a_ticket_costs_the_same_with_one_and_with_thirty_messages(questions, work, ada, inbox, dora):
    with work():
        ticket = a_ticket(by=dora, inbox=inbox)
        a_reply(ticket, by=ada)
    few = questions(f"/desk/tickets/{ticket.number}")
    with work() as session:
        session.add(ticket)
        for _ in range(14):
            a_message(ticket)
            a_reply(ticket, by=ada)

    assert questions(f"/desk/tickets/{ticket.number}") == few
    assert few <= TICKET
