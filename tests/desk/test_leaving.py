"""A reply waits a little before it leaves: until then its author can take it back, and then it leaves exactly once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.accounts.membership import deactivate
from helpdesk.accounts.models import Agent
from helpdesk.contacts.consent import opt_out
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.kernel.settings import put
from helpdesk.tickets.leaving import release
from helpdesk.tickets.models import Message, Ticket
from tests.factories import a_field, a_message, a_reply, address_of, an_agent

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def undo_time(work, clock):
    """As it is outside of tests: ten seconds by mail."""
    with work():
        put("sending.undo", 120, by=SYSTEM)


@pytest.fixture
def send(desk, url):
    """Ben's click on Send."""
    return lambda **more: desk.post(f"{url}/replies", json={"text": "Have you plugged it in?"} | more)


@pytest.fixture
def take_back(desk, url):
    return lambda **named: desk.post(f"{url}/draft/undo", json=named)


@pytest.fixture
def drafts(desk):
    return lambda: desk.get("/desk/drafts", headers=JSON).json["drafts"]


@pytest.fixture
def sent(work):
    """The words that left, on any ticket."""

    def texts():
        with work():
            return list(
                rows.session.scalars(select(Message.text).where(Message.kind == "outbound").order_by(Message.id))
            )

    return texts


def events(work, name):
    with work():
        return rows.session.scalar(select(func.count()).select_from(EventRow).where(EventRow.name == name))


def bell(desk):
    page = desk.get("/desk/notifications").text
    return [words for words in ("Your reply was not sent.", "Your reply did not arrive") if words in page]


def test_it_waits_ten_seconds_and_then_leaves_once(send, sent, drafts, run_jobs, clock, work, desk, url):
    answer = send(client_key="k", status="resolved")

    assert answer.status_code == 202
    draft = answer.json["draft"]
    assert (draft["client_key"], draft["scheduled"]) == ("k", False)
    assert draft["release_at"] == (clock.now + timedelta(seconds=10)).isoformat().replace("+00:00", "Z")
    run_jobs()
    assert (sent(), events(work, "message.sent")) == ([], 0)
    assert desk.get(url, headers=JSON).json["ticket"]["status"] == "open"

    clock.tick(seconds=11)
    run_jobs()
    run_jobs()

    assert sent() == ["Have you plugged it in?"]
    assert events(work, "message.sent") == 1
    assert desk.get(url, headers=JSON).json["ticket"]["status"] == "resolved"
    assert drafts() == []


def test_now_means_now(send, sent):
    answer = send(now=True)

    assert (answer.status_code, answer.json["message"]["text"]) == (201, "Have you plugged it in?")
    assert sent() == ["Have you plugged it in?"]


def test_taken_back_it_is_a_draft_with_everything_and_never_leaves(send, take_back, sent, drafts, run_jobs, clock):
    send(status="resolved", cc=["eli@customer.example"])

    answer = take_back()

    assert answer.status_code == 200
    assert (answer.json["draft"]["text"], answer.json["draft"]["release_at"]) == ("Have you plugged it in?", None)
    clock.tick(minutes=5)
    run_jobs()
    assert sent() == []
    (draft,) = drafts()
    assert (draft["cc"], draft["status"]) == (["eli@customer.example"], "resolved")


def test_what_was_begun_meanwhile_stands_below_what_comes_back(send, take_back, drafts, desk, url):
    send()
    desk.put(f"{url}/draft", json={"kind": "reply", "text": "And one more thing"})

    take_back()

    assert [one["text"] for one in drafts()] == ["Have you plugged it in?\n\nAnd one more thing"]


def test_too_late_is_said(send, take_back, sent, run_jobs, clock):
    draft = send().json["draft"]
    clock.tick(seconds=11)
    run_jobs()

    answer = take_back(draft=draft["id"])

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "left")
    assert sent() == ["Have you plugged it in?"]


def test_a_double_click_and_a_late_retry_are_one_reply(send, sent, drafts, run_jobs, clock):
    first, second = send(client_key="k"), send(client_key="k")
    assert first.json["draft"]["id"] == second.json["draft"]["id"]

    clock.tick(seconds=11)
    run_jobs()

    assert send(client_key="k").status_code == 201
    assert (sent(), drafts()) == (["Have you plugged it in?"], [])


def test_a_worker_that_comes_twice_finds_nothing_to_do(send, sent, work, clock):
    draft = send().json["draft"]
    clock.tick(seconds=11)

    for _ in range(2):
        with work():
            release(draft_id=draft["id"])

    assert sent() == ["Have you plugged it in?"]


def test_what_would_be_refused_is_refused_at_once(send, drafts, work, ticket):
    assert send(to=[]).json["error"]["code"] == "no_recipient"
    assert send(attachments=[4711]).json["error"]["field"] == "attachments"
    with work():
        a_message(rows.session.get_one(Ticket, ticket.id), text="It works now.")
    assert send(last_message_id=1).json["error"]["code"] == "moved_on"
    assert drafts() == []


def customer_writes(ticket):
    a_message(rows.session.get_one(Ticket, ticket.id), text="It works now.")


def customer_opts_out(ticket):
    opt_out(address_of(rows.session.get_one(Ticket, ticket.id).contact), by=SYSTEM)


