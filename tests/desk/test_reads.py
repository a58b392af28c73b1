"""Unread is each agent's own: it begins with a customer's message or a colleague's note, and ends when it was seen."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.priority import set_priority
from tests.factories import a_message, a_reply
from tests.telling import heard

JSON = {"Accept": "application/json"}


def unread(browser, ticket):
    row = next(one for one in browser.get("/desk/tickets", headers=JSON).json["tickets"] if one["id"] == ticket.id)
    return row["heard_id"] > row["seen_id"]


def newest(browser, url):
    return max(one["id"] for one in browser.get(url, headers=JSON).json["messages"])


@pytest.fixture
def fresh(ticket):
    """The ticket, in the unit of work of whoever asks."""
    return lambda: rows.session.get_one(Ticket, ticket.id)


def look(browser, url):
    return browser.post(f"{url}/read", json={"message_id": newest(browser, url)})


def test_a_new_ticket_is_unread_until_it_was_seen_and_only_for_who_saw_it(desk, lead, ticket, url):
    assert unread(desk, ticket)

    look(desk, url)

    assert (unread(desk, ticket), unread(lead, ticket)) == (False, True)


def test_fetching_the_page_reads_nothing(desk, ticket, url):
    desk.get(url, headers=JSON)

    assert unread(desk, ticket)


def test_a_change_or_an_answer_makes_nothing_unread_but_a_note_and_a_customer_do(
    desk, lead, ticket, url, work, ada, fresh
):
    look(desk, url)
    with work():
        set_priority(fresh(), "urgent", by=ada)
        a_reply(fresh(), by=ada)
    assert not unread(desk, ticket)

    with work():
        add_note(fresh(), by=ada, text="Look at this")
    assert (unread(desk, ticket), unread(lead, ticket)) == (True, False)

    look(desk, url)
    with work():
        a_message(fresh())
    assert unread(desk, ticket)


def test_what_came_after_the_seen_message_stays_unread(desk, ticket, url, work, fresh):
    seen = newest(desk, url)
    with work():
        a_message(fresh())

    desk.post(f"{url}/read", json={"message_id": seen})

    assert unread(desk, ticket)


def test_it_is_made_unread_again(desk, ticket, url):
    look(desk, url)

    answer = desk.delete(f"{url}/read")

    assert answer.json["seen"][str(ticket.number)] < newest(desk, url)
    assert unread(desk, ticket)


def test_rows_that_came_by_themselves_are_asked_for_and_foreign_ones_left_out(
    desk, stranger, ticket, url, work, support
):
    with work():
        rows.session.get_one(Ticket, ticket.id).team_id = support.id
    look(desk, url)

    assert desk.get(f"/desk/reads?numbers={ticket.number},4711").json["seen"].keys() == {str(ticket.number)}
    assert stranger.get(f"/desk/reads?numbers={ticket.number},4711").json["seen"] == {}
    assert desk.get("/desk/reads?numbers=x", headers=JSON).status_code == 400
    assert stranger.delete(f"{url}/read").status_code == 404


def test_ones_other_windows_hear_of_it_and_nobody_else(desk, at, ben, ada, tell, ticket, url):
    mine, hers = at(ben), at(ada)

    look(desk, url)
    tell()

    told = [news for news in heard(mine) if news["kind"] == "seen"]
    assert list(told[0]["seen"]) == [str(ticket.number)]
    assert [news for news in heard(hers) if news["kind"] == "seen"] == []


@pytest.mark.parametrize("sent", ["x", -1, 2**60, True])
def test_nonsense_is_refused(desk, url, sent):
    answer = desk.post(f"{url}/read", json={"message_id": sent})

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "message_id")
