"""Many tickets are changed at once: each says what became of it, and one undo gives all of them back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.tags import add_tag
from tests.factories import a_message, a_ticket

BULK = "/desk/tickets/bulk"


@pytest.fixture
def numbers(work, dora, inbox):
    """Three of Dora's tickets, each waiting for an answer."""
    with work():
        tickets = [a_ticket(by=dora, inbox=inbox) for _ in range(3)]
        return [ticket.number for ticket in tickets]


@pytest.fixture
def do(desk):
    """Do something to many as Ben: `do(numbers, "status", status="resolved")`."""
    keys = iter(range(1000))

    def change(numbers, action, **params):
        sent = {"numbers": numbers, "action": action, "params": params, "client_key": f"key-{next(keys)}"}
        return desk.post(BULK, json=sent)

    return change


def results(answer):
    return [one["result"] for one in answer.json["outcome"]]


def undo(desk, answer):
    return desk.post(f"{BULK}/{answer.json['undo']['id']}/undo")


def shown(desk, number):
    return desk.get(f"/desk/tickets/{number}", headers={"Accept": "application/json"}).json["ticket"]


def test_three_tickets_are_resolved_and_one_undo_lets_them_wait_as_before(desk, do, numbers):
    before = [shown(desk, number) for number in numbers]

    answer = do(numbers, "status", status="resolved")

    assert results(answer) == ["changed"] * 3
    assert {row["status"] for row in answer.json["tickets"]} == {"resolved"}
    back = undo(desk, answer)
    assert results(back) == ["changed"] * 3
    kept = ("status", "needs_reply", "waiting_since", "snoozed_until")
    assert [[shown(desk, n)[name] for name in kept] for n in numbers] == [[t[name] for name in kept] for t in before]


@pytest.mark.parametrize(
    ("action", "params", "field"),
    [
        ("priority", {"priority": "urgent"}, "priority"),
        ("assignee", {"agent_id": "ben"}, "assignee"),
        ("team", {"team_id": "support"}, "team"),
        ("team", {"team_id": None}, "team"),
        ("tag", {"name": " Late  Delivery"}, "tags"),
    ],
)
def test_everything_else_is_done_and_undone_too(desk, do, numbers, ben, support, action, params, field):
    people = {"ben": ben.id, "support": support.id}
    before = [shown(desk, number)[field] for number in numbers]

    answer = do(numbers, action, **{name: people.get(value, value) for name, value in params.items()})

    after = [shown(desk, number)[field] for number in numbers]
    if before != after:
        undo(desk, answer)
    assert answer.status_code == 200
    assert [shown(desk, number)[field] for number in numbers] == before


def test_a_tag_comes_off_and_back_only_where_it_was(desk, do, numbers, work, ben):
    with work():
        ticket = rows.session.query(Ticket).filter_by(number=numbers[0]).one()
        add_tag(ticket, "refund", by=ben)

    answer = do(numbers, "untag", name="Refund")

    assert results(answer) == ["changed", "same", "same"]
    undo(desk, answer)
    assert [shown(desk, number)["tags"] for number in numbers] == [["refund"], [], []]


def test_a_snooze_has_its_time_and_goes_back_to_open(desk, do, numbers, clock):
    later = (clock.now + timedelta(hours=3)).isoformat()

    answer = do(numbers, "status", status="snoozed", snoozed_until=later)

    assert {row["status"] for row in answer.json["tickets"]} == {"snoozed"}
    undo(desk, answer)
    assert {shown(desk, number)["status"] for number in numbers} == {"open"}


def test_unknown_and_foreign_numbers_are_told_apart_by_nobody(stranger, numbers, work, dora, inbox, support):
    with work():
        theirs = a_ticket(by=dora, inbox=inbox)
        theirs.team_id = support.id
        foreign = theirs.number

    sent = {"action": "priority", "params": {"priority": "low"}, "client_key": "k"}
    answer = stranger.post(BULK, json={"numbers": [foreign, 4711], **sent})

    first, second = answer.json["outcome"]
    assert (first["result"], first["words"]) == (second["result"], second["words"])
    assert (first["result"], answer.json["tickets"], answer.json["undo"]) == ("not_found", [], None)


