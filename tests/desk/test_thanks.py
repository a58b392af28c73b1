"""The desk says that a ticket stayed resolved, and one click opens it after all."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.status import resolve
from tests import factories

JSON = {"Accept": "application/json"}


@pytest.fixture
def thanked(work, inbox, dora, ben):
    """The number of Dora's resolved ticket, on which she only said thank you since."""
    with work():
        ticket = factories.a_ticket(by=rows.session.merge(dora), inbox=rows.session.merge(inbox))
        resolve(ticket, by=rows.session.merge(ben))
        factories.a_message(ticket, text="Thanks!")
        return ticket.number


def test_the_history_says_it_with_a_button_that_reopens(client, login, ben, thanked):
    desk = login(client, ben)
    shown = desk.get(f"/desk/tickets/{thanked}", headers=JSON).get_json()
    line = next(one for one in shown["messages"] if one["undo_url"])
    assert shown["ticket"]["status"] == "resolved"
    assert (line["sentence"], line["undo_label"]) == (
        "They only said thank you, so the ticket stayed resolved",
        "Reopen",
    )

    told = desk.post(line["undo_url"]).get_json()["ticket"]

    assert (told["status"], told["needs_reply"]) == ("open", True)


def test_who_may_not_see_the_ticket_opens_nothing(client, login, cy, thanked):
    assert login(client, cy).post(f"/desk/tickets/{thanked}/reopening").status_code == 404
