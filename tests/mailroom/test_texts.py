"""A customer texts, an agent answers, Twilio tells what became of it: told by HTTP from door to door."""

from itertools import permutations
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from helpdesk.channels.inboxes import change_inbox, create_inbox, disable
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import described
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.models import Message, Ticket
from tests.standins.twilio import ACCOUNT, TOKEN
from tests.texts import NUMBER, PAT, a_status, a_text, posted

pytestmark = pytest.mark.database


@pytest.fixture
def configured(app, twilio, monkeypatch):
    """The server has a Twilio account."""
    for name, value in (("ACCOUNT_SID", ACCOUNT), ("AUTH_TOKEN", TOKEN), ("API_BASE", twilio.url)):
        monkeypatch.setitem(app.config, f"TWILIO_{name}", value)
    return twilio


@pytest.fixture
def hook(work, configured):
    """The public address that Twilio posts texts to."""
    with work():
        return described(create_inbox(channel="sms", name="Texts", address=NUMBER, by=SYSTEM))["hook_url"]


@pytest.fixture
def post(client, hook, run_jobs):
    """Post a form of Twilio's, signed, and let it be processed; returns the answer."""

    def come(fields, *, url=hook, token=TOKEN):
        parts = urlsplit(url)
        answer = client.post(f"{parts.path}?{parts.query}" if parts.query else parts.path, **posted(url, fields, token))
        run_jobs()
        return answer

    return come


@pytest.fixture
def desk(app, ben, login):
    """Ben's browser."""
    return login(app.test_client(), ben)


@pytest.fixture
def shown(desk):
    """What Ben sees: the ticket with its messages."""

    def look(number):
        return desk.get(f"/desk/tickets/{number}", headers={"Accept": "application/json"}).get_json()

    return look


@pytest.fixture
def answer(desk, run_jobs):
    """Let Ben answer, and the answer leave; returns the status and what he is told."""

    def say(number, text="We send a new one.", **more):
        told = desk.post(f"/desk/tickets/{number}/replies", json={"text": text, **more})
        run_jobs()
        return told.status_code, told.get_json()

    return say


def newest(work):
    with work():
        return db.session.scalar(select(func.max(Ticket.number)))


def count(work, kind):
    with work():
        return db.session.scalar(select(func.count()).select_from(kind))


def texts(shown, number):
    return [(one["kind"], one["text"]) for one in shown(number)["messages"] if one["kind"] != "event"]


def opted_out(work):
    with work():
        return db.session.scalars(select(Identity).where(Identity.value == PAT)).one().opted_out_at is not None


def test_a_text_becomes_a_ticket_and_is_answered(post, configured, work, shown, answer):
    told = post(
        a_text("My kettle stays cold, and it did so all week long; I would like to have my money back, please.")
    )
    assert (told.status_code, told.mimetype) == (200, "text/xml")
    assert told.text == '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'

    number = newest(work)
    ticket = shown(number)["ticket"]
    assert ticket["subject"] == "My kettle stays cold, and it did so all week long; I would like to have my…"
    assert (ticket["channel"], ticket["needs_reply"], ticket["contact"]["name"]) == ("sms", True, PAT)
    assert ticket["contact_panel"]["identities"] == [
        {"kind": "phone", "value": PAT, "verified": True, "opted_out": False}
    ]

    status, said = answer(number)
    assert status == 201
    assert [(one["To"], one["From"], one["Body"]) for one in configured.accepted] == [
        (PAT, NUMBER, "We send a new one.")
    ]
    callback = configured.accepted[0]["StatusCallback"]
    assert callback.endswith(f"/events?message={said['message']['id']}")
    assert post(a_status(f"SM{1:032d}", "delivered"), url=callback).status_code == 200

    messages = shown(number)["messages"]
    assert [one["delivery"]["state"] for one in messages if one["kind"] == "outbound"] == ["delivered"]


def test_an_agents_signature_stays_off_a_text(post, configured, work, answer, ben):
    with work() as session:
        session.merge(ben).signature = "Ben of Acme\nTel. 1"
    post(a_text())

    answer(newest(work))
    assert configured.accepted[0]["Body"] == "We send a new one."


@pytest.mark.parametrize("order", list(permutations(["queued", "sending", "sent", "delivered"])), ids="-".join)
def test_the_furthest_status_wins_in_any_order(post, configured, work, answer, shown, order):
    post(a_text())
    number = newest(work)
    answer(number)
    url, sid = configured.accepted[0]["StatusCallback"], f"SM{1:032d}"

    for status in order:
        assert post(a_status(sid, status), url=url).status_code == 200

    assert shown(number)["messages"][-1]["delivery"]["state"] == "delivered"


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "undelivered"])), ids="-".join)
def test_a_failure_says_why(post, configured, work, answer, shown, order):
    post(a_text())
    number = newest(work)
    answer(number)

    for status in order:
        why = {"ErrorCode": "30005"} if status == "undelivered" else {}
        post(a_status(f"SM{1:032d}", status, **why), url=configured.accepted[0]["StatusCallback"])

    delivery = shown(number)["messages"][-1]["delivery"]
    assert delivery["state"] == "failed"
    assert "the number does not exist, or is no longer in use (Twilio 30005)" in delivery["words"]


