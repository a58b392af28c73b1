"""Rules act by themselves: in order, once per event, never on themselves, and each run can be seen."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.membership import deactivate
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import delete_team
from helpdesk.automation.models import Rule, RuleRun
from helpdesk.automation.writing import delete_rule, switch_rule
from helpdesk.kernel.events import SYSTEM, EventRow, react
from helpdesk.kernel.jobs import Job
from helpdesk.notifications.models import Notification
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.followers import follow
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.replying import reply
from helpdesk.tickets.status import change_status
from helpdesk.tickets.tags import add_tag
from tests.automation.conftest import field, tags
from tests.factories import a_message


def test_a_new_ticket_is_tagged_and_moved_and_says_why(a_rule, opened, history, runs, billing):
    a_rule(
        "ticket.opened",
        ("add_tag", {"tag": "Refund"}),
        ("assign_team", {"team": str(billing.id)}),
        name="Refunds",
        condition=field("subject", "contains", "refund"),
    )
    other, ticket = opened("A lamp"), opened("REFUND please")

    assert (tags(ticket), ticket.team.name) == (["refund"], "Billing")
    assert tags(other) == []
    assert history(ticket) == [
        "Rule “Refunds” added the tag refund",
        "Rule “Refunds” moved the ticket to Billing",
        "Rule “Refunds” ran: added a tag, moved it to a team",
    ]
    assert runs() == [("Refunds", "ran", [["add_tag", "done"], ["assign_team", "done"]])]


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        (field("message", "contains", "COLD"), True),
        (field("message", "contains", "%"), False),
        (field("address", "ends", "@customer.example"), True),
        (field("address", "ends", "customer_example"), False),
        (field("channel", "is", "email"), True),
        (field("channel", "is", "sms"), False),
        ({"not": {"field": "message", "op": "contains", "value": "cold"}}, False),
        ({"any": [{"all": [{"field": "status", "op": "is", "value": "open"}]}]}, True),
    ],
)
def test_a_condition_sees_the_first_message_the_address_and_the_channel(a_rule, opened, condition, matches):
    a_rule("ticket.opened", ("add_tag", {"tag": "seen"}), condition=condition)

    assert tags(opened()) == (["seen"] if matches else [])


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        (field("csat_score", "less", 2.4), True),
        (field("csat_score", "greater", 1.6), True),
        (field("csat_score", "is", 1.6), False),
        (field("csat_score", "in", [2, 2**40]), True),
        (field("csat_score", "less", 2**40), True),
        (field("number", "greater", 2**53), False),
    ],
)
def test_a_condition_may_name_any_number(a_rule, opened, change, condition, matches):
    a_rule("ticket.tag_added", ("set_priority", {"priority": "high"}), condition=condition)

    def rate(ticket):
        ticket.csat_score = 2
        add_tag(ticket, "rated", by=SYSTEM)

    assert change(opened(), rate).priority == ("high" if matches else "normal")


def test_the_newest_message_is_the_one_that_counts(a_rule, opened, change):
    a_rule("message.received", ("set_priority", {"priority": "urgent"}), condition=field("message", "contains", "fire"))
    ticket = opened(text="It burns without fire.")
    assert ticket.priority == "urgent"
    ticket = change(ticket, lambda one: set_priority(one, "low", by=SYSTEM))

    assert change(ticket, lambda one: a_message(one, text="It is out.")).priority == "low"
    assert change(ticket, lambda one: a_message(one, text="Fire again!")).priority == "urgent"


@pytest.mark.parametrize("silent", [{"agents_only": True}, {"automatic": True, "headers": {"automatic": True}}])
def test_a_stranger_or_a_machine_who_writes_into_a_ticket_sets_nothing_off(a_rule, opened, change, silent):
    ticket = opened()
    a_rule("message.received", ("add_tag", {"tag": "heard"}))

    assert tags(change(ticket, lambda one: a_message(one, text="Close this", **silent))) == []


def test_rules_run_in_their_order_and_each_sees_what_the_one_before_did(a_rule, opened, runs):
    a_rule("ticket.opened", ("add_tag", {"tag": "one"}), name="First")
    a_rule("ticket.opened", ("add_tag", {"tag": "two"}), name="Second", condition=field("tags", "contains", "one"))
    a_rule("ticket.opened", ("add_tag", {"tag": "three"}), name="Last", stop_after=True)
    a_rule("ticket.opened", ("add_tag", {"tag": "four"}), name="Never")

    assert tags(opened()) == ["one", "three", "two"]
    assert [name for name, _outcome, _did in runs()] == ["First", "Second", "Last"]


def test_a_change_can_be_asked_for_from_and_to(a_rule, opened, change):
    a_rule("ticket.status_changed", ("add_tag", {"tag": "back"}), was="resolved", now="open")
    ticket = opened()
    for status in ("pending", "open", "resolved"):
        ticket = change(ticket, lambda one, status=status: change_status(one, status, by=SYSTEM))
    assert tags(ticket) == []

    assert tags(change(ticket, lambda one: change_status(one, "open", by=SYSTEM))) == ["back"]


def test_an_agents_reply_sets_rules_off_and_a_rules_own_does_not(a_rule, opened, change, work, run_jobs, ben, runs):
    a_rule("ticket.opened", ("send_reply", {"text": "We are on it."}), name="Hello")
    a_rule("message.sent", ("set_status", {"status": "pending"}), name="Waiting")
    ticket = opened()
    assert [name for name, *_ in runs()] == ["Hello"]

    assert change(ticket, lambda one: reply(one, by=ben, text="It is the fuse.")).status == "pending"
    assert [name for name, *_ in runs()] == ["Hello", "Waiting"]


def test_two_rules_that_answer_each_other_come_to_rest(a_rule, opened, change, runs):
    a_rule("ticket.tag_added", ("set_priority", {"priority": "high"}), name="Tagged")
    a_rule("ticket.priority_changed", ("add_tag", {"tag": "loud"}), name="Louder")
    ticket = change(opened(), lambda one: add_tag(one, "new", by=SYSTEM))

    assert (tags(ticket), ticket.priority) == (["loud", "new"], "high")
    assert [(name, outcome) for name, outcome, _did in runs()] == [("Tagged", "ran"), ("Louder", "ran")]


def test_a_chain_that_is_too_long_is_stopped_where_everybody_can_see_it(a_rule, opened, change, runs, history):
    for number in reversed(range(7)):
        a_rule(
            "ticket.tag_added",
            ("add_tag", {"tag": f"t{number + 1}"}),
            name=f"Step {number}",
            condition={
                "all": [
                    {"field": "tags", "op": "contains", "value": f"t{number}"},
                    {"not": {"field": "tags", "op": "contains", "value": f"t{number + 1}"}},
                ]
            },
        )
    ticket = change(opened(), lambda one: add_tag(one, "t0", by=SYSTEM))

    assert tags(ticket) == ["t0", "t1", "t2", "t3", "t4", "t5"]
    assert ("Step 5", "stopped", "depth") in runs()
    assert "Rule “Step 5” was stopped: rules set each other off too many times in a row" in history(ticket)


def test_at_most_ten_actions_follow_from_one_event(a_rule, opened, runs, history):
    for letter in "ab":
        a_rule("ticket.opened", *(("add_tag", {"tag": f"{letter}{n}"}) for n in range(6)), name=letter.upper())
    ticket = opened()

    assert len(tags(ticket)) == 10
    assert [outcome for _name, outcome, _did in runs()] == ["ran", "stopped"]
    assert history(ticket)[-1].endswith("add a tag: stopped: too many actions followed from one event")


def test_an_action_that_fails_is_told_and_the_others_go_on(a_rule, opened, work, history, runs, ben, billing):
    a_rule(
        "ticket.opened",
        ("assign_agent", {"agent": str(ben.id)}),
        ("assign_team", {"team": str(billing.id)}),
        ("add_tag", {"tag": "kept"}),
        name="To Ben",
    )
    with work() as session:
        deactivate(session.get_one(Agent, ben.id), by=SYSTEM)
        delete_team(session.get_one(Team, billing.id), by=SYSTEM)
    ticket = opened()

    assert (tags(ticket), ticket.assignee) == (["kept"], None)
    assert runs() == [
        ("To Ben", "failed", [["assign_agent", "agent_gone"], ["assign_team", "team_gone"], ["add_tag", "done"]])
    ]
    assert history(ticket)[-1] == (
        "Rule “To Ben” failed: assign to an agent: that agent does not work here any more, "
        "move to a team: that team is gone, added a tag"
    )


def test_a_refusal_undoes_that_action_alone(a_rule, opened, change, work, run_jobs, runs):
    a_rule("ticket.priority_changed", ("add_tag", {"tag": "one too many"}), ("set_status", {"status": "pending"}))
    ticket = opened()
    for number in range(50):
        ticket = change(ticket, lambda one, number=number: add_tag(one, f"t{number}", by=SYSTEM))
    ticket = change(ticket, lambda one: set_priority(one, "high", by=SYSTEM))

    assert (len(tags(ticket)), ticket.status) == (50, "pending")
    assert runs() == [("Rule", "failed", [["add_tag", "refused"], ["set_status", "done"]])]
    with work() as session:
        assert list(session.scalars(select(Job))) == []


def test_a_rule_whose_condition_cannot_be_used_any_more_says_so(a_rule, opened, work, history):
    identity = a_rule("ticket.opened", ("add_tag", {"tag": "x"}), name="Old")
    with work() as session:
        session.get_one(Rule, identity).filter = field("colour", "is", "red")

    assert history(opened()) == ["Rule “Old” failed: its condition can no longer be used"]


def test_the_same_event_twice_is_one_run(a_rule, opened, look, work, runs):
    a_rule("ticket.opened", ("add_tag", {"tag": "once"}))
    ticket = opened()
    with work() as session:
        event = session.scalars(select(EventRow).where(EventRow.name == "ticket.opened")).one()
        react("think", [event.id])

    assert len(runs()) == 1
    assert tags(look(ticket.id)) == ["once"]


def test_the_same_event_twice_runs_no_rule_that_the_first_time_did_not(a_rule, opened, look, work, runs):
    a_rule("ticket.opened", ("add_tag", {"tag": "first"}), name="First", stop_after=True)
    a_rule("ticket.opened", ("add_tag", {"tag": "second"}), name="Second")
    ticket = opened()
    with work() as session:
        event = session.scalars(select(EventRow).where(EventRow.name == "ticket.opened")).one()
        react("think", [event.id])

    assert runs() == [("First", "ran", [["add_tag", "done"]])]
    assert tags(look(ticket.id)) == ["first"]


def test_a_rule_that_is_switched_off_or_deleted_rests_and_its_name_stays_in_the_history(a_rule, opened, work, history):
    off, gone = a_rule("ticket.opened", ("add_tag", {"tag": "a"})), a_rule("ticket.opened", ("add_tag", {"tag": "b"}))
    ticket = opened()
    with work() as session:
        switch_rule(session.get_one(Rule, off), on=False, by=SYSTEM)
        delete_rule(session.get_one(Rule, gone), by=SYSTEM)

    assert tags(opened()) == []
    assert "Rule “Rule” added the tag b" in history(ticket)


def test_without_a_rule_for_it_an_event_queues_no_work(work, opened, a_rule, dora, inbox, count_queries):
    a_rule("ticket.tag_added", ("set_priority", {"priority": "high"}))
    ticket = opened()
    with work() as session:
        set_priority(session.get_one(type(ticket), ticket.id), "low", by=SYSTEM)
    with work() as session:
        assert [job.kind for job in session.scalars(select(Job)) if job.kind == "events.react"] == []
    with count_queries() as seen, work() as session:
        one = session.get_one(type(ticket), ticket.id)
        for priority in ("high", "low", "urgent"):
            set_priority(one, priority, by=SYSTEM)
    assert not [statement for statement in seen if "FROM rules" in statement]  # They were read before.


def test_a_run_knows_the_event_that_began_it_all(a_rule, opened, work):
    a_rule("ticket.opened", ("add_tag", {"tag": "new"}))
    a_rule("ticket.tag_added", ("set_priority", {"priority": "high"}))
    opened()
    with work() as session:
        first, second = session.scalars(select(RuleRun).order_by(RuleRun.id))
        assert first.root_event_id == second.root_event_id == first.event_id != second.event_id


@pytest.mark.parametrize("who", ["assignee", "followers", "team", "team:{team}", "agent:{agent}"])
def test_a_rule_tells_who_should_look(a_rule, opened, change, work, support, ben, who, runs):
    a_rule("ticket.priority_changed", ("notify", {"who": who.format(team=support.id, agent=ben.id)}), name="Look")
    ticket = opened()
    change(ticket, lambda one: follow(one, ben, by=ben))
    change(ticket, lambda one: assign_agent(one, ben, by=ben))
    change(ticket, lambda one: set_priority(one, "urgent", by=SYSTEM))

    with work() as session:
        told = session.scalars(select(Notification).where(Notification.kind == "rule")).all()
        assert [(one.agent_id, one.ticket_id) for one in told] == [(ben.id, ticket.id)]
    assert runs() == [("Look", "ran", [["notify", "done"]])]


def test_where_nobody_is_to_be_told_a_rule_says_so(a_rule, opened, runs):
    a_rule("ticket.opened", ("notify", {"who": "assignee"}), name="Look")
    opened()

    assert runs() == [("Look", "ran", [["notify", "nobody"]])]
