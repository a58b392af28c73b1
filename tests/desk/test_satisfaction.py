"""The satisfaction report: numbers that add up, and the tickets behind each of them."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import resolve
from tests.factories import a_contact, a_reply, a_ticket


@pytest.fixture
def judged(work, clock, inbox, ben, ada, run_jobs):
    """Ben was judged 5, 4 and 1, and one who was asked keeps silent; Ada was judged 3."""
    scores = [(ben, 5, "Quick"), (ben, 4, ""), (ben, 1, "<b>Rude</b>"), (ben, None, ""), (ada, 3, "")]
    with work():
        for number, (agent, _score, _words) in enumerate(scores):
            ticket = a_ticket(f"Matter {number}", by=a_contact(f"Person{number}"), inbox=rows.session.merge(inbox))
            a_reply(ticket, by=agent)
            resolve(ticket, by=agent)
    clock.tick(minutes=61)
    run_jobs()
    with work():
        asked = rows.session.scalars(select(Survey).order_by(Survey.ticket_id)).all()
        for survey, (_agent, score, words) in zip(asked, scores, strict=True):
            if score:
                answer(survey, score, comment=words, by=survey.contact)


@pytest.fixture
def lead(client, login, ada):
    return login(client, ada)


def cells(page, name):
    """The words of the row that begins with a name."""
    found = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    (row,) = [" ".join(unescape(row).split()) for row in found if row.split()[0] == name]
    return row


def test_it_counts_by_agent_team_and_channel(lead, judged):
    page = lead.get("/desk/satisfaction").text

    assert cells(page, "Ben") == "Ben 4 3 75 % 2 67 % 21 % to 94 % · few answers 3.3"
    assert cells(page, "Ada") == "Ada 1 1 100 % 0 0 % 0 % to 79 % · few answers 3.0"
    assert cells(page, "Support") == "Support 5 4 80 % 2 50 % 15 % to 85 % · few answers 3.2"
    assert cells(page, "Email").startswith("Email 5 4 80 %")


def test_every_number_leads_to_its_tickets(lead, judged):
    page = lead.get("/desk/satisfaction").text
    shown = {}
    for link, count in re.findall(r'href="(/desk/satisfaction/answers[^"]+)">(\d+)</a>', page):
        behind = lead.get(unescape(link)).text
        shown[link] = (int(count), len(re.findall(r'href="/desk/tickets/\d+"', behind)))

    assert len(shown) >= 12
    assert all(count == behind for count, behind in shown.values()), shown


def test_a_comment_is_text(lead, judged):
    page = lead.get("/desk/satisfaction/answers?which=bad").text

    assert "&lt;b&gt;Rude&lt;/b&gt;" in page
    assert "Matter 2" in page
    assert "Matter 0" not in page


def test_what_is_older_than_the_period_does_not_count(lead, judged, clock):
    clock.tick(days=8)

    assert "Nobody was asked yet" in lead.get("/desk/satisfaction?days=7").text
    assert cells(lead.get("/desk/satisfaction?days=30").text, "Ada").startswith("Ada 1 1")


@pytest.mark.parametrize(
    ("query", "status"),
    [("?days=8", 400), ("/answers?which=x", 400), ("/answers?agent=999", 404), ("/answers?agent=x", 404),
     ("/answers?channel=x", 404), ("/answers?before=x", 400), ("/answers?team=none", 200)],
)  # fmt: skip
def test_an_address_that_asks_for_nothing_there_is_says_so(lead, query, status):
    assert lead.get(f"/desk/satisfaction{query}").status_code == status


def test_pages_of_answers_follow_each_other(lead, work, judged, monkeypatch):
    monkeypatch.setattr("helpdesk.satisfaction.report.PAGE", 2)
    seen, link = [], "/desk/satisfaction/answers"
    while link:
        page = lead.get(unescape(link)).text
        seen += re.findall(r'href="/desk/tickets/(\d+)"', page)
        older = re.search(r'href="([^"]+before=[^"]+)"\s+rel="next"', page)
        link = older[1] if older else None

    assert sorted(int(number) for number in seen) == [1, 2, 3, 4, 5]


def test_an_agent_who_is_no_lead_may_not_look(client, login, ben):
    assert login(client, ben).get("/desk/satisfaction").status_code == 403


def test_views_and_rules_can_speak_of_the_rating(work, judged):
    bad = TICKETS.parse({"field": "csat_score", "op": "less", "value": 3})
    with work():
        assert rows.session.scalars(select(Ticket.subject).where(bad.where())).all() == ["Matter 2"]
