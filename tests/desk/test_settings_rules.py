"""Settings, rules: written, tried, ordered and switched by buttons alone, and refused in words."""

import re

import pytest
from sqlalchemy import select

from helpdesk.automation.checking import Draft
from helpdesk.automation.models import Rule
from helpdesk.automation.writing import create_rule
from helpdesk.kernel.events import SYSTEM
from tests.factories import a_contact, a_ticket

RULES = "/desk/settings/rules"
FORM = {"name": "Refunds", "trigger": "ticket.opened", "join": "all", "act": "save"}
TAG = {"a0-do": "add_tag", "a0-tag": "refund"}
SUBJECT = {"c0-field": "subject", "c0-op": "contains", "c0-value": "refund"}


@pytest.fixture
def stored(work):
    """The one rule, as it is kept."""

    def look():
        with work() as session:
            return session.scalars(select(Rule).where(Rule.deleted_at.is_(None)).order_by(Rule.position)).all()

    return look


@pytest.fixture
def a_rule(work):
    def write(name, *, condition=None, trigger="ticket.opened"):
        actions = [{"do": "add_tag", "params": {"tag": "x"}}]
        with work():
            draft = Draft(name=name, trigger=trigger, filter=condition or {"all": []}, actions=actions)
            return create_rule(draft, by=SYSTEM).id

    return write


def names(page):
    return re.findall(rf'href="{RULES}/\d+">([^<]+)<', page.text)


def test_a_lead_builds_a_rule_row_by_row_without_scripts(lead, stored, billing):
    page = lead.post(RULES, data=FORM | {"act": "add-condition", "new-field": "subject"})
    assert (page.status_code, 'name="c0-value"' in page.text) == (200, True)
    page = lead.post(RULES, data=FORM | SUBJECT | {"act": "add-action", "new-action": "assign_team"})
    assert 'value="refund"' in page.text
    assert f'<option value="{billing.id}"' in page.text
    page = lead.post(RULES, data=FORM | SUBJECT | TAG | {"act": "drop-c0"})
    assert 'name="c0-value"' not in page.text
    assert stored() == []

    kept = lead.post(RULES, data=FORM | SUBJECT | TAG | {"stop_after": "1"}, follow_redirects=True)

    assert "The rule Refunds is kept." in kept.text
    (rule,) = stored()
    assert rule.filter == {"all": [{"field": "subject", "op": "contains", "value": "refund"}]}
    assert rule.actions == [{"do": "add_tag", "params": {"tag": "refund"}}]
    assert (rule.stop_after, rule.enabled) == (True, True)


@pytest.mark.parametrize(
    ("test", "node"),
    [
        (("message", "contains_not", "spam"), {"not": {"field": "message", "op": "contains", "value": "spam"}}),
        (("address", "ends", "@acme.example"), {"field": "address", "op": "ends", "value": "@acme.example"}),
        (("needs_reply", "is", "yes"), {"field": "needs_reply", "op": "is", "value": True}),
        (("channel", "is_not", "email"), {"field": "channel", "op": "is_not", "value": "email"}),
        (("team", "empty", ""), {"field": "team", "op": "empty"}),
        (("tags", "contains", "vip"), {"field": "tags", "op": "contains", "value": "vip"}),
    ],
)
def test_each_row_is_kept_and_shown_again_as_it_was(lead, stored, test, node):
    row = dict(zip(("c0-field", "c0-op", "c0-value"), test, strict=True))
    page = lead.post(RULES, data=FORM | TAG | row | {"join": "any"}, follow_redirects=True)

    assert stored()[0].filter == {"any": [node]}
    assert f'<option value="{test[1]}" selected' in page.text


def test_the_form_comes_back_with_what_is_wrong_beside_it(lead, stored):
    for wrong in (
        {"name": ""},
        {"trigger": "nothing"},
        {"was": "lost"},
        {"trigger": "ticket.status_changed", "now": "lost"},
        {"c0-value": ""},
        {"c0-value": "x" * 501},
        {"c0-op": "matches"},
        {"c0-field": "team", "c0-op": "is", "c0-value": "4711"},
        {"a0-tag": ""},
        {"a0-do": "assign_agent", "a0-agent": "4711"},
        {"a0-do": "send_reply", "a0-text": "{{customer.secret}}"},
        {"trigger": "ticket.tag_added"},
    ):
        answer = lead.post(RULES, data=FORM | SUBJECT | TAG | wrong)
        assert answer.status_code == 422, wrong
        assert 'class="err"' in answer.text, wrong
    assert stored() == []


