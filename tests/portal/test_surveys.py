"""The page behind a link of the question: looking writes nothing, sending keeps, and no link breaks us."""

import pytest
from sqlalchemy import func, select

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.satisfaction.models import Survey
from helpdesk.satisfaction.words import link_token
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import resolve
from tests.factories import a_reply, a_ticket

HOSTILE = [
    "1", "-", "1-", "1-" + "a" * 26, "0-" + "a" * 26, "9" * 15 + "-" + "a" * 26, "9" * 40 + "-" + "a" * 26, "x" * 5000,
    "%00", "%ff", "%0d%0a", "..", "\uff11-" + "a" * 26, "1-" + "\u0430" * 26, "1-" + "A" * 26, " 1-a", "'--", "{{7*7}}",
]  # fmt: skip


@pytest.fixture
def link(work, clock, inbox, dora, ben, run_jobs):
    """Dora was asked; the address of her page."""
    with work():
        ticket = a_ticket("A secret subject", by=db.session.merge(dora), inbox=db.session.merge(inbox))
        a_reply(ticket, by=ben)
        resolve(ticket, by=ben)
    clock.tick(minutes=61)
    run_jobs()
    with work():
        return f"/s/{link_token(db.session.scalars(select(Survey)).one())}"


@pytest.fixture
def answered(work):
    """What was answered, and how often that was told."""

    def look():
        with work():
            survey = db.session.scalars(select(Survey)).one()
            told = select(func.count()).select_from(EventRow).where(EventRow.name == "survey.answered")
            return survey.score, survey.comment, db.session.scalar(told)

    return look


def test_looking_records_nothing_however_often_a_scanner_looks(client, link, answered):
    for score in (1, 2, 3, 4, 5):
        page = client.get(f"{link}?score={score}")
        assert page.status_code == 200
        assert f'value="{score}" checked' in " ".join(page.text.split())
        assert client.head(f"{link}?score={score}").status_code == 200

    assert answered() == (None, None, 0)


def test_sending_keeps_the_answer_and_says_thank_you(client, link, answered):
    page = client.post(link, data={"score": "4", "comment": "Quick & kind"}, follow_redirects=True)

    assert page.status_code == 200
    assert "Thank you" in page.text
    assert "Quick &amp; kind" in page.text
    assert answered() == (4, "Quick & kind", 1)


def test_the_answer_is_there_again_and_can_be_changed(client, link, answered):
    client.post(link, data={"score": "2", "comment": "Slow"})
    assert 'value="2" checked' in " ".join(client.get(link).text.split())

    client.post(link, data={"score": "5", "comment": ""})
    client.post(link, data={"score": "5", "comment": ""})
    assert answered() == (5, None, 2)


def test_a_comment_of_many_lines_has_as_much_room_as_the_page_says(client, link, answered):
    lines = "\n".join(["x" * 39] * 100)  # 3,999 characters, and 99 more as a browser sends them.
    client.post(link, data={"score": "4", "comment": lines.replace("\n", "\r\n")})

    assert answered() == (4, lines, 1)


def test_a_comment_that_is_too_long_is_still_there_to_be_cut(client, link, answered):
    page = client.post(link, data={"score": "4", "comment": "x" * 4001})

    assert (page.status_code, "x" * 4001 in page.text, 'value="4" checked' in " ".join(page.text.split())) == (
        422,
        True,
        True,
    )


def test_a_bad_score_opens_no_ticket_again(client, link, work):
    client.post(link, data={"score": "1"})

    with work():
        assert db.session.execute(select(Ticket.status, Ticket.csat_score)).one() == ("resolved", 1)


def test_the_page_says_who_helped_and_nothing_else_of_the_ticket(client, link):
    page = client.get(link)

    assert "Ben took care of your request" in page.text
    assert not any(secret in page.text for secret in ("A secret subject", "It stays cold", "Dora", "customer.example"))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in page.headers
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"score": ""}, {"score": "6"}, {"score": "0"}, {"score": "-1"}, {"score": "\uff15"}, {"score": "4.5"},
        {"score": "9" * 400}, {"score": "4", "comment": "x" * 4001}, {"score": "4", "more": "1"},
        {"score": "4", "comment": "a\0b"},
    ],
    ids=repr,
)  # fmt: skip
def test_what_cannot_be_an_answer_comes_back_with_a_word(client, link, answered, sent):
    page = client.post(link, data=sent)

    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert answered() == (None, None, 0)


def test_every_dead_link_leads_to_the_same_friendly_page(client, link, work, clock):
    altered = client.get(link[:-1] + ("a" if link[-1] != "a" else "b"))
    unknown = client.get("/s/999-" + "a" * 26)
    clock.tick(days=15)
    expired = [client.get(link), client.post(link, data={"score": "5"})]

    assert [altered.status_code, unknown.status_code] == [404, 404]
    assert [page.status_code for page in expired] == [410, 410]
    assert {page.text for page in (altered, unknown, *expired)} == {altered.text}
    assert "This link no longer works" in altered.text


def test_a_revoked_link_is_dead(client, link, work):
    with work():
        db.session.scalars(select(Ticket)).one().link_epoch += 1

    assert client.get(link).status_code == 404


def test_no_link_breaks_us(client, link, answered):
    for token in HOSTILE:
        for answer in (client.get(f"/s/{token}?score=5"), client.post(f"/s/{token}", data={"score": "5"})):
            assert answer.status_code < 500, token
        assert client.get(f"{link}{token}").status_code in {404, 405}, token
    for score in ("9" * 400, "%00", "%ff", "x", "\uff15"):
        assert client.get(f"{link}?score={score}").status_code == 200

    assert answered() == (None, None, 0)
