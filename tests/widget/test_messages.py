"""A visitor writes and reads: one row a message, one ticket a visitor, and nothing of anybody else."""

import pytest
from sqlalchemy import func, select

from helpdesk.contacts.blocking import block
from helpdesk.contacts.models import Visitor
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.receiving import Received, receive
from helpdesk.tickets.replying import reply
from helpdesk.tickets.status import close, resolve
from tests import factories


def only_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def states(work) -> list[tuple[str, str]]:
    with work():
        return [tuple(row) for row in db.session.execute(select(Delivery.address, Delivery.state))]


@pytest.fixture
def asked(visitor):
    """Somebody who asked something already."""
    somebody = visitor()
    assert somebody.say("Do you ship to Norway?").status_code == 201
    return somebody


@pytest.fixture
def answer(work, ben):
    """Let Ben answer the only ticket."""

    def write(text: str = "We do.") -> int:
        with work():
            return reply(only_ticket(), by=ben, text=text).id

    return write


def test_the_first_message_opens_a_ticket_with_what_was_asked(asked, work):
    with work():
        ticket = only_ticket()
        assert (ticket.subject, ticket.needs_reply, ticket.inbox.channel) == ("Do you ship to Norway?", True, "chat")
        assert ticket.contact.name.startswith("Visitor ")


def test_looking_alone_makes_nobody(visitor, work):
    assert visitor().read()["messages"] == []
    with work():
        assert db.session.scalar(select(func.count()).select_from(Visitor)) == 0


def test_the_next_message_goes_on_with_it(asked, work):
    asked.say("And to Sweden?")

    assert asked.texts() == ["Do you ship to Norway?", "And to Sweden?"]
    with work():
        only_ticket()


def test_the_same_key_again_is_the_same_message(visitor):
    somebody = visitor()

    first, second = somebody.say("Hi", key="one-and-the-same"), somebody.say("Hi", key="one-and-the-same")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["message"] == second.json["message"]
    assert somebody.texts() == ["Hi"]


def test_the_same_key_with_other_words_is_refused(asked):
    asked.say("Hi", key="one-and-the-same")

    assert asked.say("Bye", key="one-and-the-same").status_code == 422


def test_an_answer_is_sent_at_once_and_seen_when_the_page_says_so(asked, answer, work):
    message_id = answer()

    assert asked.texts()[-1] == "We do."
    assert [state for _address, state in states(work)] == ["sent"]
    assert asked.ask("POST", "/seen", {"message_id": message_id}).status_code == 200
    assert [state for _address, state in states(work)] == ["seen"]


def test_the_page_shows_who_answers(asked, answer):
    answer()

    shown = asked.read()["messages"][-1]
    assert (shown["from"], shown["name"]) == ("agent", "Ben")


def test_what_was_missed_is_asked_for_by_cursor_as_whole_objects(asked, answer):
    before = asked.read()
    answer("We do.")
    answer("It takes a week.")

    missed = asked.read(before["cursor"])

    assert [message["text"] for message in missed["messages"]] == ["We do.", "It takes a week."]
    assert asked.read(missed["cursor"])["messages"] == []


def test_notes_and_what_is_kept_for_agents_never_leave(asked, work, ben):
    before = asked.read()["cursor"]
    with work():
        ticket = only_ticket()
        add_note(ticket, by=ben, text="A secret note")
        kept = Received(text="A forged mail", verdict="fail", agents_only=True)
        receive(ticket, ticket.contact.identities[0], kept, by=ticket.contact)

    assert "secret" not in str(asked.read()) + str(asked.read(before))
    assert "forged" not in str(asked.read()) + str(asked.read(before))


def test_another_visitor_sees_nothing_of_it(asked, visitor, answer):
    message_id = answer()
    stranger = visitor()
    stranger.say("Something else")

    assert stranger.texts() == ["Something else"]
    assert stranger.ask("POST", "/seen", {"message_id": message_id}).status_code == 404
    assert stranger.ask("POST", "/seen", {"message_id": 999999}).status_code == 404


def test_a_resolved_ticket_opens_again_and_a_closed_one_has_a_successor(asked, work, ben):
    with work():
        resolve(only_ticket(), by=ben)
    asked.say("One more thing")
    with work():
        ticket = only_ticket()
        assert ticket.status == "open"
        close(ticket, by=ben)
    asked.say("Another matter")

    with work():
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 2
    assert asked.texts() == ["Do you ship to Norway?", "One more thing", "Another matter"]


def test_a_blocked_contact_is_told_that_the_chat_is_closed(asked, work, ben):
    with work():
        block(only_ticket().contact, by=ben)

    assert asked.say("Hello?").status_code == 403
    assert asked.texts() == ["Do you ship to Norway?"]


def test_the_eleventh_new_chat_of_an_hour_waits(visitor, clock):
    for _ in range(10):
        assert visitor().say().status_code == 201

    refused = visitor().say()

    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    clock.tick(hours=1, seconds=1)
    assert visitor().say().status_code == 201


def test_the_thirty_first_message_of_a_minute_waits(asked, visitor, clock):
    codes = [asked.say(f"Line {number}").status_code for number in range(31)]

    assert (codes.count(201), codes[-1]) == (29, 429)
    assert visitor().say().status_code == 201
    clock.tick(minutes=1, seconds=1)
    assert asked.say("Again").status_code == 201


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "é".encode().decode("latin-1")])
def test_who_has_no_token_of_ours_is_a_stranger(visitor, token):
    somebody = visitor()
    somebody.token = token

    assert somebody.say().status_code == 401
    assert somebody.ask("GET", "/messages").status_code == 401


def test_a_token_of_another_inbox_is_worth_nothing(asked, visitor, introduce):
    other = visitor()
    other.inbox = introduce(factories.a_chat).public_id
    other.token = asked.token

    assert other.say().status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "", "client_key": "12345678"},
        {"text": "a" * 10_001, "client_key": "12345678"},
        {"text": "a\u0000", "client_key": "12345678"},
        {"text": ["a"], "client_key": "12345678"},
        {"text": "a", "client_key": "short"},
        {"text": "a", "client_key": 12345678},
        {"text": "a", "client_key": "12345678", "ticket_id": 1},
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(visitor, work, body):
    answered = visitor().ask("POST", "/messages", body)

    assert answered.status_code == 400
    assert answered.json["error"]["code"] == "bad_input"
    with work():
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize("number", [0, -1, 1e3, True, "0x1", [1], None, 10**30])
def test_a_message_that_is_no_number_is_refused(asked, number):
    assert asked.ask("POST", "/seen", {"message_id": number}).status_code == 400


@pytest.mark.parametrize("cursor", ["x", "1", "1.2.3", "99999999999999999999999.1"])
def test_a_cursor_that_is_none_is_refused(asked, cursor):
    assert asked.ask("GET", f"/messages?after={cursor}").status_code == 400


def test_an_unknown_inbox_and_one_of_another_channel_are_both_nothing(client, inbox):
    assert client.get("/widget/0123456789abcdef").status_code == 404
    assert client.get(f"/widget/{inbox.public_id}").status_code == 404


def test_only_its_own_sites_may_frame_it_and_no_search_engine_lists_it(client, chat):
    page = client.get(f"/widget/{chat.public_id}")

    assert "frame-ancestors 'self' https://shop.example" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Robots-Tag"] == "noindex"
