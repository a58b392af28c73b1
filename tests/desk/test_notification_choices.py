"""An agent chooses what they are told of, and asks why they were told of something, or were not."""

import re

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.tags import add_tag
from tests.factories import a_message

CHOICES = "/desk/profile/notifications"


def known(row):
    return rows.session.get_one(type(row), row.id)


def checked(page, way):
    """Which kinds are ticked in a column."""
    boxes = re.findall(rf'name="{way}\[\]"\s+value="([a-z]+)"\s+(checked)?', page)
    return [kind for kind, on in boxes if on]


def test_what_is_usual_is_ticked_before_anybody_chose(desk):
    page = desk.get(CHOICES).text

    assert checked(page, "desk") == ["assigned", "message", "mention", "follow", "survey", "rule", "breach", "failed"]
    assert checked(page, "mail") == ["assigned", "message", "mention", "survey", "rule", "breach", "failed"]
    assert "No mail leaves at present" in page
    assert 'href="/desk/profile/notifications"' in desk.get("/desk/profile").text
    assert 'href="/desk/profile/notifications"' in desk.get("/desk/notifications").text


def test_what_one_chooses_stays(desk):
    form = {"desk[]": ["assigned", "team"], "mail[]": ["mention"], "quiet_from": "18:30", "quiet_to": "08:00"}
    page = desk.post(CHOICES, data=form | {"gathers": "1"}, follow_redirects=True).text

    assert "What you are told of is saved." in page
    assert (checked(page, "desk"), checked(page, "mail")) == (["assigned", "team"], ["mention"])
    assert re.findall(r'type="time"\s+value="([^"]*)"', page) == ["18:30", "08:00"]
    assert re.search(r'name="gathers"\s+value="1"\s+checked', page)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quiet_from", ""),
        ("quiet_from", "25:00"),
        ("quiet_to", "8 o'clock"),
        ("quiet_to", "18:30"),
        ("desk[]", ["everything"]),
        ("gathers", "perhaps"),
    ],
)
def test_nonsense_is_said_and_nothing_typed_is_lost(desk, field, value):
    form = {"desk[]": ["team"], "quiet_from": "18:30", "quiet_to": "08:00"} | {field: value}
    answer = desk.post(CHOICES, data=form)

    assert answer.status_code == 422
    if field != "desk[]":
        assert checked(answer.text, "desk") == ["team"]
    assert "checked" not in desk.get(CHOICES).text.partition('value="team"')[2].partition(">")[0]


def test_an_agent_sees_why_they_were_told_or_not(desk, url, work, run_jobs, ticket, ada, ben):
    with work():
        assign_agent(known(ticket), known(ben), by=ada)
        a_message(known(ticket), text="Hello?")
        add_tag(known(ticket), "kettle", by=ada)
    run_jobs()

    page = desk.get(f"{url}/notifications").text

    assert "A ticket becomes mine" in page
    assert "Told in the desk. A mail leaves if you do not read it soon." in page
    assert "Not among the things you are told of." in page
    assert f'href="{url}/notifications"' in desk.get("/desk/notifications").text


def test_a_ticket_out_of_sight_has_no_reasons(stranger, url):
    assert stranger.get(f"{url}/notifications").status_code == 404
    assert stranger.get("/desk/tickets/4711/notifications").status_code == 404
