"""A number by text is an answer to the question, and to nothing else."""

import json

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Envelope
from helpdesk.satisfaction.by_reply import rating_in
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.status import reopen, resolve
from tests.factories import a_reply


@pytest.fixture
def asked(text, act, later, ben):
    """Pat was asked how it went; the ticket's id."""
    text("My kettle stays cold.")
    act(a_reply, 1, by=ben)
    act(resolve, 1, by=ben)
    later()
    return 1


def tickets(work):
    with work():
        return db.session.execute(select(Ticket.status, Ticket.csat_score).order_by(Ticket.id)).all()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("5", (5, None)), (" 4 ", (4, None)), ("5!", (5, None)), ("5/5", (5, None)), ("3 / 5.", (3, None)),
        ("\uff12", (2, None)), ("5\ufe0f\u20e3", (5, None)), ("4 - great service", (4, "great service")),
        ("4: thanks", (4, "thanks")), ("1\nNever again", (1, "Never again")), ("5!!! - top", (5, "top")),
    ],
)  # fmt: skip
def test_a_number_is_understood_however_it_is_written(said, meant):
    assert rating_in(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "", "0", "6", "12", "5:30 suits me", "2 lamps are broken", "1,5 kg", "1. Where is it? 2. Who has it?", "five",
        "-1", "4/10", "5" * 900, "1 - " + "x" * 2000, "\u0665", "It was a 5",
    ],
)  # fmt: skip
def test_anything_else_is_a_message(said):
    assert rating_in(said) is None


def test_a_digit_answers_and_opens_nothing(asked, text, work, surveys):
    text("4 - great service")

    assert tickets(work) == [("resolved", 4)]
    assert [(one.score, one.comment) for one in surveys()] == [(4, "great service")]
    with work():
        kept = db.session.scalars(select(Envelope).order_by(Envelope.id.desc())).first()
        assert (kept.state, kept.reason, kept.message.text) == ("processed", "survey", "4 - great service")


def test_an_agent_sees_the_answer_as_it_came(asked, text, client, login, ben):
    text("2")

    page = login(client, ben).get("/desk/tickets/1", headers={"Accept": "application/json"}).json
    assert [one["sentence"] or one["text"] for one in page["messages"]][-2:] == ["2", "The customer rated 2 of 5"]
    assert (page["ticket"]["satisfaction"]["score"], page["ticket"]["needs_reply"]) == (2, False)


def test_a_second_digit_changes_the_answer(asked, text, work, surveys):
    text("1")
    text("5")

    assert tickets(work) == [("resolved", 5)]
    assert [one.score for one in surveys()] == [5]


def test_words_are_an_ordinary_message(asked, text, work, surveys):
    text("It is still cold!")

    assert [one.score for one in surveys()] == [None]
    assert [status for status, _score in tickets(work)] == ["resolved", "open"]


def test_after_something_else_was_said_a_digit_answers_that(asked, text, work, act, surveys, ben):
    text("It is still cold!")
    act(a_reply, 2, by=ben, text="How many cups: 1, 2 or 3?")
    text("2")

    assert [one.score for one in surveys()] == [None]
    with work():
        assert db.session.scalars(select(Message.text).where(Message.ticket_id == 2, Message.kind == "inbound")).all()[
            -1
        ] == "2"  # fmt: skip


def test_a_digit_nobody_asked_for_is_a_message(text, work):
    text("5")

    assert tickets(work) == [("open", None)]


def test_a_digit_from_another_phone_is_a_message(asked, text, work, surveys):
    text("5", sender="+4915199999999")

    assert [one.score for one in surveys()] == [None]
    assert len(tickets(work)) == 2


def test_a_digit_that_comes_too_late_is_a_message(asked, text, work, later, surveys):
    later(days=15)
    text("5")

    assert [one.score for one in surveys()] == [None]
    assert len(tickets(work)) == 2


def test_who_answered_by_text_is_asked_again_after_the_next_resolution(asked, text, act, later, surveys, ben):
    text("3")
    act(reopen, asked, by=ben)
    act(resolve, asked, by=ben)
    later()

    assert [one.cycle for one in surveys()] == [1, 2]


def test_the_export_tells_it_and_nothing_is_out_of_order(app, asked, text):
    text("4 - great service")

    told = app.test_cli_runner().invoke(args=["export"])
    (survey,) = json.loads(told.stdout)["surveys"]
    assert (survey["cycle"], survey["score"], survey["comment"]) == (1, 4, "great service")
    assert app.test_cli_runner().invoke(args=["verify"]).exit_code == 0