@pytest.mark.parametrize(
    "foreign", [{"colour": "red"}, {"c0-field": "password"}, {"a0-do": "explode"}, {"join": "none"}, {"c99-field": "x"}]
)
def test_what_is_no_form_of_ours_is_refused(lead, stored, foreign):
    assert lead.post(RULES, data=FORM | SUBJECT | TAG | foreign).status_code == 422
    assert stored() == []


def test_a_rule_that_sets_itself_off_is_refused_in_words(lead):
    answer = lead.post(RULES, data=FORM | TAG | {"trigger": "ticket.tag_added"})

    assert answer.status_code == 422
    assert "This rule would set itself off." in answer.text


def test_a_change_of_status_can_be_asked_for_from_and_to(lead, stored):
    shown = lead.post(RULES, data=FORM | TAG | {"trigger": "ticket.status_changed", "act": "refresh"}).text
    assert 'name="was"' in shown
    lead.post(RULES, data=FORM | TAG | {"trigger": "ticket.status_changed", "was": "resolved", "now": "open"})
    assert [(rule.was, rule.now) for rule in stored()] == [("resolved", "open")]

    there = f"{RULES}/{stored()[0].id}"
    lead.post(there, data=FORM | TAG | {"was": "resolved", "now": "open"})
    assert [(rule.trigger, rule.was, rule.now) for rule in stored()] == [("ticket.opened", None, None)]


def test_trying_shows_which_tickets_match_and_changes_nothing(lead, work, inbox, stored, count_queries):
    with work():
        for subject in ("A refund, please", "Refund 100%", "A lamp"):
            a_ticket(subject, by=a_contact(), inbox=inbox)
    with count_queries() as seen:
        page = lead.post(RULES, data=FORM | SUBJECT | TAG | {"act": "try"})

    assert (page.status_code, "2 tickets match now" in page.text) == (200, True)
    assert "A refund, please" in page.text
    assert "A lamp" not in page.text
    assert stored() == []
    assert len([one for one in seen if "JOIN contacts" in one]) == 1


def test_rules_are_moved_switched_and_deleted_with_buttons(lead, a_rule, stored):
    first, second, third = (a_rule(name) for name in ("First", "Second", "Third"))
    lead.post(f"{RULES}/{third}/position", data={"to": "earlier"})
    lead.post(f"{RULES}/{first}/position", data={"to": "earlier"})
    assert names(lead.get(RULES)) == ["First", "Third", "Second"]

    lead.post(f"{RULES}/{first}/enabled", data={"on": "0"})
    page = lead.post(f"{RULES}/{second}/deletion", follow_redirects=True)
    assert names(page) == ["First", "Third"]
    assert [rule.enabled for rule in stored()] == [False, True]
    assert lead.get(f"{RULES}/{second}").status_code == 404
    assert lead.post(f"{RULES}/{third}/position", data={"to": "sideways"}).status_code == 422


def test_a_condition_that_rows_cannot_show_is_kept(lead, a_rule, stored):
    nested = {"all": [{"any": [{"field": "subject", "op": "is", "value": "a"}]}]}
    there = f"{RULES}/{a_rule('Nested', condition=nested)}"
    assert "It is kept as it is." in lead.get(there).text

    lead.post(there, data=FORM | TAG | SUBJECT | {"name": "Renamed"})

    assert [(rule.name, rule.filter) for rule in stored()] == [("Renamed", nested)]


def test_the_page_of_a_rule_says_what_it_did_and_the_ticket_leads_to_it(lead, a_rule, work, run_jobs, dora, inbox):
    identity = a_rule("VIP")
    with work() as session:
        ticket = a_ticket(by=session.merge(dora), inbox=session.merge(inbox))
    run_jobs()

    page = lead.get(f"{RULES}/{identity}").text
    assert f"/desk/tickets/{ticket.number}" in page
    assert "added a tag" in page
    shown = lead.get(f"/desk/tickets/{ticket.number}", headers={"Accept": "application/json"}).json["messages"]
    assert [(one["sentence"], one["rule_id"], one["icon"]) for one in shown if one["kind"] == "event"] == [
        ("Rule “VIP” added the tag x", identity, "tag"),
        ("Rule “VIP” ran: added a tag", identity, "workflow"),
    ]


def test_the_list_and_a_rule_ask_the_database_little(lead, a_rule, count_queries):
    rules = [a_rule(f"Rule {number}") for number in range(12)]
    for page in (RULES, f"{RULES}/{rules[0]}"):
        with count_queries() as seen:
            assert lead.get(page).status_code == 200
        assert len(seen) <= 12, "\n".join(seen)
