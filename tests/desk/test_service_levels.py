"""Agents see when a promise is due, and hear when it was not kept."""

from datetime import timedelta

import pytest

from helpdesk.kernel import live, tail
from helpdesk.kernel.db import unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.sla.breaches import tell
from helpdesk.sla.promising import Terms, promise, usual_targets
from tests.factories import a_contact, a_reply, a_ticket

JSON = {"Accept": "application/json"}
ALWAYS = (((0, 24 * 60),),) * 7


@pytest.fixture
def promised(clock, work):
    with work():
        promise(Terms(enabled=True, week=ALWAYS, targets=usual_targets()), by=SYSTEM)


@pytest.fixture
def due(promised, ticket):
    """Dora's kettle, whose first reply is due in eight hours."""
    return ticket


def test_the_list_and_the_ticket_say_when_it_is_due(due, clock, desk, url):
    page = desk.get(url, headers=JSON).json

    assert page["tickets"][0]["due_at"] == page["ticket"]["due_at"] == "2026-03-02T17:00:00Z"
    assert [(one["metric"], one["due_at"], one["breached_at"]) for one in page["ticket"]["clocks"]] == [
        ("first_reply", "2026-03-02T17:00:00Z", None),
        ("resolution", "2026-03-04T01:00:00Z", None),
    ]


def test_an_answer_and_a_wait_are_seen_at_once(due, clock, desk, url):
    clock.tick(hours=1)
    desk.post(f"{url}/replies", json={"text": "Which kettle?"})
    ticket = desk.put(f"{url}/status", json={"status": "pending"}).json["ticket"]

    first, resolution = ticket["clocks"]
    assert ticket["due_at"] is None
    assert (first["stopped_at"], first["breached_at"]) == ("2026-03-02T10:00:00Z", None)
    assert (resolution["due_at"], resolution["left_seconds"]) == (None, 39 * 3600)


def test_what_is_due_first_stands_first(due, work, desk, inbox, clock, ben):
    clock.tick(hours=1)
    with work():
        later = a_ticket(by=a_contact(), inbox=inbox)
        answered = a_ticket(by=a_contact(), inbox=inbox)
        a_reply(answered, by=ben)

    page = desk.get("/desk/tickets?sort=due", headers=JSON).json

    assert [row["number"] for row in page["tickets"]] == [due.number, later.number, answered.number]


def test_without_promises_nothing_is_due(ticket, desk, url):
    page = desk.get(url, headers=JSON).json

    assert (page["ticket"]["due_at"], page["ticket"]["clocks"]) == (None, [])


def test_a_promise_that_was_not_kept_reaches_the_open_desk(due, app, work, connect, clock, ben, run_jobs):
    with app.app_context(), unit(write=False):
        place = tail.end()
    line = connect(ben)
    line.emit("join", {"rooms": ["desk", f"ticket:{due.number}"]}, callback=True)
    clock.tick(hours=8, minutes=1)
    with work():
        tell(ticket_id=due.id)

    with app.app_context(), unit(write=False):
        for cursor, news in live.news_of(tail.after(place, limit=10)):
            live._tell(cursor, news)
    heard = [packet["args"][0] for packet in line.queue if packet["name"] == "news"]
    said = [one["message"]["sentence"] for one in heard if one["kind"] == "message"]
    whole = next(one["ticket"] for one in heard if "clocks" in one.get("ticket", {}))

    assert said == ["The first reply is overdue"]
    assert whole["clocks"][0]["breached_at"] == (clock.now).isoformat().replace("+00:00", "Z")
    assert whole["due_at"] == (clock.now - timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
