"""The history reads as sentences, in the reader's language, without the words of anybody's data."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.accounts.teams import delete_team
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import Actor
from helpdesk.tickets.assignment import Why, assign_agent, assign_team, claim
from helpdesk.tickets.conversation import newest
from helpdesk.tickets.followers import follow, unfollow
from helpdesk.tickets.models import Message
from helpdesk.tickets.names import names
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.serialise import message_json
from helpdesk.tickets.status import change_status, wake
from helpdesk.tickets.tags import add_tag, remove_tag
from tests.factories import a_message, a_ticket


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def shown(ticket):
    entries, _older = newest(ticket.id)
    return [message_json(message, ticket.number, names(), event=event) for message, event in entries]


def history(ticket):
    rows.session.flush()
    return [message["sentence"] for message in shown(ticket) if message["kind"] == "event"]


def test_every_move_is_a_sentence(ticket, ben, clock, dora):
    for status in ("pending", "snoozed", "open", "resolved", "closed"):
        change_status(ticket, status, by=ben, until=clock.now + timedelta(days=1))
    a_message(ticket)
    change_status(ticket, "snoozed", by=ben, until=clock.now + timedelta(days=1))
    clock.tick(days=1)
    wake(ticket_id=ticket.id)

    assert history(ticket) == [
        "Ben set the ticket to pending",
        "Ben snoozed the ticket",
        "Ben reopened the ticket",
        "Ben resolved the ticket",
        "Ben closed the ticket",
        "The customer's answer opened the ticket again",
        "Ben snoozed the ticket",
        "The snooze is over",
    ]


def test_every_other_change_is_a_sentence(ticket, ben, ada, billing):
    for agent in (ben, ada, None):
        assign_agent(ticket, agent, by=ben)
    for team in (billing, None):
        assign_team(ticket, team, by=ben)
    for priority in ("low", "high", "urgent", "normal"):
        set_priority(ticket, priority, by=ben)
    add_tag(ticket, "refund", by=ben)
    remove_tag(ticket, "refund", by=ben)
    follow(ticket, ada, by=ada)
    unfollow(ticket, ada, by=ada)

    assert history(ticket) == [
        "Ben took the ticket",
        "Ben assigned the ticket to Ada",
        "Ben unassigned the ticket",
        "Ben moved the ticket to Billing",
        "Ben took the ticket out of its team",
        "Ben set the priority to low",
        "Ben set the priority to high",
        "Ben set the priority to urgent",
        "Ben set the priority to normal",
        "Ben added the tag refund",
        "Ben removed the tag refund",
        "Ada follows this ticket",
        "Ada no longer follows this ticket",
    ]


def test_what_routing_and_rules_did_says_why(ticket, ben, ada, support):
    claim(ticket.id, ben, team_id=support.id, why=Why.LEAST_BUSY, open_tickets=3, capacity=20)
    assign_agent(ticket, None, by=ada)
    claim(ticket.id, ben, team_id=support.id, why=Why.LEAST_BUSY, open_tickets=1, capacity=None)
    assign_agent(ticket, None, by=ada, why=Why.LEFT)
    claim(ticket.id, ada, team_id=support.id, why=Why.ROUND_ROBIN, open_tickets=0, capacity=5)
    for agent in (ben, None):
        assign_agent(ticket, agent, by=Actor("rule", 1))

    assert history(ticket) == [
        "Assigned to Ben: fewest open tickets (3 of 20) in Support",
        "Ada unassigned the ticket",
        "Assigned to Ben: fewest open tickets (1) in Support",
        "Back in the queue: Ben does not work here any more",
        "Assigned to Ada: next in turn in Support, open tickets: 0 of 5",
        "A rule assigned the ticket to Ben",
        "A rule put the ticket back into the queue",
    ]


def test_each_line_has_a_sign_and_an_author(ticket, ben):
    add_tag(ticket, "refund", by=ben)
    rows.session.flush()

    line = shown(ticket)[-1]

    assert line["icon"] == "tag"
    assert line["author"] == {"kind": "agent", "id": ben.id, "name": "Ben"}
    assert (line["text"], line["html"]) == ("", None)


def test_a_team_that_is_gone_leaves_a_readable_history(ticket, ben, alma, billing):
    assign_team(ticket, billing, by=ben)
    rows.session.flush()
    assign_team(ticket, None, by=ben)
    delete_team(billing, by=alma)

    assert history(ticket)[0] == "Ben moved the ticket to a former team"


def test_a_tag_that_looks_like_markup_stays_text(ticket, ben):
    add_tag(ticket, "<b>&amp;", by=ben)

    assert history(ticket) == ["Ben added the tag <b>&amp;"]


def test_what_is_said_about_people_holds_no_words_of_theirs(ticket, ben):
    add_tag(ticket, "refund", by=ben)
    rows.session.flush()

    line = rows.session.scalars(select(Message).where(Message.kind == "event")).one()

    assert (line.text, line.agent_id, line.contact_id) == ("", None, None)


def test_a_long_conversation_comes_in_pages_without_gaps_or_repeats(ticket):
    written = [a_message(ticket, text=str(number)).id for number in range(70)]

    pages, before = [], None
    while True:
        entries, older = newest(ticket.id, before=before)
        pages.append([message.id for message, _event in entries])
        if older is None:
            break
        before = older

    assert [len(page) for page in pages] == [30, 30, 11]
    assert [one for page in reversed(pages) for one in page][1:] == written
