"""The bell and the page behind it: what Ben was told, how much of it is unread, and how it becomes read."""

import re

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_agent
from tests.factories import a_ticket

JSON = {"Accept": "application/json"}
PAGE = "/desk/notifications"


def known(row):
    return rows.session.get_one(type(row), row.id)


@pytest.fixture
def given(work, run_jobs, ada):
    """Let Ada give somebody a ticket, and let it be told."""

    def give(ticket, agent):
        with work():
            assign_agent(known(ticket), known(agent), by=ada)
        run_jobs()

    return give


def bell(page):
    """What the bell of a page says, and what its badge shows if it does."""
    link = re.search(r'<a class="btn ghost icon bell".*?</a>', page, re.DOTALL)[0]
    shown = re.search(r'<span class="badge num" (hidden)?\s*>([^<]*)', link)
    return re.search(r'aria-label="([^"]*)"', link)[1], None if shown[1] else shown[2]


def lines(page):
    return re.findall(r'<a class="row (unread)?\s*"\s+href="([^"]+)".*?<span class="snip cut">([^<]+)', page, re.DOTALL)


def can_mark(page):
    """Whether the button that marks all as read may be pressed."""
    form = re.search(r'<form method="post"\s+action="/desk/notifications/read".*?</form>', page, re.DOTALL)[0]
    return "disabled" not in form


def test_without_anything_told_the_page_says_what_it_is_for(desk):
    page = desk.get(PAGE).text

    assert bell(page) == ("Notifications", None)
    assert "You hear here of tickets that become yours" in page
    assert not can_mark(page)


def test_what_one_was_told_stands_there_unread_and_leads_to_the_ticket(desk, given, ticket, ben, url):
    given(ticket, ben)

    page = desk.get(PAGE).text
    assert lines(page) == [("unread", url, "Ada assigned you this ticket")]
    assert "The kettle does not boil" in page
    for path in (PAGE, "/desk/contacts"):
        assert bell(desk.get(path).text) == ("1 unread notification", "1")
    assert desk.get(url, headers=JSON).json["unread"] == [ticket.number]


def test_looking_at_a_page_reads_nothing_but_saying_so_does(desk, given, ticket, ben, url):
    given(ticket, ben)
    desk.get(url)
    assert desk.get(PAGE, headers=JSON).json["unread"] == [ticket.number]

    for _ in range(2):
        assert desk.post(f"{url}/read", json={}).json == {"unread": []}

    assert lines(desk.get(PAGE).text) == [("", url, "Ada assigned you this ticket")]
    assert bell(desk.get(PAGE).text) == ("Notifications", None)


def test_all_can_be_marked_as_read_at_once(desk, given, work, ticket, ben, dora, inbox):
    with work():
        other = a_ticket(by=known(dora), inbox=known(inbox))
    for one in (ticket, other):
        given(one, ben)
    assert can_mark(desk.get(PAGE).text)

    answer = desk.post(f"{PAGE}/read")

    assert (answer.status_code, answer.location) == (303, PAGE)
    page = desk.get(PAGE).text
    assert [line[0] for line in lines(page)] == ["", ""]
    assert not can_mark(page)


def test_each_agent_has_their_own(desk, lead, given, ticket, ben, url):
    given(ticket, ben)
    assert lead.post(f"{url}/read", json={}).json == {"unread": []}
    lead.post(f"{PAGE}/read")

    assert lines(lead.get(PAGE).text) == []
    assert desk.get(PAGE, headers=JSON).json["unread"] == [ticket.number]


def test_a_ticket_that_left_ones_sight_is_not_told_of_any_more(stranger, given, work, ticket, cy, ada, billing):
    given(ticket, cy)
    assert len(lines(stranger.get(PAGE).text)) == 1
    with work():
        assign_agent(known(ticket), None, by=ada)

    page = stranger.get(PAGE).text

    assert (lines(page), bell(page)) == ([], ("Notifications", None))
    assert stranger.post(f"/desk/tickets/{ticket.number}/read", json={}).status_code == 404


def test_a_long_list_comes_in_pages_and_the_bell_stops_counting(desk, work, run_jobs, ben, ada, dora, inbox):
    with work():
        made = [a_ticket(by=known(dora), inbox=known(inbox), text=None) for _ in range(101)]
        for one in made:
            assign_agent(one, known(ben), by=ada)
        numbers = [one.number for one in made]
    run_jobs()
    assert bell(desk.get(PAGE).text)[1] == "99+"

    seen, older = [], ""
    while older is not None:
        answer = desk.get(PAGE, query_string={"before": older}, headers=JSON).json
        seen += [line["number"] for line in answer["notifications"]]
        older = answer["older"]

    assert seen == numbers[::-1]
    assert "before=" in desk.get(PAGE).text


@pytest.mark.parametrize("before", ["x", "-1", "1e3", "9" * 40])
def test_a_page_that_cannot_be_is_refused(desk, before):
    assert desk.get(PAGE, query_string={"before": before}).status_code == 400


def test_a_subject_is_shown_as_text(desk, given, work, ben, dora, inbox):
    with work():
        hostile = a_ticket("<script>alert(1)</script>", by=known(dora), inbox=known(inbox))
    given(hostile, ben)

    assert "<script>alert" not in desk.get(PAGE).text
