"""Macros: a text filled in for the one who asks, and actions that happen as if the agent had done each by hand."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.membership import deactivate
from helpdesk.accounts.teams import delete_team
from helpdesk.automation.checking import Wrong
from helpdesk.automation.macros import writing
from helpdesk.automation.macros.applying import apply_macro
from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.macros.reading import changeable_macros, usable_macros
from helpdesk.automation.macros.writing import archive_macro, change_macro, create_macro, restore_macro
from helpdesk.automation.sentences import promised
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.tickets.conversation import newest
from helpdesk.tickets.names import names
from helpdesk.tickets.serialise import message_json
from tests.factories import a_ticket, an_agent

PENDING = {"do": "set_status", "params": {"status": "pending"}}
TAG = {"do": "add_tag", "params": {"tag": "refund"}}
HIGH = {"do": "set_priority", "params": {"priority": "high"}}
DAY = {"do": "snooze", "params": {"hours": "24"}}


@pytest.fixture
def ticket(db, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def a_macro(name="Refund", **more):
    return create_macro(MacroDraft(name=name, **({"text": "Hello"} | more)), by=SYSTEM)


def found(agent, words=""):
    return [macro.name for macro in usable_macros(agent, words, most=50)]


def history(ticket):
    entries, _older = newest(ticket.id)
    shown = [message_json(message, ticket.number, names(), event=event) for message, event in entries]
    return [message["sentence"] for message in shown if message["kind"] == "event"]


def test_its_text_is_filled_in_for_who_asks(db, ticket, ben):
    ticket.subject = "Kettle\n{{agent.name}}"
    words = "Hi {{contact.first_name}} ({{ customer.name }}), {{ticket.number}} “{{ticket.subject}}”: {{agent.name}}"

    applied = apply_macro(a_macro(text=words), ticket, by=ben)

    assert applied.words.text == f"Hi Dora (Dora Diaz), #{ticket.number} “Kettle {{{{agent.name}}}}”: Ben"
    assert applied.words.html is None


def test_what_nobody_knows_stays_to_be_seen(db, ticket, ben):
    words = "Order {{order.id}} of [[date]] {{"
    assert apply_macro(a_macro(text=words), ticket, by=ben).words.text == words


def test_a_customer_without_a_name_is_greeted_all_the_same(db, ticket, ben, dora):
    dora.name = ""
    assert apply_macro(a_macro(text="Hi {{contact.name}}"), ticket, by=ben).words.text == "Hi there"


def test_no_name_becomes_markup_or_a_link(db, ticket, ben, dora):
    dora.name = 'javascript:alert(1) <img src=x onerror="alert(1)">'
    macro = a_macro(html='<p>Hi <b>{{contact.name}}</b> <a href="{{contact.name}}">x</a></p><script>1</script>')

    words = apply_macro(macro, ticket, by=ben).words

    assert "<img" not in words.html
    assert "<script" not in words.html
    assert 'href="javascript' not in words.html
    assert "<b>javascript:alert(1) &lt;img" in words.html
    assert words.text.startswith("Hi javascript:alert(1) <img")


def test_its_actions_happen_in_the_agents_name_and_the_history_says_why(db, ticket, ben, billing):
    steps = [TAG, HIGH, {"do": "assign_team", "params": {"team": str(billing.id)}}, PENDING]

    applied = apply_macro(a_macro(actions=steps), ticket, by=ben)

    assert (ticket.status, ticket.priority, ticket.team) == ("pending", "high", billing)
    assert [tag.name for tag in ticket.tags] == ["refund"]
    assert applied.undone == []
    told = history(ticket)
    at = told.index("Ben applied the macro Refund")
    assert told[at + 1 : at + 3] == ["Ben added the tag refund", "Ben set the priority to high"]
    rows = db.scalars(select(EventRow).where(EventRow.ticket_id == ticket.id).order_by(EventRow.id)).all()
    cause = next(row for row in rows if row.name == "macro.applied")
    assert {row.caused_by_id for row in rows if row.id > cause.id} == {cause.id}


def test_it_snoozes_from_the_moment_it_is_applied(db, ticket, ben, clock):
    apply_macro(a_macro(text="", actions=[DAY]), ticket, by=ben)
    assert ticket.status == "snoozed"
    assert (ticket.snoozed_until - clock.now).total_seconds() == 24 * 3600


def test_what_cannot_be_done_is_said_and_the_rest_happens(db, ticket, ben):
    gone = an_agent("Gus")
    macro = a_macro(actions=[{"do": "assign_agent", "params": {"agent": str(gone.id)}}, PENDING])
    deactivate(gone, by=SYSTEM)

    applied = apply_macro(macro, ticket, by=ben)

    assert applied.undone == ["assign to an agent: that agent does not work here any more"]
    assert ticket.status == "pending"


def test_each_application_counts_and_the_most_used_come_first(db, ticket, ben):
    first, second = a_macro("Hello"), a_macro("Goodbye")
    assert found(ben) == ["Hello", "Goodbye"]
    for _time in range(2):
        apply_macro(second, ticket, by=ben)
    apply_macro(first, ticket, by=ben)
    db.refresh(second)
    assert second.uses == 2
    assert found(ben) == ["Goodbye", "Hello"]


def test_it_is_found_by_name_first_and_by_words_of_its_text(db, ben):
    a_macro("Delay", text="We are sorry, Größe and REFUND take a while.")
    a_macro("Your refund")
    a_macro("Refund")
    assert found(ben, "refund") == ["Refund", "Your refund", "Delay"]
    assert found(ben, "GRÖSSE sorry") == ["Delay"]
    assert found(ben, "100%") == []


def test_everybody_finds_only_what_they_may_use(db, ada, ben, cy, support):
    a_macro("Everyone's")
    a_macro("Support's", team=support)
    a_macro("Ben's", agent=ben)
    archive_macro(a_macro("Old"), by=SYSTEM)
    assert found(ben) == ["Everyone's", "Support's", "Ben's"]
    assert found(ada) == ["Everyone's", "Support's"]
    assert found(cy) == ["Everyone's"]
    assert [macro.name for macro in changeable_macros(ben)] == ["Ben's"]
    assert [macro.name for macro in changeable_macros(ada)] == ["Everyone's", "Support's"]


def test_a_macro_whose_team_is_gone_is_nobodys_until_given_away_again(db, ada, ben, support):
    macro = a_macro(team=support)
    delete_team(support, by=SYSTEM)
    db.flush()
    db.refresh(macro)
    assert found(ben) == []
    assert [one.name for one in changeable_macros(ada)] == ["Refund"]
    change_macro(macro, MacroDraft(name="Refund", text="Hello"), by=ada)
    assert found(ben) == ["Refund"]


def test_it_says_what_it_is_going_to_do(db, ben):
    steps = [PENDING, TAG, DAY, {"do": "assign_agent", "params": {"agent": str(ben.id)}}]
    assert promised([a_macro(actions=steps).actions]) == [
        ["sets Pending", "tags refund", "snoozes for a day", "assigns to Ben"]
    ]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"name": " "}, "name"),
        ({"text": ""}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"actions": [{"do": "send_reply", "params": {"text": "Hello"}}]}, "do"),
        ({"actions": [{"do": "set_status", "params": {"status": "lost"}}]}, "status"),
        ({"actions": [TAG] * 11}, "actions"),
    ],
)
def test_what_is_no_macro_is_refused_by_field(db, draft, field):
    with pytest.raises(Wrong) as refused:
        create_macro(MacroDraft(**({"name": "Refund", "text": "Hello"} | draft)), by=SYSTEM)
    assert refused.value.field == field


def test_each_change_is_an_event_and_none_is_not(db, alma):
    macro = a_macro()
    same = MacroDraft(name="Refund", text="Hello")
    change_macro(macro, same, by=alma)
    change_macro(macro, MacroDraft(name="Refund", text="Hello!", agent=alma), by=alma)
    archive_macro(macro, by=alma)
    archive_macro(macro, by=alma)
    restore_macro(macro, by=alma)
    rows = db.scalars(select(EventRow).where(EventRow.subject_kind == "macro").order_by(EventRow.id)).all()
    assert [(row.name, row.data) for row in rows] == [
        ("macro.created", {"scope": "everyone"}),
        ("macro.changed", {"was": "everyone", "now": "personal"}),
        ("macro.archived", {}),
        ("macro.restored", {}),
    ]


def test_there_is_room_for_so_many_and_no_more(db, ben, monkeypatch):
    monkeypatch.setattr(writing, "MOST_OWN", 1)
    old = a_macro("First", agent=ben)
    archive_macro(old, by=ben)
    a_macro("Second", agent=ben)
    with pytest.raises(BadInput):
        a_macro("Third", agent=ben)
    with pytest.raises(BadInput):
        restore_macro(old, by=ben)
    assert db.scalars(select(Macro.name).where(Macro.archived_at.is_(None))).all() == ["Second"]
