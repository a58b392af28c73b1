"""A bare "thanks" leaves a resolved ticket in peace; anything more opens it."""

# ruff: noqa: RUF001 -- People thank in many scripts.

import time

import pytest
from sqlalchemy import func, select

from helpdesk.kernel.blobs import store
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.gratitude import only_thanks, reopen_thanked
from helpdesk.tickets.receiving import Filed
from helpdesk.tickets.status import close, resolve
from helpdesk.tickets.thanks_words import LANGUAGES
from tests.factories import a_message, a_reply, a_ticket

BARE = [
    "Thanks!", "thank you so much :-)", "OK, thanks a lot", "Great, thank you for your quick help!", "THX 👍🙏",
    "Cheers", "Thank you.\n\nSent from my iPhone", "Many thanks\n--\nDora Diaz\nDirector, Kettles Ltd",
    "Vielen Dank für die schnelle Hilfe!", "Danke schön, viele Grüße", "Merci beaucoup pour votre aide !",
    "Un grand merci", "¡Muchas gracias!", "Grazie mille", "Muito obrigada pela ajuda", "Hartelijk bedankt",
    "Tack så mycket!", "Mange tak", "Tusen takk", "Kiitos paljon", "Dziękuję bardzo", "Děkuji moc",
    "Ďakujem pekne", "Köszönöm szépen", "Mulțumesc mult", "Hvala lijepa", "Hvala lepa", "Ευχαριστώ πολύ",
    "Большое спасибо!", "Щиро дякую", "Благодаря много", "Çok teşekkür ederim", "شكرا جزيلا", "תודה רבה",
    "خیلی ممنون", "बहुत धन्यवाद", "Terima kasih banyak", "Cảm ơn bạn", "Moltes gràcies", "どうもありがとうございました。",
    "非常感谢！", "정말 감사합니다", "ขอบคุณมากครับ",
]  # fmt: skip
MORE = [
    "Thanks, but it still does not work", "Thanks?", "Thanks. When will it arrive?", "No thanks", "Help! Thanks",
    "Thank you for nothing", "Thanks, my order is 4711", "Quick reply, thanks", "Danke, nein", "Danke, geht nicht",
    "Merci de me rappeler", "Gracias, pero no funciona", "ok", "👍", "", "--", "Perfect", "ありがとう、でも動きません",
    "谢谢，还是不行", "شكرا؟", "Thanks " * 30, "thanks " + "x" * 300, "Thanks Mallory",
]  # fmt: skip


@pytest.mark.parametrize("text", BARE)
def test_who_only_thanks_asks_for_nothing(text):
    assert only_thanks(text)


@pytest.mark.parametrize("text", MORE)
def test_who_says_more_asks_for_something(text):
    assert not only_thanks(text)


def test_each_language_has_an_example_and_there_are_many():
    assert len(LANGUAGES) >= 20


def test_a_long_text_costs_nothing():
    began = time.perf_counter()
    assert not only_thanks("thanks " * 200_000)
    assert time.perf_counter() - began < 0.1


@pytest.fixture
def ticket(db, clock, dora, inbox, ben):
    made = a_ticket(by=dora, inbox=inbox)
    a_reply(made, by=ben)
    resolve(made, by=ben)
    return made


def events(db, ticket, name):
    return db.scalar(select(func.count()).where(EventRow.ticket_id == ticket.id, EventRow.name == name))


@pytest.mark.parametrize("text", ["Thanks!", "Thank you, Ben!", "Danke\n\nDora Diaz"])
def test_thanks_leaves_the_ticket_resolved_and_says_so(ticket, db, text):
    a_message(ticket, text=text)

    assert (ticket.status, ticket.needs_reply, ticket.waiting_since) == ("resolved", False, None)
    assert ticket.snippet_by == "contact"
    assert events(db, ticket, "ticket.stayed_resolved") == 1


def test_a_closed_ticket_stays_closed_too(ticket, ben):
    close(ticket, by=ben)
    a_message(ticket, text="Thanks!")
    assert ticket.status == "closed"


@pytest.mark.parametrize("text", ["Thanks, but it broke again.", "Thanks?"])
def test_more_than_thanks_opens_it(ticket, db, text):
    a_message(ticket, text=text)
    assert (ticket.status, ticket.needs_reply) == ("open", True)
    assert events(db, ticket, "ticket.stayed_resolved") == 0


def test_thanks_with_a_file_opens_it(ticket):
    blob = store(b"picture", media_type="image/png")
    a_message(ticket, text="Thanks!", files=[Filed(blob.sha256, "still-broken.png", "image/png", 7)])
    assert ticket.status == "open"


def test_thanks_on_an_open_ticket_waits_like_any_word(db, dora, inbox):
    ticket = a_ticket(by=dora, inbox=inbox, text="Thanks!")
    assert (ticket.status, ticket.needs_reply) == ("open", True)


def test_an_agent_who_reads_more_in_it_opens_it(ticket, ben, clock):
    wrote = clock.tick(hours=1)
    a_message(ticket, text="Thanks!")
    clock.tick(hours=2)

    reopen_thanked(ticket, by=ben)

    assert (ticket.status, ticket.needs_reply, ticket.waiting_since) == ("open", True, wrote)
