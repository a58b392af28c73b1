"""An agent's answer leaves: once, by the right way, and whatever happens to it can be seen."""

import socket

from helpdesk.channels.inboxes import resume
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom import dressing
from helpdesk.mailroom.dressing import Dressed
from helpdesk.mailroom.outbox import retry_delivery
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.saying import say
from helpdesk.tickets.uploads import upload
from tests import factories
from tests.tickets.test_uploads import PNG


def states(fared):
    return [state for state, *_ in fared.values()]


def test_an_answer_leaves_by_sendgrid_in_one_call(configured, answer, run_jobs, went):
    message = answer(to=["dora@customer.example"], cc=["eve@customer.example"], bcc=["boss@customer.example"])
    run_jobs()

    (mail,) = configured.accepted
    (people,) = mail["personalizations"]
    assert {role: [one["email"] for one in people[role]] for role in ("to", "cc", "bcc")} == {
        "to": ["dora@customer.example"],
        "cc": ["eve@customer.example"],
        "bcc": ["boss@customer.example"],
    }
    assert people["to"][0]["name"] == "Dora Diaz"
    assert mail["from"] == {"email": "support@acme.example", "name": "Support"}
    assert mail["subject"] == "Re: The kettle does not boil"
    assert mail["custom_args"] == {"helpdesk_message": str(message)}
    assert [part["type"] for part in mail["content"]] == ["text/plain", "text/html"]
    assert mail["content"][0]["value"].startswith("We are looking into it.")
    assert mail["headers"]["In-Reply-To"].endswith("@customer.example>")
    assert states(went(message)) == ["sent"] * 3


def test_what_an_agent_wrote_in_html_leaves_clean_and_with_its_pictures(configured, answer, run_jobs):
    answer(html='<p>Look: <img src="https://acme.example/kettle.png"><script>alert(1)</script></p>')
    run_jobs()

    html = configured.accepted[0]["content"][1]["value"]
    assert '<img src="https://acme.example/kettle.png">' in html
    assert "alert" not in html


def test_its_reply_address_brings_the_answer_back_to_the_ticket(configured, answer, run_jobs, arrive, ticket):
    answer()
    run_jobs()

    envelope = arrive("Thank you", to=configured.accepted[0]["reply_to"]["email"])
    assert (envelope.threaded_by, envelope.message.ticket_id) == ("token", ticket)


def test_the_thread_is_named_first_and_newest(configured, answer, run_jobs, arrive):
    answer("one")
    run_jobs()
    first = configured.accepted[0]["headers"]
    again = arrive("more", in_reply_to=first["Message-ID"])
    answer("two")
    run_jobs()

    second = configured.accepted[1]["headers"]
    assert second["In-Reply-To"] == again.message.external_id
    assert second["References"].split() == [first["In-Reply-To"], first["Message-ID"], again.message.external_id]


def test_without_a_provider_it_is_recorded_and_not_sent(answer, run_jobs, went):
    message = answer()
    run_jobs()
    assert went(message) == {"dora@customer.example": ("recorded", None, 0)}


def test_our_own_inboxes_get_no_mail_from_us(configured, answer, run_jobs, went, work):
    with work():
        factories.an_inbox("billing@acme.example")
    message = answer(to=["dora@customer.example", "billing@acme.example", "Support+x@acme.example"])
    run_jobs()
    assert list(went(message)) == ["dora@customer.example"]


def test_a_refused_mail_fails_visibly_and_can_be_tried_again(configured, answer, run_jobs, went, work, ben):
    configured.answer(400)
    message = answer()
    run_jobs()
    ((state, error, attempts),) = went(message).values()
    assert (state, attempts) == ("failed", 1)
    assert "400" in error

    configured.answer(202)
    with work():
        assert retry_delivery(db.session.get(Message, message), by=ben) == 1
    run_jobs()
    assert states(went(message)) == ["sent"]


def test_trouble_at_the_provider_is_waited_out_in_order(configured, answer, run_jobs, went, clock):
    configured.answer(500)
    messages = [answer(word) for word in ("one", "two", "three")]
    for _ in range(4):
        run_jobs()
        clock.tick(minutes=3)
    assert [states(went(message)) for message in messages] == [["queued"]] * 3

    configured.answer(202)
    for _ in range(3):
        clock.tick(hours=1, minutes=20)
        run_jobs()

    assert [mail["content"][0]["value"].strip()[:5].strip() for mail in configured.accepted] == ["one", "two", "three"]
    assert [states(went(message)) for message in messages] == [["sent"]] * 3