def colleague_writes(ticket):
    a_reply(rows.session.get_one(Ticket, ticket.id), by=an_agent("Eve"), text="It is on its way.")


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(customer_writes, "moved_on"), (colleague_writes, "moved_on"), (customer_opts_out, "opted_out")],
)
def test_what_may_not_leave_any_more_is_a_draft_again_and_its_author_is_told(
    send, sent, drafts, run_jobs, clock, work, ticket, desk, url, happens, reason
):
    seen = desk.get(url, headers=JSON).json["messages"][-1]["id"]
    send(last_message_id=seen, status="resolved")
    with work():
        happens(ticket)

    clock.tick(seconds=11)
    run_jobs()

    assert "Have you plugged it in?" not in sent()
    (draft,) = drafts()
    assert (draft["text"], draft["held"], draft["release_at"]) == ("Have you plugged it in?", reason, None)
    assert bell(desk) == ["Your reply was not sent."]
    assert desk.get(url, headers=JSON).json["ticket"]["status"] == "open"


def test_a_field_that_is_needed_stops_send_and_resolve_at_the_click(send, drafts, sent, work, desk, url):
    with work():
        field = a_field("Reason", required=True).id
    desk.put(f"{url}/draft", json={"kind": "reply", "text": "Have you plugged it in?"})

    answer = send(status="resolved")

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "fields_lacking")
    assert answer.json["fields"] == [{"id": field, "label": "Reason"}]
    assert send(status="resolved", release_at="2030-01-02T09:00:00Z").status_code in (400, 409)
    assert [one["release_at"] for one in drafts()] == [None]
    assert send(status="pending").status_code == 202


def test_a_field_that_was_emptied_meanwhile_holds_the_reply_with_that_reason(
    send, sent, drafts, run_jobs, clock, work, desk, url
):
    with work():
        field = a_field("Reason", required=True).id
    desk.put(f"{url}/fields/{field}", json={"value": "Late"})
    assert send(status="resolved").status_code == 202
    desk.put(f"{url}/fields/{field}", json={"value": ""})

    clock.tick(seconds=11)
    run_jobs()

    (draft,) = drafts()
    assert (sent(), draft["held"]) == ([], "fields_lacking")
    assert draft["held_words"] == "A field that is needed was not filled in."
    assert bell(desk) == ["Your reply was not sent."]
    assert desk.get(url, headers=JSON).json["ticket"]["status"] == "open"


def test_whoever_left_the_company_sends_nothing_more(send, sent, run_jobs, clock, work, ben):
    send()
    with work():
        deactivate(rows.session.get_one(Agent, ben.id), by=SYSTEM)

    clock.tick(seconds=11)
    run_jobs()

    assert sent() == []


def test_a_reply_for_tomorrow_leaves_tomorrow(send, sent, run_jobs, clock, drafts):
    at = (clock.now + timedelta(days=1)).isoformat()
    assert send(release_at=at).json["draft"]["scheduled"] is True

    clock.tick(hours=23)
    run_jobs()
    assert (sent(), len(drafts())) == ([], 1)
    clock.tick(hours=2)
    run_jobs()
    assert (sent(), drafts()) == (["Have you plugged it in?"], [])


def test_a_reply_for_tomorrow_is_held_when_the_customer_writes_today(
    send, sent, run_jobs, clock, drafts, work, ticket, desk
):
    send(release_at=(clock.now + timedelta(days=1)).isoformat())
    with work():
        customer_writes(ticket)

    run_jobs()

    (draft,) = drafts()
    assert (draft["release_at"], draft["held"]) == (None, "written")
    assert bell(desk) == ["Your reply was not sent."]
    clock.tick(days=2)
    run_jobs()
    assert sent() == []


def test_a_reply_that_waits_can_be_sent_now(send, sent, drafts, desk, url, clock, run_jobs):
    draft = send(release_at=(clock.now + timedelta(days=1)).isoformat()).json["draft"]

    answer = desk.post(f"{url}/draft/release", json={"draft": draft["id"]})

    assert (answer.status_code, answer.json["message"]["text"]) == (201, "Have you plugged it in?")
    clock.tick(days=2)
    run_jobs()
    assert (sent(), drafts()) == (["Have you plugged it in?"], [])
    assert desk.post(f"{url}/draft/release", json={"draft": draft["id"]}).status_code == 409


@pytest.mark.parametrize("at", ["2020-01-01T09:00:00Z", "2126-01-01T09:00:00Z", "tomorrow", "2026-03-03T09:00:00", 7])
def test_a_time_that_makes_no_sense_is_refused(send, sent, drafts, at):
    answer = send(release_at=at)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "release_at")
    assert (sent(), drafts()) == ([], [])


def test_nobody_takes_back_or_releases_what_is_not_theirs(send, lead, stranger, url, drafts):
    draft = send().json["draft"]

    for path in ("undo", "release"):
        assert lead.post(f"{url}/draft/{path}", json={"draft": draft["id"]}).status_code == 409
        assert stranger.post(f"{url}/draft/{path}", json={"draft": draft["id"]}).status_code == 404
    assert [one["release_at"] is not None for one in drafts()] == [True]
