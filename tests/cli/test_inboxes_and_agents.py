"""`flask inbox` and `flask agent`."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.passwords import matches
from tests.mails import a_form, a_mail

CREATE = ("inbox", "create", "--channel", "email", "--name", "Support", "--address", "support@acme.example")


def test_a_new_inbox_is_printed_with_the_address_its_provider_posts_to(flask, client):
    said = flask(*CREATE)

    assert said.code == 0
    assert set(said.only) == {"id", "channel", "name", "address", "token", "hook_url", "event_url", "script_tag"}
    assert said.only["event_url"] == f"{said.only['hook_url']}/events"
    assert said.only["script_tag"] is None
    path = said.only["hook_url"].removeprefix("http://127.0.0.1:5000")
    assert client.post(path, **a_form(("email", a_mail()))).status_code == 200


def test_an_inbox_for_texts_is_printed_with_its_number_in_full(flask):
    said = flask(
        "inbox",
        "create",
        "--channel",
        "sms",
        "--name",
        "Texts",
        "--address",
        "+1 500 555 0001",
        "--set",
        "default_region=DE",
    )

    assert (said.code, said.only["address"]) == (0, "+15005550001")
    assert "/hooks/sms/" in said.only["hook_url"]
    assert said.only["event_url"] == f"{said.only['hook_url']}/events"


def test_an_inbox_belongs_to_its_team_and_takes_settings(flask, support):
    said = flask(*CREATE, "--team", "support", "--set", "provider=none")

    assert said.code == 0
    assert flask("inbox", "list").only == said.only


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (("--team", " "), "name"),
        (("--set", "provider"), "key=value"),
        (("--set", "colour=red"), "colour"),
        (("--channel", "fax"), "channel"),
        (("--address", "no address"), "address"),
    ],
)
def test_what_cannot_be_an_inbox_is_a_mistake_in_usage(flask, changed, named):
    said = flask(*CREATE, *changed)

    assert (said.code, said.lines) == (2, [])
    assert named in said.aside


def test_a_team_that_is_named_first_here_is_made_once(flask, work):
    assert flask(*CREATE, "--team", "Sales").code == 0
    said = flask(
        "agent", "create", "--email", "eve@acme.example", "--name", "Eve", "--role", "agent", "--team", "sales"
    )

    assert said.only["teams"] == ["Sales"]
    with work() as session:
        assert [team.name for team in session.scalars(select(Team))] == ["Sales"]


def test_one_address_is_one_inbox(flask, inbox):
    assert flask(*CREATE).code == 2
    assert len(flask("inbox", "list").lines) == 1


def test_an_agent_with_a_password_can_log_in(flask, support, work):
    said = flask(
        "agent", "create", "--email", "Eve@acme.example", "--name", "Eve", "--role", "agent",
        "--team", "Support", "--password", "a long enough password",
    )  # fmt: skip

    assert said.only == {"id": said.only["id"], "email": "eve@acme.example", "role": "agent", "teams": ["Support"]}
    with work() as session:
        agent = session.scalars(select(Agent).where(Agent.email == "eve@acme.example")).one()
        assert matches("a long enough password", agent.password_hash)


def test_an_agent_without_a_password_gets_an_invitation_that_works(flask, client):
    said = flask("agent", "create", "--email", "eve@acme.example", "--name", "Eve", "--role", "lead")

    link = said.only["invitation"].removeprefix("http://127.0.0.1:5000")
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("changed", [("--role", "king"), ("--email", "eve"), ("--password", "short")])
def test_what_cannot_be_an_agent_is_a_mistake_in_usage(flask, changed):
    said = flask("agent", "create", "--email", "eve@acme.example", "--name", "Eve", "--role", "agent", *changed)

    assert (said.code, said.lines) == (2, [])