def test_a_status_of_somebody_elses_message_changes_nothing(post, configured, work, answer, shown, hook):
    post(a_text())
    number = newest(work)
    answer(number)
    url, sid = configured.accepted[0]["StatusCallback"], f"SM{1:032d}"

    for strange in (
        f"{hook}/events",
        f"{hook}/events?message=99999",
        f"{hook}/events?message=x",
        f"{hook}/events?message=0",
    ):
        assert post(a_status(sid, "failed", Strange=strange), url=strange).status_code == 200
    assert post(a_status(sid, "delivered", to="+4915100000000"), url=url).status_code == 200
    assert post(a_status(f"SM{2:032d}", "levitating"), url=url).status_code == 200

    assert shown(number)["messages"][-1]["delivery"]["state"] == "sent"


def test_a_status_that_names_no_message_is_refused(post, hook):
    for fields in ({"Body": "hello"}, {"MessageSid": "x", "MessageStatus": "sent"}, a_status(f"SM{1:032d}", "SENT!")):
        assert post(fields, url=f"{hook}/events").status_code == 400


def test_the_same_text_comes_in_once_for_ever(post, work, shown, clock):
    text = a_text("Hello?")
    assert post(text).status_code == 200
    clock.tick(days=400)
    assert post({**text, "Body": "Hello!"}).status_code == 200  # Twilio's name for it counts, not the bytes.

    assert texts(shown, newest(work)) == [("inbound", "Hello?")]
    assert (count(work, Envelope), count(work, Ticket)) == (1, 1)


@pytest.mark.parametrize("token", [None, "another token"])
def test_what_is_not_signed_leaves_no_row(post, work, hook, token):
    for url, fields in ((hook, a_text()), (f"{hook}/events", a_status(f"SM{1:032d}", "sent"))):
        answer = post(fields, url=url, token=token)
        assert (answer.status_code, answer.data) == (403, b"")
    assert (count(work, Envelope), count(work, Ticket)) == (0, 0)


def test_without_any_token_nothing_is_believed(app, post, work, monkeypatch):
    monkeypatch.setitem(app.config, "TWILIO_AUTH_TOKEN", None)
    assert post(a_text(), token="").status_code == 403
    assert count(work, Envelope) == 0


def test_a_text_signed_with_the_inboxs_own_token_is_believed(post, work):
    with work():
        inbox = db.session.scalars(select(Inbox)).one()
        change_inbox(inbox, settings={"account_sid": "AC" + "9" * 32, "auth_token": "its own"}, by=SYSTEM, partial=True)

    assert post(a_text(), token="its own").status_code == 200
    assert post(a_text(), token=TOKEN).status_code == 200
    assert count(work, Envelope) == 2


def test_an_open_ticket_goes_on_and_a_resolved_one_does_not(post, work, shown, desk):
    post(a_text("One"))
    first = newest(work)
    post(a_text("Two"))
    assert texts(shown, first) == [("inbound", "One"), ("inbound", "Two")]

    desk.put(f"/desk/tickets/{first}/status", json={"status": "resolved"})
    post(a_text("Three"))
    assert newest(work) != first
    assert texts(shown, newest(work)) == [("inbound", "Three")]


def test_a_ticket_that_was_silent_too_long_does_not_go_on(post, work, clock):
    post(a_text("One"))
    clock.tick(days=29)
    post(a_text("Two"))
    clock.tick(days=31)
    post(a_text("Three"))

    assert count(work, Ticket) == 2


def test_another_person_has_another_ticket(post, work):
    post(a_text("One"))
    post(a_text("Two", sender="+4915187654321"))
    assert count(work, Ticket) == 2


@pytest.mark.parametrize("word", ["STOP", " stop. ", "Unsubscribe"])
def test_stop_stops_and_start_starts_again(post, configured, work, shown, answer, word):
    post(a_text("Hello?"))
    number = newest(work)
    assert answer(number)[0] == 201

    post(a_text(word))
    assert opted_out(work)
    ticket = shown(number)
    assert texts(shown, number)[-1] == ("inbound", word)
    assert not ticket["ticket"]["needs_reply"]
    assert ticket["ticket"]["contact_panel"]["identities"][0]["opted_out"]
    assert "no more messages" in ticket["messages"][-1]["warning"]

    status, told = answer(number, "Are you sure?")
    assert (status, told["error"]["code"]) == (409, "opted_out")
    assert len(configured.calls) == 1

    post(a_text("Start"))
    assert not opted_out(work)
    assert answer(number, "Welcome back.")[0] == 201
    assert configured.accepted[-1]["Body"] == "Welcome back."


def test_stop_does_not_open_a_resolved_ticket_again(post, work, shown, desk):
    post(a_text("Hello?"))
    number = newest(work)
    desk.put(f"/desk/tickets/{number}/status", json={"status": "resolved"})

    post(a_text("STOP"))
    assert newest(work) == number
    assert shown(number)["ticket"]["status"] == "resolved"
    assert texts(shown, number)[-1] == ("inbound", "STOP")


