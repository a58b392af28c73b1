"""What an open page hears: public words of its own conversation and who types, never a note."""

import time

import pytest
from sqlalchemy import select

from helpdesk.contacts.visitors import hash_of, room_of
from helpdesk.kernel import live, tail
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.replying import reply

NAMESPACE = "/widget"


@pytest.fixture
def asked(visitor):
    somebody = visitor()
    somebody.say("Do you ship to Norway?")
    return somebody


@pytest.fixture
def line(app):
    """Connect a page's socket with a token."""

    def connect(inbox, token):
        auth = {"inbox": inbox, "token": token}
        return live.socketio.test_client(app, namespace=NAMESPACE, auth=auth)

    return connect


def inbox_id_of(visitor):
    return db.session.scalar(select(Ticket.inbox_id))


def test_a_note_is_told_to_no_visitor_and_a_reply_is(app, asked, work, ben):
    with work():
        start = tail.end()
    with work():
        ticket = db.session.scalars(select(Ticket)).one()
        add_note(ticket, by=ben, text="A secret note")
        reply(ticket, by=ben, text="We do.")

    with work():
        room = room_of(hash_of(asked.token, inbox_id_of(asked)))
        told = str(live.replay(start, [room])[0])
    assert "We do." in told
    assert "secret" not in told


def test_a_page_gets_what_it_missed_and_joins_its_own_room_only(asked, line, work, ben):
    before = asked.read()["cursor"]
    with work():
        reply(db.session.scalars(select(Ticket)).one(), by=ben, text="We do.")

    socket = line(asked.inbox, asked.token)
    answer = socket.emit("join", {"after": before, "rooms": ["desk:all"]}, callback=True, namespace=NAMESPACE)

    assert answer["ok"]
    assert [news["message"]["text"] for news in answer["news"]] == ["We do."]


@pytest.mark.parametrize("token", ["", "x", None, 7, ["x"]])
def test_a_socket_without_a_visitors_token_is_refused(asked, line, token):
    assert not line(asked.inbox, token).is_connected(NAMESPACE)


def test_a_token_that_nothing_was_said_with_is_refused(visitor, line):
    somebody = visitor()

    assert not line(somebody.inbox, somebody.token).is_connected(NAMESPACE)


def test_a_revoked_token_hears_nothing_more(asked, line):
    socket = line(asked.inbox, asked.token)
    asked.ask("DELETE", "/visitor")

    answer = socket.emit("join", {"after": None}, callback=True, namespace=NAMESPACE)

    assert answer == {"ok": False, "error": "unknown_visitor"}


@pytest.mark.parametrize("frame", [{"after": "x"}, {"after": 7}, {"after": ["0.0"]}])
def test_a_bad_frame_gets_a_fixed_word_and_three_end_the_line(asked, line, frame):
    socket = line(asked.inbox, asked.token)

    words = [socket.emit("join", frame, callback=True, namespace=NAMESPACE) for _ in range(3)]

    assert words == [{"ok": False, "error": "bad_cursor"}] * 3
    assert not socket.is_connected(NAMESPACE)


def test_too_many_frames_are_refused(asked, line, monkeypatch):
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)  # However slow the machine: all in one moment.
    socket = line(asked.inbox, asked.token)

    answers = [socket.emit("typing", {}, callback=True, namespace=NAMESPACE) for _ in range(6)]

    assert answers[0] == {"ok": True}
    assert answers[-1] == {"ok": False, "error": "too_fast"}


def test_typing_reaches_the_other_side(app, asked, line, login, client, ben, work):
    page = line(asked.inbox, asked.token)
    page.emit("join", {"after": None}, callback=True, namespace=NAMESPACE)
    login(client, ben)
    seen = client.get("/desk/tickets/1").get_data(as_text=True)
    token = seen.split('name="socket-token" content="')[1].partition('"')[0]
    headers = {"Origin": "http://localhost"}
    desk = live.socketio.test_client(app, flask_test_client=client, auth={"token": token}, headers=headers)
    with work():
        number = db.session.scalar(select(Ticket.number))
    desk.emit("join", {"rooms": [f"ticket:{number}"]}, callback=True)

    assert desk.emit("typing", {"number": number}, callback=True) == {"ok": True}
    page.emit("typing", {}, callback=True, namespace=NAMESPACE)

    assert [event["args"][0] for event in page.get_received(NAMESPACE) if event["name"] == "typing"] == [
        {"name": "Ben"}
    ]
    (typing,) = [event["args"][0] for event in desk.get_received() if event["name"] == "typing"]
    assert typing["number"] == number


def test_an_agent_types_only_on_tickets_they_see(app, asked, login, client, cy, support, work):
    with work():
        db.session.scalars(select(Ticket)).one().team_id = support.id
        assert db.session.scalar(select(Message.id)) is not None
    login(client, cy)
    seen = client.get("/desk/tickets").get_data(as_text=True)
    token = seen.split('name="socket-token" content="')[1].partition('"')[0]
    headers = {"Origin": "http://localhost"}
    desk = live.socketio.test_client(app, flask_test_client=client, auth={"token": token}, headers=headers)

    for frame in ({"number": 1}, {"number": "1"}):
        assert desk.emit("typing", frame, callback=True)["ok"] is False
