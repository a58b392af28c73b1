"""New ticket: an agent writes to somebody who did not write to us."""

import pytest
from sqlalchemy import func, select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Ticket
from tests.texts import NUMBER, PAT


@pytest.fixture
def desk(client, login, ben):
    """Ben's browser."""
    return login(client, ben)


@pytest.fixture
def texts(work):
    """The id of an SMS inbox."""
    with work():
        settings = {"default_region": "DE", "most_a_day": "5"}
        inbox = create_inbox(channel="sms", name="Texts", address=NUMBER, settings=settings, by=SYSTEM)
        db.session.flush()
        return inbox.id


def start(desk, inbox, **more):
    given = {"inbox_id": inbox, "to": PAT, "subject": "", "text": "Your kettle is ready.", "client_key": "k"}
    return desk.post("/desk/tickets", json=given | more)


def tickets(work):
    with work():
        return db.session.scalar(select(func.count()).select_from(Ticket))


def test_a_text_starts_a_ticket_that_the_agent_has(desk, texts, ben):
    answer = start(desk, texts)
    said = answer.get_json()

    assert answer.status_code == 201
    assert (said["ticket"]["subject"], said["ticket"]["assignee"]["name"]) == ("Your kettle is ready.", "Ben")
    assert (said["message"]["text"], said["message"]["to"]) == ("Your kettle is ready.", [PAT])
    assert said["message"]["delivery"]["state"] == "queued"


def test_a_double_click_starts_one(desk, texts, work):
    first, second = start(desk, texts), start(desk, texts)

    assert first.get_json()["ticket"]["number"] == second.get_json()["ticket"]["number"]
    assert tickets(work) == 1


def test_a_mail_wants_a_subject(desk, inbox, work):
    answer = start(desk, inbox.id, to="dora@customer.example")

    assert (answer.status_code, answer.get_json()["error"]["field"]) == (400, "subject")
    assert start(desk, inbox.id, to="dora@customer.example", subject="Kettle").status_code == 201
    assert tickets(work) == 1


@pytest.mark.parametrize(
    "bad",
    [{"inbox_id": 999}, {"inbox_id": None}, {"inbox_id": "x"}, {"to": ""}, {"to": "x" * 999}, {"to": ["+1"]},
     {"text": ""}, {"text": "x" * 2000}, {"cc": "x"}, {"cc": [1]}, {"client_key": "x" * 65}, {"strange": 1}],
    ids=str,
)  # fmt: skip
def test_bad_input_is_named_and_starts_nothing(desk, texts, work, bad):
    answer = start(desk, texts, **bad)

    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"]
    assert tickets(work) == 0


def test_the_sixth_within_the_hour_has_to_wait(desk, texts):
    found = [start(desk, texts, client_key=str(number)).status_code for number in range(6)]
    assert found == [201] * 5 + [429]


def test_a_stranger_starts_nothing(client, texts, work):
    assert start(client, texts).status_code == 401
    assert tickets(work) == 0


def test_the_workspace_knows_what_each_inbox_can_do(desk, texts, inbox):
    data = desk.get("/desk/tickets", headers={"Accept": "application/json"}).get_json()
    known = {one["channel"]: one for one in data["inboxes"]}

    assert known["sms"]["features"] == {
        "html": False, "subject": False, "copies": False, "attachments": False, "segments": True, "starts": True,
        "max_length": 1600,
    }  # fmt: skip
    assert known["email"]["features"]["subject"]
    assert (known["sms"]["name"], known["sms"]["channel_label"]) == ("Texts", "SMS")


def test_an_inbox_for_texts_is_made_by_the_common_form(client, login, alma, work):
    login(client, alma)
    made = client.post(
        "/desk/settings/inboxes", data={"channel": "sms", "name": "Texts", "address": "+1 (500) 555-0001", "team": ""}
    )
    page = client.get(made.location).text

    assert NUMBER in page
    assert "/hooks/sms/" in page
    assert "/events" in page
    for label in ("Twilio account SID", "Messaging Service SID", "Country"):
        assert label in page
    refused = client.post(made.location, data={"name": "Texts", "team": "", "setting-account_sid": "nonsense"})
    assert refused.status_code == 422
    assert "begins with AC" in refused.text
    bad = client.post("/desk/settings/inboxes", data={"channel": "sms", "name": "T", "address": "12", "team": ""})
    assert bad.status_code == 422


def test_a_spent_budget_is_refused_with_a_wait_and_the_admins_see_it(desk, texts, work, app, login, alma):
    for number in range(5):
        assert start(desk, texts, to=f"+491511234567{number}", client_key=str(number)).status_code == 201
    answer = start(desk, texts, client_key="one too many")

    assert (answer.status_code, answer.get_json()["error"]["code"]) == (429, "daily_limit")
    assert int(answer.headers["Retry-After"]) > 60
    assert tickets(work) == 5
    page = login(app.test_client(), alma).get("/desk/settings/inboxes").text
    assert "Daily limit reached" in page