def test_a_strangers_stop_is_noted_and_opens_nothing(post, work):
    post(a_text("STOP"))

    assert opted_out(work)
    with work():
        envelope = db.session.scalars(select(Envelope)).one()
        assert (envelope.state, envelope.reason) == ("ignored", "consent")
    assert count(work, Ticket) == 0


def test_stop_counts_in_a_disabled_inbox_too(post, work):
    with work():
        disable(db.session.scalars(select(Inbox)).one(), by=SYSTEM)
    post(a_text("STOP"))
    assert opted_out(work)


def test_yes_is_an_answer_to_whoever_never_opted_out(post, work, shown):
    post(a_text("Shall I?"))
    post(a_text("YES"))

    number = newest(work)
    assert texts(shown, number)[-1] == ("inbound", "YES")
    assert shown(number)["ticket"]["needs_reply"]


def test_twilio_saying_that_they_opted_out_counts(post, configured, work, shown, answer):
    post(a_text())
    number = newest(work)
    configured.answer(400, code=21610)
    answer(number)

    assert opted_out(work)
    assert shown(number)["messages"][-1]["delivery"]["state"] == "blocked"
    assert answer(number)[0] == 409


def test_so_does_a_status_that_says_it(post, configured, work, answer):
    post(a_text())
    answer(newest(work))
    post(a_status(f"SM{1:032d}", "failed", ErrorCode="21610"), url=configured.accepted[0]["StatusCallback"])
    assert opted_out(work)


def test_what_waits_when_they_say_stop_does_not_leave(post, configured, client, hook, work, desk, run_jobs):
    post(a_text())
    number = newest(work)
    desk.post(f"/desk/tickets/{number}/replies", json={"text": "Too late."})  # No job has run yet.
    with work():
        db.session.scalars(select(Identity).where(Identity.value == PAT)).one().opted_out_at = now()
    run_jobs()

    assert configured.calls == []
    with work():
        assert db.session.scalars(select(Delivery)).one().state == "blocked"


def test_an_uncertain_text_is_never_sent_again_by_itself(post, configured, work, shown, answer, run_jobs, clock):
    post(a_text())
    number = newest(work)
    configured.answer(500)
    answer(number)
    assert shown(number)["messages"][-1]["delivery"]["state"] == "uncertain"

    configured.answer(201)
    clock.tick(hours=5)
    run_jobs()
    assert len(configured.calls) == 1


def test_pictures_come_along(post, configured, work, shown, desk):
    url = configured.has("ME1", "image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    post(a_text("", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))

    attached = shown(newest(work))["messages"][0]["attachments"]
    assert [(one["name"], one["media_type"], one["size"]) for one in attached] == [("image-1.png", "image/png", 108)]


def test_a_picture_from_a_stranger_is_not_fetched(post, work, shown):
    for url in (
        "http://127.0.0.1:9/x",
        "https://evil.example/x",
        "https://twilio.com.evil.example/x",
        "file:///etc/passwd",
        "[",
        "",
    ):
        post(a_text("Look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png", sender="+4915187654321"))

    said = {text for _kind, text in texts(shown, newest(work))}
    assert said == {"Look\n\n[A file of this message could not be fetched from Twilio.]"}


def test_a_text_waits_a_little_for_its_picture_and_not_for_ever(post, configured, work, shown, clock, run_jobs):
    url = configured.has("ME1", "image/png", b"\x89PNG\r\n\x1a\n")
    configured.media_status = 503
    post(a_text("Look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))
    assert count(work, Ticket) == 0

    clock.tick(minutes=1)
    configured.media_status = 200
    run_jobs()
    assert len(shown(newest(work))["messages"][0]["attachments"]) == 1

    configured.media_status = 503
    post(a_text("Again", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))
    clock.tick(minutes=11)
    run_jobs()
    assert texts(shown, newest(work))[-1][1].startswith("Again\n\n[A file")


@pytest.mark.parametrize(
    "fields",
    [{}, {"Body": "x"}, a_text(sender="ACME"), a_text(sender=""), a_text(NumMedia="-1"), a_text(NumMedia="²"),
     a_text(NumMedia="9" * 400), a_text("\0"), a_text("x" * 5000),
     a_text(MessageSid="nonsense"), a_text(sender=NUMBER)],
    ids=range(11),
)  # fmt: skip
def test_whatever_is_signed_is_kept_and_ends_once(post, work, fields):
    assert post(fields).status_code == 200
    with work():
        assert db.session.scalars(select(Envelope)).one().state in {"processed", "suspended"}


def test_only_what_fits_can_be_answered(post, configured, work, answer):
    post(a_text())
    number = newest(work)

    assert answer(number, "x" * 1601)[0] == 400
    assert answer(number, cc=["+4915187654321"])[0] == 400
    assert answer(number, "x" * 1600, html="<b>x</b>")[0] == 201
    assert count(work, Message) >= 2
    assert len(configured.accepted) == 1