def test_after_a_day_it_failed(configured, answer, run_jobs, went, clock):
    configured.answer(503)
    message = answer()
    for _ in range(40):
        run_jobs()
        clock.tick(hours=1)
    ((state, error, _attempts),) = went(message).values()
    assert state == "failed"
    assert "503" in error


def test_retry_after_is_kept_by_the_whole_inbox(configured, answer, run_jobs, went, clock):
    configured.answer(429, retry_after=120)
    message = answer()
    run_jobs()
    configured.answer(202)
    clock.tick(seconds=119)
    run_jobs()
    assert len(configured.requests) == 1

    clock.tick(seconds=10)
    run_jobs()
    assert states(went(message)) == ["sent"]


def test_refused_credentials_pause_the_inbox_and_lose_nothing(configured, answer, run_jobs, went, work, alma, inbox):
    configured.answer(401)
    first, second = answer("one"), answer("two")
    run_jobs()
    assert len(configured.requests) == 1
    assert states(went(first)) + states(went(second)) == ["queued"] * 2
    with work():
        paused = db.session.get(Inbox, inbox.id)
        assert paused.paused_at
        assert "401" in paused.pause_reason

    configured.answer(202)
    with work():
        resume(db.session.get(Inbox, inbox.id), by=alma)
    run_jobs()
    assert states(went(first)) + states(went(second)) == ["sent"] * 2


def test_a_provider_that_is_not_there_is_tried_again(app, answer, run_jobs, went, clock, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setitem(app.config, "SENDGRID_API_BASE", f"http://127.0.0.1:{closed.getsockname()[1]}")
    monkeypatch.setitem(app.config, "SENDGRID_API_KEY", "SG.key")
    message = answer()
    run_jobs()
    assert states(went(message)) == ["queued"]


def test_what_a_machine_says_is_marked_as_such_and_answers_no_turn(configured, work, ticket, run_jobs, arrive):
    with work():
        say(db.session.get_one(Ticket, ticket), "We have your mail.", by=SYSTEM, robot="rule", key="rule:1")
    run_jobs()

    (mail,) = configured.accepted
    assert mail["headers"]["Auto-Submitted"] == "auto-generated"
    assert mail["headers"]["X-Auto-Response-Suppress"] == "All"
    assert arrive("Thanks", to=mail["reply_to"]["email"]).message.ticket_id == ticket


def test_a_machine_may_keep_its_keys_out_of_the_desk(configured, work, ticket, run_jobs, monkeypatch):
    monkeypatch.setitem(dressing._dressers, "survey", lambda message: Dressed(f"{message.text} Click: /s/secret"))
    with work():
        said = say(db.session.get_one(Ticket, ticket), "How was it?", by=SYSTEM, robot="survey", key="survey:1")
        kept = said.text
    run_jobs()

    assert (kept, configured.accepted[0]["content"][0]["value"].strip()) == (
        "How was it?",
        "How was it? Click: /s/secret",
    )


def test_a_picture_in_an_agents_text_leaves_inside_the_mail(configured, answer, run_jobs, work, ben):
    with work():
        picture = upload(PNG, filename="shot.png", claimed_type="image/png", by=ben).id
    answer(html=f'<p>Look: <img src="cid:upload-{picture}@desk" alt="shot.png"></p>')
    run_jobs()

    (mail,) = configured.accepted
    (file,) = mail["attachments"]
    assert (file["disposition"], file["content_id"]) == ("inline", f"upload-{picture}@desk")
    assert f'<img src="cid:upload-{picture}@desk"' in mail["content"][1]["value"]


INDEX = "AQHcqj8AAAAAAAAAAAAAAAAAAAAAAA=="


def test_outlook_finds_our_answer_in_its_thread(configured, arrive, work, ben, run_jobs):
    ticket_id = arrive(thread_topic="The kettle does not boil", thread_index=INDEX).message.ticket_id
    with work():
        factories.a_reply(db.session.get(Ticket, ticket_id), by=ben)
    run_jobs()

    headers = configured.accepted[0]["headers"]
    assert headers["Thread-Topic"] == "The kettle does not boil"
    assert headers["Thread-Index"].startswith(INDEX[:28])
    assert len(headers["Thread-Index"]) > len(INDEX)


def test_a_thread_of_another_program_carries_none_of_outlook_s_marks(configured, answer, run_jobs):
    answer()
    run_jobs()
    assert "Thread-Index" not in configured.accepted[0]["headers"]
