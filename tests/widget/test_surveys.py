"""How it went, asked in the chat: a card the visitor answers and changes, and nobody else's business."""

import pytest
from sqlalchemy import select

from helpdesk.contacts.visitors import hash_of, room_of
from helpdesk.kernel import live, tail
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import resolve
from tests.factories import a_reply


@pytest.fixture
def asked(clock, visitor, work, ben, run_jobs):
    """A visitor who was helped and asked; the question is the newest on the page."""
    somebody = visitor()
    somebody.say("Do you ship to Norway?")
    with work():
        ticket = db.session.scalars(select(Ticket)).one()
        a_reply(ticket, by=ben, text="We do.")
        resolve(ticket, by=ben)
    clock.tick(minutes=61)
    run_jobs()
    return somebody


def card(somebody):
    return somebody.read()["messages"][-1]["survey"]


def rate(somebody, **said):
    return somebody.ask("POST", "/surveys/1", said)


def test_the_question_comes_as_a_card(asked):
    message = asked.read()["messages"][-1]

    assert (message["from"], message["text"]) == ("agent", "Your request was resolved. How did we do?")
    assert message["survey"] == {"id": 1, "score": None, "comment": None, "expires_at": "2026-03-16T10:01:00Z"}
    assert all(one["survey"] is None for one in asked.read()["messages"][:-1])


def test_the_answer_is_kept_and_can_be_changed(asked, work):
    assert rate(asked, score=2, comment="Slow").json["message"]["survey"]["score"] == 2
    rate(asked, score=5, comment="Quick after all")

    assert (card(asked)["score"], card(asked)["comment"]) == (5, "Quick after all")
    with work():
        assert db.session.execute(select(Ticket.status, Ticket.csat_score)).one() == ("resolved", 5)


def test_the_other_tab_sees_it_at_once(asked, work):
    with work():
        start = tail.end()
    rate(asked, score=4)

    with work():
        inbox_id = db.session.scalar(select(Ticket.inbox_id))
        told = live.replay(start, [room_of(hash_of(asked.token, inbox_id))])[0]
    assert [news["message"]["survey"]["score"] for news in told] == [4]


def test_whose_question_it_is_not_cannot_tell_it_from_none(asked, visitor):
    other = visitor()
    other.say("Hello?")
    foreign, unknown = rate(other, score=1), other.ask("POST", "/surveys/99", {"score": 1})

    assert (foreign.status_code, foreign.data) == (unknown.status_code, unknown.data)
    assert foreign.status_code == 404
    assert visitor().ask("POST", "/surveys/1", {"score": 1}).status_code == 401
    assert card(asked)["score"] is None


@pytest.mark.parametrize(
    "said", [{}, {"score": 0}, {"score": 6}, {"score": "x"}, {"score": 1.5}, {"score": 3, "comment": "x" * 4001}]
)
def test_what_cannot_be_an_answer_is_refused(asked, said):
    assert rate(asked, **said).status_code == 400
    assert card(asked)["score"] is None


def test_after_its_end_the_card_takes_nothing(asked, clock):
    clock.tick(days=15)
    answer = rate(asked, score=5)

    assert (answer.status_code, answer.json["error"]["code"]) == (410, "survey_over")
