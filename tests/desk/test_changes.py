"""Changing one thing about a ticket: the answer is the ticket as it is now, and nonsense changes nothing."""

from datetime import timedelta

import pytest

from helpdesk.accounts.membership import deactivate
from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db as rows

JSON = {"Accept": "application/json"}


def shown(desk, url):
    return desk.get(url, headers=JSON).json["ticket"]


def test_a_ticket_moves_through_its_life(desk, url, clock):
    for status in ("pending", "resolved", "closed", "open"):
        answer = desk.put(f"{url}/status", json={"status": status})
        assert (answer.status_code, answer.json["ticket"]["status"]) == (200, status)

    later = (clock.now + timedelta(hours=3)).isoformat()
    answer = desk.put(f"{url}/status", json={"status": "snoozed", "snoozed_until": later})
    assert answer.json["ticket"]["snoozed_until"] == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    "until",
    [None, "2026-03-02T09:00:00Z", "1999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"],
)
def test_a_snooze_needs_a_moment_to_come(desk, url, clock, until):
    answer = desk.put(f"{url}/status", json={"status": "snoozed", "snoozed_until": until})

    assert answer.status_code == 422
    assert shown(desk, url)["status"] == "open"


@pytest.mark.parametrize("until", ["tomorrow", "2026-03-05T09:00:00", "2026-03-05", 5, "x" * 600, "9" * 40])
def test_a_snooze_needs_an_instant_with_its_zone(desk, url, until):
    answer = desk.put(f"{url}/status", json={"status": "snoozed", "snoozed_until": until})

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "snoozed_until")


def test_every_change_counts_the_version_up(desk, url):
    versions = [
        desk.put(f"{url}/priority", json={"priority": word}).json["ticket"]["version"] for word in ("low", "high")
    ]

    assert versions == [versions[0], versions[0] + 1]


def test_the_same_again_changes_nothing(desk, url):
    first, second = (desk.put(f"{url}/priority", json={"priority": "low"}).json["ticket"] for _ in range(2))

    assert first == second


def test_a_ticket_is_taken_given_and_put_back(desk, url, ben, ada):
    for agent, name in ((ben, "Ben"), (ada, "Ada")):
        answer = desk.put(f"{url}/assignee", json={"agent_id": agent.id})
        assert answer.json["ticket"]["assignee"] == {"id": agent.id, "name": name}

    assert desk.put(f"{url}/assignee", json={"agent_id": None}).json["ticket"]["assignee"] is None


def test_who_left_gets_no_tickets(desk, url, work, ada, alma):
    with work():
        deactivate(rows.session.get_one(Agent, ada.id), by=alma)

    answer = desk.put(f"{url}/assignee", json={"agent_id": ada.id})

    assert answer.status_code == 422
    assert answer.json["error"]["message"] == "This agent does not work here any more."
    assert shown(desk, url)["assignee"] is None


def test_a_ticket_moves_to_a_team_that_then_has_it(desk, stranger, url, billing):
    assert stranger.get(url).status_code == 404

    moved = desk.put(f"{url}/team", json={"team_id": billing.id})

    assert moved.json["ticket"]["team"] == {"id": billing.id, "name": "Billing"}
    assert stranger.get(url).status_code == 200
    assert desk.get(url).status_code == 404


def test_tags_come_and_go_in_any_spelling(desk, url):
    assert desk.post(f"{url}/tags", json={"name": " Late  Delivery "}).json["ticket"]["tags"] == ["late delivery"]
    assert desk.post(f"{url}/tags", json={"name": "a/b"}).json["ticket"]["tags"] == ["a/b", "late delivery"]
    assert desk.delete(f"{url}/tags/LATE%20delivery").json["ticket"]["tags"] == ["a/b"]
    assert desk.delete(f"{url}/tags/a/b").json["ticket"]["tags"] == []
    assert desk.delete(f"{url}/tags/never%00there").status_code == 200


def test_following_keeps_a_ticket_in_sight(desk, url, billing):
    assert desk.put(f"{url}/following").json["ticket"]["following"] is True
    desk.put(f"{url}/team", json={"team_id": billing.id})
    assert desk.get(url).status_code == 200

    assert desk.delete(f"{url}/following").json["ticket"]["following"] is False
    assert desk.get(url).status_code == 404


NONSENSE = [
    ("PUT", "status", {}, "status"),
    ("PUT", "status", {"status": "gone"}, "status"),
    ("PUT", "status", {"status": None}, "status"),
    ("PUT", "status", {"status": ["open"]}, "status"),
    ("PUT", "status", {"status": "open", "by": 1}, "by"),
    ("PUT", "priority", {"priority": "NORMAL"}, "priority"),
    ("PUT", "priority", {"priority": 1}, "priority"),
    ("PUT", "assignee", {"agent_id": 4711}, "agent_id"),
    ("PUT", "assignee", {"agent_id": "x"}, "agent_id"),
    ("PUT", "assignee", {"agent_id": True}, "agent_id"),
    ("PUT", "assignee", {"agent_id": [1]}, "agent_id"),
    ("PUT", "assignee", {"agent_id": 2**70}, "agent_id"),
    ("PUT", "team", {"team_id": 4711}, "team_id"),
    ("PUT", "team", {"team_id": 1.5}, "team_id"),
    ("POST", "tags", {"name": ""}, "name"),
    ("POST", "tags", {"name": "x" * 61}, "name"),
    ("POST", "tags", {"name": "\u202e"}, "name"),
    ("POST", "tags", {"tag": "x"}, "tag"),
]


@pytest.mark.parametrize(("method", "what", "sent", "field"), NONSENSE)
def test_nonsense_is_named_and_changes_nothing(desk, url, method, what, sent, field):
    before = shown(desk, url)

    answer = desk.open(f"{url}/{what}", method=method, json=sent)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, field)
    assert shown(desk, url) == before


CHANGES = [
    ("PUT", "status", {"status": "closed"}),
    ("PUT", "priority", {"priority": "low"}),
    ("PUT", "assignee", {"agent_id": None}),
    ("PUT", "team", {"team_id": None}),
    ("POST", "tags", {"name": "x"}),
    ("DELETE", "tags/x", None),
    ("PUT", "following", None),
    ("DELETE", "following", None),
]


@pytest.mark.parametrize(("method", "what", "sent"), CHANGES)
def test_a_foreign_ticket_is_changed_by_nobody(desk, stranger, url, method, what, sent):
    before = shown(desk, url)

    foreign = stranger.open(f"{url}/{what}", method=method, json=sent, headers=JSON)
    nothing = stranger.open(f"/desk/tickets/99999/{what}", method=method, json=sent, headers=JSON)

    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json == nothing.json
    assert shown(desk, url) == before


@pytest.mark.parametrize(("method", "what", "sent"), CHANGES)
def test_a_get_changes_nothing(desk, url, method, what, sent):
    before = shown(desk, url)

    assert desk.get(f"{url}/{what}", headers=JSON).status_code in {404, 405}
    assert shown(desk, url) == before
