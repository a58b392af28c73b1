"""Answering from the desk."""

import threading

import pytest
from sqlalchemy import func, select

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.models import Message, Ticket
from tests.factories import a_message


@pytest.fixture
def send(desk, url):
    """Ben's click on Send."""
    return lambda **more: desk.post(f"{url}/replies", json={"text": "Have you plugged it in?"} | more)


@pytest.fixture
def sent(work):
    """How many answers left, on any ticket."""

    def count():
        with work():
            return rows.session.scalar(select(func.count()).select_from(Message).where(Message.kind == "outbound"))

    return count


def newest(desk, url):
    return desk.get(url, headers={"Accept": "application/json"}).json["messages"][-1]["id"]


def test_an_answer_is_kept_queued_and_shown(send, sent):
    answer = send(client_key="k")

    assert answer.status_code == 201
    message, ticket = answer.json["message"], answer.json["ticket"]
    assert (message["kind"], message["text"], message["client_key"]) == ("outbound", "Have you plugged it in?", "k")
    assert message["to"] == ["dora@customer.example"]
    assert message["delivery"]["state"] == "queued"
    assert (ticket["needs_reply"], ticket["snippet_by"], ticket["waiting_since"]) == (False, "agent", None)
    assert sent() == 1


def test_two_clicks_are_one_message(send, sent):
    first, second = send(client_key="k"), send(client_key="k")

    assert second.status_code == 201
    assert first.json["message"]["id"] == second.json["message"]["id"]
    assert sent() == 1


def test_a_key_with_other_words_is_refused(send, sent):
    send(client_key="k")

    answer = send(client_key="k", text="Something else")

    assert (answer.status_code, answer.json["error"]["code"]) == (422, "key_used")
    assert sent() == 1


def test_a_stale_view_gets_the_newer_message_and_nothing_is_sent(send, sent, desk, url, work, ticket):
    seen = newest(desk, url)
    with work():
        a_message(rows.session.get_one(Ticket, ticket.id), text="It works now, thank you!")

    answer = send(last_message_id=seen, status="resolved")

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "moved_on")
    assert [message["text"] for message in answer.json["messages"]] == ["It works now, thank you!"]
    assert sent() == 0
    assert desk.get(url, headers={"Accept": "application/json"}).json["ticket"]["status"] == "open"

    assert send(last_message_id=answer.json["messages"][-1]["id"]).status_code == 201


def test_of_two_agents_at_once_one_is_told_to_read_first(app, login, ben, ada, url, sent):
    browsers = [login(app.test_client(), agent) for agent in (ben, ada)]
    seen, start, answers = newest(browsers[0], url), threading.Barrier(2), []

    def answer(browser):
        start.wait(5)
        answers.append(browser.post(f"{url}/replies", json={"text": "I take it", "last_message_id": seen}))

    threads = [threading.Thread(target=answer, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(one.status_code for one in answers) == [201, 409]
    assert sent() == 1


@pytest.mark.parametrize("status", ["pending", "resolved"])
def test_it_can_say_where_the_ticket_stands_after_it(send, status):
    assert send(status=status).json["ticket"]["status"] == status


@pytest.mark.parametrize("status", [[], {}, 0, False])
def test_a_status_that_is_no_word_is_refused_and_nothing_is_sent(send, sent, status):
    answer = send(status=status)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "status")
    assert sent() == 0


@pytest.mark.parametrize("nobody", [[], [""], ["  ", "\t"], ["support@acme.example"]])
def test_nobody_to_reach_is_refused(send, sent, nobody):
    answer = send(to=nobody)

    assert (answer.status_code, answer.json["error"]["code"]) == (422, "no_recipient")
    assert sent() == 0


def test_html_is_cleaned_and_becomes_text_where_there_is_none(send):
    html = '<p onclick="x()">Hello <b>Dora</b></p><script>alert(1)</script>'

    message = send(text="", html=html).json["message"]

    assert message["text"].strip() == "Hello Dora"
    assert "<b>Dora</b>" in message["html"]
    assert "script" not in message["html"]
    assert "onclick" not in message["html"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"), ({"text": " \n"}, "text"), ({"text": None}, "text"), ({"text": 7}, "text"),
        ({"text": ["x"]}, "text"), ({"text": "x" * 200_001}, "text"), ({"html": 5}, "html"),
        ({"to": "a@b.example"}, "to"),
        ({"to": [1]}, "to"), ({"to": ["nobody"]}, "to"), ({"cc": {"a": 1}}, "cc"), ({"bcc": ["a@b\r\nX: y"]}, "bcc"),
        ({"to": [f"p{n}@x.example" for n in range(51)]}, "to"), ({"to": ["x@y.example"] * 101}, "to"),
        ({"attachments": "1"}, "attachments"), ({"attachments": [True]}, "attachments"),
        ({"attachments": ["1"]}, "attachments"), ({"attachments": [-1]}, "attachments"),
        ({"attachments": [10**30]}, "attachments"), ({"attachments": list(range(1, 30))}, "attachments"),
        ({"attachments": [4711]}, "attachments"), ({"client_key": "x" * 65}, "client_key"),
        ({"client_key": 1}, "client_key"),
        ({"last_message_id": "1e3"}, "last_message_id"), ({"last_message_id": -1}, "last_message_id"),
        ({"last_message_id": True}, "last_message_id"), ({"last_message_id": 1.5}, "last_message_id"),
        ({"status": "snoozed"}, "status"), ({"status": "gone"}, "status"), ({"status": ["open"]}, "status"),
        ({"from": "ceo@acme.example"}, "from"), ({"agent_id": 1}, "agent_id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_sent(send, sent, wrong, field):
    answer = send(**wrong)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, field)
    assert sent() == 0


def test_a_foreign_ticket_takes_no_answer(stranger, url, ticket, sent):
    foreign = stranger.post(f"{url}/replies", json={"text": "Hello"})
    nothing = stranger.post("/desk/tickets/99999/replies", json={"text": "Hello"})

    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json == nothing.json
    assert sent() == 0
