"""Who a visitor is: the site's signed word counts, a claim does not, and nothing else changes anything."""

import hashlib
import hmac
import json

import pytest
from sqlalchemy import func, select

from helpdesk.contacts.identities import find
from helpdesk.contacts.models import Contact, Identity, Visitor
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Ticket
from tests import factories
from tests.widget.conftest import SECRET


def vouched(clock, user_id="42", email="dora@customer.example", **more):
    """What the shop's own server sends: made as the documentation says, not by our code."""
    exp = int(clock.now.timestamp()) + 600
    said = f'["{user_id}","{email}",{exp}]'
    signature = hmac.new(SECRET.encode(), said.encode("utf-8"), hashlib.sha256).hexdigest()
    return {"user_id": user_id, "email": email, "exp": exp, "signature": signature} | more


def rows(work):
    with work():
        return [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Contact, Identity, Visitor)]


def test_the_site_says_who_it_is_and_the_chat_goes_on_elsewhere(visitor, clock, work):
    phone, laptop = visitor(), visitor()
    phone.say("Where is my order?")

    assert phone.ask("POST", "/identify", vouched(clock)).status_code == 200
    answered = laptop.ask("POST", "/identify", vouched(clock))

    assert [message["text"] for message in answered.json["messages"]] == ["Where is my order?"]
    with work():
        identity = find("email", "dora@customer.example")
        assert identity.verified_at is not None
        assert identity.contact_id == db.session.scalars(select(Ticket)).one().contact_id


def test_what_was_said_before_stays_in_front_of_a_known_user(visitor, clock):
    phone, laptop = visitor(), visitor()
    phone.say("Where is my order?")
    phone.ask("POST", "/identify", vouched(clock))
    laptop.say("It is me again.")

    laptop.ask("POST", "/identify", vouched(clock))

    assert sorted(laptop.texts()) == ["It is me again.", "Where is my order?"]


def test_another_user_on_the_same_browser_sees_nothing_of_the_first(visitor, clock):
    shared = visitor()
    shared.ask("POST", "/identify", vouched(clock))
    shared.say("My secret")

    answered = shared.ask("POST", "/identify", vouched(clock, user_id="43", email="eve@evil.example"))

    assert answered.json["messages"] == []


def test_names_of_any_language_are_signed_as_utf_8(visitor, clock):
    assert visitor().ask("POST", "/identify", vouched(clock, user_id="Zoë/東京")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": None},
        {"signature": ["x"]},
        {"signature": True},
        {"signature": "é"},
        {"user_id": "43"},
        {"user_id": 42},
        {"user_id": ""},
        {"email": "eve@evil.example"},
        {"email": ["dora@customer.example"]},
        {"exp": 1},
        {"exp": "soon"},
        {"exp": True},
        {"exp": None},
    ],
)
def test_a_wrong_word_is_refused_and_changes_nothing(visitor, clock, work, change):
    somebody = visitor()
    somebody.say("Hello")
    before = rows(work)

    assert somebody.ask("POST", "/identify", vouched(clock) | change).status_code == 401
    assert rows(work) == before


def test_an_old_word_is_refused(visitor, clock):
    word = vouched(clock)
    clock.tick(minutes=10)

    assert visitor().ask("POST", "/identify", word).status_code == 401


def test_without_a_secret_nobody_can_be_vouched_for(visitor, clock, introduce):
    somebody = visitor()
    somebody.inbox = introduce(factories.a_chat).public_id
    empty = hmac.new(b"", json.dumps(["42", "", 9999999999], separators=(",", ":")).encode(), hashlib.sha256)

    word = {"user_id": "42", "email": "", "exp": 9999999999, "signature": empty.hexdigest()}
    assert somebody.ask("POST", "/identify", word).status_code == 401


def test_a_claimed_address_merges_nobody(visitor, work, dora):
    somebody = visitor()
    somebody.say("I am Dora, honestly")

    assert somebody.ask("POST", "/email", {"email": "Dora@Customer.example"}).json["email"] == "dora@customer.example"

    assert somebody.texts() == ["I am Dora, honestly"]
    with work():
        identity = find("email", "dora@customer.example")
        assert (identity.contact_id, identity.verified_at) == (dora.id, None)
        assert db.session.scalars(select(Ticket)).one().contact_id != dora.id


def test_agents_see_what_was_claimed_as_not_verified(visitor, client, login, alma):
    somebody = visitor()
    somebody.say()
    somebody.ask("POST", "/email", {"email": "dora@customer.example"})

    page = login(client, alma).get("/desk/tickets/1", headers={"Accept": "application/json"}).json

    address = "dora@customer.example"
    claimed = {"kind": "email", "value": address, "shown": address, "verified": False, "opted_out": False}
    claimed["suppressed"] = None
    assert claimed in page["ticket"]["contact_panel"]["identities"]
    assert page["ticket"]["live"] is True


@pytest.mark.parametrize(
    "address", ["", "x", "a b@c.example", None, ["a@b.example"], "support@acme.example", "a\n@b.c"]
)
def test_what_is_no_address_of_theirs_is_refused(visitor, address):
    somebody = visitor()
    somebody.say()

    assert somebody.ask("POST", "/email", {"email": address}).status_code == 400


def test_who_never_said_anything_cannot_leave_an_address(visitor):
    assert visitor().ask("POST", "/email", {"email": "dora@customer.example"}).status_code == 401


def test_a_forgotten_visitor_is_a_stranger_at_once(visitor):
    somebody = visitor()
    somebody.say()

    assert somebody.ask("DELETE", "/visitor").status_code == 204

    assert somebody.ask("GET", "/messages").status_code == 401
    assert somebody.say().status_code == 401