def test_the_same_key_again_changes_nothing_more(desk, numbers):
    sent = {"numbers": numbers, "action": "priority", "params": {"priority": "high"}, "client_key": "once"}

    first, second = desk.post(BULK, json=sent), desk.post(BULK, json=sent)

    assert first.json == second.json
    versions = {row["version"] for row in second.json["tickets"]}
    assert versions == {row["version"] for row in first.json["tickets"]}


def test_what_changed_since_is_left_alone_and_said_so(desk, do, numbers, work):
    answer = do(numbers, "status", status="resolved")
    with work():
        a_message(rows.session.query(Ticket).filter_by(number=numbers[1]).one())

    back = undo(desk, answer)

    assert results(back) == ["changed", "refused", "changed"]
    assert back.json["outcome"][1]["words"] == "Something else happened to it since."


def test_an_undo_is_for_oneself_for_ten_minutes_and_once(desk, lead, do, numbers, clock):
    first, second = do(numbers, "priority", priority="low"), do(numbers, "status", status="pending")

    assert undo(lead, first).status_code == 404
    assert undo(desk, first).json == undo(desk, first).json
    clock.tick(minutes=11)
    assert undo(desk, second).status_code == 409
    assert {shown(desk, number)["status"] for number in numbers} == {"pending"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"numbers": []}, "numbers"),
        ({"numbers": list(range(1, 202))}, "numbers"),
        ({"numbers": ["1"]}, "numbers"),
        ({"action": "explode"}, "action"),
        ({"params": "resolved"}, "params"),
        ({"params": {"status": "gone"}}, "status"),
        ({"params": {"status": "open", "more": 1}}, "more"),
        ({"action": "assignee", "params": {}}, "agent_id"),
        ({"action": "assignee", "params": {"agent_id": 4711}}, "agent_id"),
        ({"action": "team", "params": {"team_id": 4711}}, "team_id"),
        ({"action": "tag", "params": {"name": "x" * 61}}, "name"),
        ({"client_key": ""}, "client_key"),
    ],
)
def test_nonsense_names_its_field_and_changes_nothing(desk, numbers, sent, field):
    good = {"numbers": numbers, "action": "status", "params": {"status": "resolved"}, "client_key": "k"}

    answer = desk.post(BULK, json=good | sent)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, field)
    assert {shown(desk, number)["status"] for number in numbers} == {"open"}


def test_a_snooze_without_a_time_to_come_is_refused_as_a_whole(do, numbers):
    assert do(numbers, "status", status="snoozed").status_code == 422


def test_each_ticket_costs_a_bounded_number_of_statements(do, numbers, work, dora, inbox, count_queries):
    with work():
        many = [a_ticket(by=dora, inbox=inbox).number for _ in range(10)]
    with count_queries() as few:
        do(numbers, "priority", priority="high")
    with count_queries() as more:
        do(many, "priority", priority="high")

    assert len(more) - len(few) <= 7 * 16


def test_a_merged_ticket_is_not_there_and_stays_closed(desk, do, numbers, work, ben):
    kept, merged, _third = numbers
    done = do([merged], "priority", priority="urgent")
    with work():
        one, other = (rows.session.scalars(select(Ticket).where(Ticket.number == n)).one() for n in (merged, kept))
        merge(one, into=other, by=ben)
        identity = one.id

    assert results(do([merged, kept], "status", status="open")) == ["not_found", "same"]
    assert undo(desk, done).json["outcome"][0]["result"] == "not_found"
    with work():
        ticket = rows.session.get_one(Ticket, identity)
        assert (ticket.status, ticket.priority) == ("closed", "urgent")
