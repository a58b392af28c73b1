"""`flask ticket`, `flask export`, `flask setting`, `flask work`, `flask replay`."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.kernel.clock import now
from helpdesk.mailroom.models import Envelope
from tests.factories import a_reply, a_ticket
from tests.mails import a_mail


@pytest.fixture
def two_tickets(work, ben):
    """An open ticket, and one that Ben answered."""
    with work():
        a_ticket("Cold kettle")
        a_reply(a_ticket("Loud kettle"), by=ben)


def test_tickets_are_listed_a_line_each(flask, two_tickets):
    lines = flask("ticket", "list").lines

    assert [(line["number"], line["subject"]) for line in lines] == [(1, "Cold kettle"), (2, "Loud kettle")]


def test_a_filter_is_a_condition(flask, two_tickets):
    condition = {"field": "subject", "op": "contains", "value": "loud"}

    assert [line["number"] for line in flask("ticket", "list", "--filter", json.dumps(condition)).lines] == [2]


@pytest.mark.parametrize("condition", ["{", "[]", '{"field": "colour", "op": "is", "value": 1}', '{"all": 1}'])
def test_a_condition_that_is_none_is_a_mistake_in_usage(flask, condition):
    assert flask("ticket", "list", "--filter", condition).code == 2


def test_an_agent_answers_and_resolves_from_the_command_line(flask, two_tickets, ben):
    said = flask("ticket", "reply", "1", "--as", ben.email, "--resolve", "--now", given=b"Plug it in.")

    assert (said.code, said.only["ticket"], said.only["status"]) == (0, 1, "resolved")
    exported = flask("export", "--ticket", "1").only
    assert exported["messages"][-1]["text"] == "Plug it in."
    assert [delivery["state"] for delivery in exported["deliveries"]] == ["queued"]


def test_without_now_it_waits_as_it_does_for_people(flask, two_tickets, ben):
    flask("setting", "set", "sending.undo", "120")

    said = flask("ticket", "reply", "1", "--as", ben.email, "--resolve", given=b"Plug it in.")

    assert (said.code, said.only["status"], said.only["message"]) == (0, "open", None)
    assert said.only["draft"]
    assert said.only["release_at"]


@pytest.mark.parametrize(
    ("number", "email", "text"),
    [("99", None, b"Hi"), ("1", "nobody@acme.example", b"Hi"), ("1", None, b" \n"), ("1", None, b"\xff")],
)
def test_an_answer_that_cannot_be_given_is_unusable(flask, two_tickets, ben, number, email, text):
    said = flask("ticket", "reply", number, "--as", email or ben.email, given=text)

    assert (said.code, said.lines) == (65, [])


def test_an_export_holds_all_there_is_about_a_ticket(flask, two_tickets):
    said = flask("export").lines

    assert [line["number"] for line in said] == [1, 2]
    assert {"contact", "messages", "events", "deliveries", "attachments", "sla", "surveys"} <= set(said[1])
    assert said[1]["contact"]["identities"][0]["kind"] == "email"
    assert [event["name"] for event in said[1]["events"]] == [
        "ticket.opened", "message.received", "ticket.agent_assigned", "message.sent",
    ]  # fmt: skip


def test_an_export_can_begin_at_an_instant(flask, two_tickets):
    assert flask("export", "--since", (now() + timedelta(minutes=1)).isoformat()).lines == []
    assert len(flask("export", "--since", "2020-01-01").lines) == 2
    assert flask("export", "--since", "yesterday").code == 2


def test_exporting_a_ticket_that_does_not_exist_is_unusable(flask):
    assert flask("export", "--ticket", "5").code == 65


def test_work_runs_what_is_due(flask, two_tickets):
    said = flask("work", "--until-idle").only

    assert (said["ran"], said["failed"]) == (2, 0)
    assert flask("export", "--ticket", "2").only["deliveries"][0]["state"] == "recorded"


def test_work_without_an_end_is_a_mistake_in_usage(flask):
    assert flask("work").code == 2


def test_a_setting_is_changed_and_listed(flask):
    assert flask("setting", "set", "workspace.name", "Acme Support").only == {
        "key": "workspace.name",
        "value": "Acme Support",
    }

    listed = {line["key"]: line["value"] for line in flask("setting", "list").lines}
    assert listed["workspace.name"] == "Acme Support"
    assert flask("setting", "set", "no.such", "1").code == 2


def test_a_kept_envelope_is_processed_again(flask, inbox, work):
    identity = flask("mail", "deliver", "--inbox", inbox, "--wait", given=a_mail()).only["envelope"]
    assert flask("replay", str(identity)).only == {"envelope": identity, "queued": False, "state": "processed"}
    with work() as session:
        session.scalars(select(Envelope)).one().state = "quarantined"

    assert flask("replay", str(identity)).only == {"envelope": identity, "queued": True, "state": "received"}
    assert flask("replay", "999").code == 65
