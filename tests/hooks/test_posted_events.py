"""SendGrid tells what became of our mails: signed, in any order, as often as it likes."""

import json
from itertools import permutations

import pytest
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.models import Message
from tests import factories
from tests.mails import Signer


@pytest.fixture
def signer(app, monkeypatch):
    signer = Signer()
    monkeypatch.setitem(app.config, "SENDGRID_EVENT_PUBLIC_KEY", signer.public_key)
    return signer


@pytest.fixture
def post(client, hook, signer):
    """Post events, signed, and return the status."""

    def posted(*events):
        body = json.dumps(events).encode()
        headers = {**signer.headers(body), "Content-Type": "application/json"}
        return client.post(f"{hook}/events", data=body, headers=headers).status_code

    return posted


@pytest.fixture
def sent(hook, work, ben):
    """The id of a message that SendGrid has."""
    with work():
        inbox = db.session.scalars(select(Inbox)).one()
        ticket = factories.a_ticket(by=factories.a_contact("Dora", address="dora@customer.example"), inbox=inbox)
        message = factories.a_reply(ticket, by=ben)
        db.session.flush()
        state(message.id, "sent")
        return message.id


def state(message_id, new=None):
    delivery = db.session.scalars(select(Delivery).where(Delivery.message_id == message_id)).one()
    delivery.state = new or delivery.state
    return delivery.state, delivery.error


def event(kind, message_id, address="dora@customer.example", **more):
    return {"event": kind, "helpdesk_message": str(message_id), "email": address, "timestamp": 1, **more}


def test_a_delivery_becomes_delivered(post, sent, run_jobs, work):
    assert post(event("delivered", sent)) == 200
    run_jobs()

    with work():
        assert state(sent) == ("delivered", None)


def test_a_bounce_says_why(post, sent, run_jobs, work):
    post(event("bounce", sent, reason="550 5.1.1\r\nno such user"))
    run_jobs()

    with work():
        assert state(sent) == ("bounced", "550 5.1.1 no such user")


@pytest.mark.parametrize("order", list(permutations(["processed", "deferred", "delivered", "open"])), ids="-".join)
def test_the_furthest_event_wins_in_any_order(post, sent, run_jobs, work, order):
    for kind in order:
        assert post(event(kind, sent)) == 200
        run_jobs()

    with work():
        assert state(sent)[0] == "seen"


def test_the_same_post_twice_has_one_effect(post, sent, envelopes, run_jobs):
    assert [post(event("delivered", sent)), post(event("delivered", sent))] == [200, 200]
    run_jobs()

    assert [(one.state, one.reason) for one in envelopes()] == [("processed", "receipt")]


def test_what_is_unknown_is_passed_over(post, sent, run_jobs, work, envelopes):
    strange = [
        event("delivered", 10**14), event("delivered", "1e3"), event("bounce", None), event("bounce", "²"),
        event("nonsense", sent), event("bounce", sent, address="mallory@evil.example"), {}, {"email": 5, "event": []},
    ]  # fmt: skip

    assert post(*strange) == 200
    run_jobs()

    with work():
        assert state(sent)[0] == "sent"
    assert envelopes()[0].state == "processed"


def test_events_of_another_inbox_do_not_count(post, sent, run_jobs, work):
    with work():
        db.session.get(Message, sent).inbox_id = factories.an_inbox("billing@acme.example").id

    post(event("bounce", sent))
    run_jobs()

    with work():
        assert state(sent)[0] == "sent"


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"null", b"[" * 100_000, b"\xff", b"[[]]"], ids=repr)
def test_a_signed_post_of_the_wrong_shape_is_refused(client, hook, signer, envelopes, body):
    answer = client.post(f"{hook}/events", data=body, headers=signer.headers(body))

    assert answer.status_code == 400
    assert envelopes() == []


def test_without_a_signature_nothing_is_believed(client, hook, signer, envelopes):
    body = b"[]"
    for headers in ({}, Signer().headers(body), signer.headers(b"[ ]"), signer.headers(body, age=700)):
        answer = client.post(f"{hook}/events", data=body, headers=headers)
        assert (answer.status_code, answer.data) == (403, b"")
    assert envelopes() == []


def test_without_a_configured_key_events_are_refused(client, hook, envelopes):
    body = b"[]"
    assert client.post(f"{hook}/events", data=body, headers=Signer().headers(body)).status_code == 403
    assert envelopes() == []


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "bounce", "type": "bounce", "reason": "550 no such user"}, "bounced"),
        ({"kind": "dropped", "reason": "Bounced Address"}, "bounced"),
        ({"kind": "spamreport"}, "complained"),
        ({"kind": "group_unsubscribe"}, "unsubscribed"),
        ({"kind": "bounce", "type": "blocked", "reason": "421 try later"}, None),
        ({"kind": "dropped", "reason": "Spam Content"}, None),
        ({"kind": "deferred", "response": "421"}, None),
    ],
)
def test_what_ends_an_address_suppresses_it(post, sent, run_jobs, work, told, why):
    told = dict(told)
    assert post(event(told.pop("kind"), sent, **told)) == 200
    run_jobs()
    with work():
        assert factories.known_address("dora@customer.example").suppressed_why == why


def test_an_event_about_another_address_or_message_suppresses_nobody(post, sent, run_jobs, work):
    with work():
        factories.a_contact("Eve", address="eve@customer.example")
    post(event("spamreport", sent, address="eve@customer.example"), event("spamreport", sent + 999))
    run_jobs()
    with work():
        assert factories.known_address("eve@customer.example").suppressed_why is None
        assert factories.known_address("dora@customer.example").suppressed_why is None


def test_an_unsigned_event_suppresses_nobody(client, hook, signer, sent, run_jobs, work):
    body = json.dumps([event("spamreport", sent)]).encode()
    assert client.post(f"{hook}/events", data=body, content_type="application/json").status_code == 403
    run_jobs()
    with work():
        assert factories.known_address("dora@customer.example").suppressed_why is None
