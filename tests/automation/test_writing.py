"""How rules come to be: what is unknown or would chase itself is refused, and each change is in the audit log."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.membership import deactivate
from helpdesk.automation.checking import Draft, Wrong
from helpdesk.automation.models import Rule
from helpdesk.automation.reading import living_rules
from helpdesk.automation.writing import change_rule, create_rule, delete_rule, move_rule, switch_rule
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.events import SYSTEM, EventRow
from tests.automation.conftest import ALWAYS, field

TAG = {"do": "add_tag", "params": {"tag": "vip"}}


def a_draft(**more):
    return Draft(**({"name": "VIP", "trigger": "ticket.opened", "filter": ALWAYS, "actions": [TAG]} | more))


def audit(session):
    wanted = select(EventRow.name, EventRow.actor_kind, EventRow.actor_id).where(EventRow.subject_kind == "rule")
    return [tuple(row) for row in session.execute(wanted.order_by(EventRow.id))]


def test_each_change_is_an_event_and_no_change_is_none(db, alma):
    rule = create_rule(a_draft(), by=alma)
    create_rule(a_draft(name="Other"), by=alma)
    for _ in range(2):
        change_rule(rule, a_draft(name="VIPs"), by=alma)
        switch_rule(rule, on=False, by=alma)
        move_rule(rule, earlier=False, by=alma)
    switch_rule(rule, on=True, by=alma)
    for _ in range(2):
        delete_rule(rule, by=alma)

    names = ["created", "created", "changed", "disabled", "moved", "enabled", "deleted"]
    assert audit(db) == [(f"rule.{name}", "agent", alma.id) for name in names]


def test_a_rule_moves_among_those_that_live(db):
    one, two, three = (create_rule(a_draft(name=name), by=SYSTEM) for name in ("One", "Two", "Three"))
    move_rule(three, earlier=True, by=SYSTEM)
    delete_rule(one, by=SYSTEM)
    move_rule(two, earlier=False, by=SYSTEM)
    move_rule(three, earlier=True, by=SYSTEM)

    assert [rule.name for rule in living_rules()] == ["Three", "Two"]
    assert create_rule(a_draft(name="Four"), by=SYSTEM).position > two.position


@pytest.mark.parametrize(
    ("wrong", "culprit"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"trigger": "agent.logged_in"}, "trigger"),
        ({"was": "open"}, "was"),
        ({"trigger": "ticket.status_changed", "now": "urgent"}, "now"),
        ({"filter": field("colour", "is", "red")}, "colour"),
        ({"filter": field("status", "is", "lost")}, "status"),
        ({"filter": field("status", "contains", "open")}, "status"),
        ({"filter": field("assignee", "is", "me")}, "filter"),
        ({"filter": {"not": {"any": [{"field": "assignee", "op": "in", "value": [1, "me"]}]}}}, "filter"),
        ({"filter": field("team", "is", 4711)}, "team"),
        ({"filter": field("assignee", "in", [4711])}, "assignee"),
        ({"actions": []}, "actions"),
        ({"actions": [TAG] * 11}, "actions"),
        ({"actions": [{"do": "explode"}]}, "do"),
        ({"actions": [{"do": "add_tag", "params": {"colour": "red"}}]}, "do"),
        ({"actions": [{"do": "add_tag", "params": {"tag": "  "}}]}, "tag"),
        ({"actions": [{"do": "add_tag", "params": {"tag": "x" * 61}}]}, "tag"),
        ({"actions": [{"do": "assign_team", "params": {"team": "4711"}}]}, "team"),
        ({"actions": [{"do": "assign_agent", "params": {"agent": ""}}]}, "agent"),
        ({"actions": [{"do": "set_priority", "params": {"priority": "vast"}}]}, "priority"),
        ({"actions": [{"do": "set_status", "params": {"status": "snoozed"}}]}, "status"),
        ({"actions": [{"do": "send_reply", "params": {"text": "Hi {{customer.password}}"}}]}, "text"),
        ({"actions": [{"do": "send_reply", "params": {"text": "x" * 5001}}]}, "text"),
    ],
)
def test_what_is_unknown_is_refused_by_name(db, wrong, culprit):
    with pytest.raises(BadInput) as refused:
        create_rule(a_draft(**wrong), by=SYSTEM)

    assert refused.value.field == culprit
    assert db.scalar(select(Rule.id)) is None


def test_somebody_who_left_is_no_choice_any_more(db, ben):
    deactivate(ben, by=SYSTEM)
    with pytest.raises(Wrong):
        create_rule(a_draft(actions=[{"do": "assign_agent", "params": {"agent": str(ben.id)}}]), by=SYSTEM)


def step(do, **params):
    return {"actions": [{"do": do, "params": params}]}


@pytest.mark.parametrize(
    "chasing",
    [
        {"trigger": "ticket.status_changed", **step("set_status", status="open")},
        {"trigger": "ticket.status_changed", "was": "open", **step("set_status", status="open")},
        {"trigger": "ticket.priority_changed", **step("set_priority", priority="high")},
        {"trigger": "ticket.tag_added", "filter": field("subject", "contains", "a"), **step("add_tag", tag="a")},
        {"trigger": "ticket.tag_added", "filter": field("tags", "contains", "b"), **step("add_tag", tag="a")},
        {"trigger": "ticket.team_assigned", "filter": field("team", "not_empty"), **step("assign_team", team="none")}
        | {"filter": field("team", "empty")},
        {
            "trigger": "ticket.status_changed",
            "filter": {"any": [{"field": "status", "op": "is", "value": "open"}, *field("number", "is", 7)["all"]]},
            **step("set_status", status="closed"),
        },
    ],
)
def test_a_rule_that_would_set_itself_off_is_refused(db, chasing):
    with pytest.raises(Wrong) as refused:
        create_rule(a_draft(**chasing), by=SYSTEM)

    assert refused.value.field == "actions"


@pytest.mark.parametrize(
    "calm",
    [
        {"trigger": "ticket.status_changed", "now": "resolved", **step("set_status", status="closed")},
        {
            "trigger": "ticket.priority_changed",
            "filter": field("priority", "is_not", "high"),
            **step("set_priority", priority="high"),
        },
        {
            "trigger": "ticket.tag_added",
            "filter": {"not": {"field": "tags", "op": "contains", "value": "a"}},
            **step("add_tag", tag="A"),
        },
        {"trigger": "ticket.team_assigned", "filter": field("team", "not_empty"), **step("assign_team", team="none")},
        {"trigger": "ticket.status_changed", **step("add_tag", tag="moved")},
    ],
)
def test_a_rule_that_comes_to_rest_is_kept(db, calm):
    assert create_rule(a_draft(**calm), by=SYSTEM).id
