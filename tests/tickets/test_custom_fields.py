"""Custom fields of a ticket: written, asked for in conditions, and needed before an agent is done."""

import pytest
from sqlalchemy import select

from helpdesk.contacts.custom_fields import set_contact_field
from helpdesk.custom_fields.defining import Draft, archive_field, change_field
from helpdesk.custom_fields.models import CustomField
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, Actor, EventRow
from helpdesk.kernel.filters import FilterError
from helpdesk.tickets.custom_fields import FieldsLacking, set_ticket_field
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.replying import reply
from helpdesk.tickets.status import close, resolve, set_pending
from tests.factories import a_contact, a_field, a_ticket


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def events(name):
    return list(rows.session.scalars(select(EventRow).where(EventRow.name == name).order_by(EventRow.id)))


def test_a_value_is_kept_once_and_its_words_are_in_no_event(ticket, ben):
    field = a_field("Order number")
    for _twice in range(2):
        set_ticket_field(ticket, field, "A-4711", by=ben)
    set_ticket_field(ticket, field, "", by=ben)

    assert ticket.custom == {}
    assert [event.data for event in events("ticket.field_set")] == [
        {"field_id": field.id, "emptied": False},
        {"field_id": field.id, "emptied": True},
    ]


def test_what_does_not_fit_leaves_the_value_alone(ticket, ben):
    field = a_field("Pieces", type="number")
    set_ticket_field(ticket, field, 3, by=ben)

    with pytest.raises(BadInput):
        set_ticket_field(ticket, field, "a few", by=ben)
    assert ticket.custom == {"pieces": 3}


@pytest.mark.parametrize("finish", [resolve, close])
def test_an_agent_is_told_what_is_lacking_before_a_ticket_is_done(ticket, ben, finish):
    reason = a_field("Reason", type="choice", options=["Late"], required=True)
    a_field("Order number", required=True)
    a_field("Weather")
    set_ticket_field(ticket, reason, "Late", by=ben)

    with pytest.raises(FieldsLacking) as refused:
        finish(ticket, by=ben)

    assert [one["label"] for one in refused.value.extra()["fields"]] == ["Order number"]
    assert "Order number" in refused.value.words
    assert ticket.status == "open"


def test_a_ticket_that_says_all_it_must_is_resolved(ticket, ben):
    set_ticket_field(ticket, a_field("Agreed", type="checkbox", required=True), True, by=ben)

    resolve(ticket, by=ben)

    assert ticket.status == "resolved"


def test_nothing_is_sent_when_sending_and_resolving_is_refused(ticket, ben):
    a_field("Reason", required=True)

    with pytest.raises(FieldsLacking):
        reply(ticket, by=ben, text="Done.", then="resolved")


@pytest.mark.parametrize("machine", [SYSTEM, Actor("rule", 7)])
def test_a_machine_resolves_all_the_same_and_the_history_knows_what_was_lacking(ticket, machine):
    field = a_field("Reason", required=True)

    resolve(ticket, by=machine)

    assert ticket.status == "resolved"
    assert events("ticket.status_changed")[-1].data["lacking_ids"] == [field.id]


def test_an_archived_field_and_another_status_need_nothing(ticket, ben, alma):
    field = a_field("Reason", required=True)
    set_pending(ticket, by=ben)
    archive_field(field, by=alma)

    resolve(ticket, by=ben)

    assert ticket.status == "resolved"


FULL = {"order": "A-4711", "pieces": 3, "bought": "2026-02-01", "reason": "Late", "gift": True}


@pytest.fixture
def two(db, clock, inbox, ben):
    """A ticket with something in every field, of a contact with a plan; and one with nothing at all."""
    fields = [
        a_field("Order"),
        a_field("Pieces", type="number"),
        a_field("Bought", type="date"),
        a_field("Reason", type="choice", options=["Late", "Broken"]),
        a_field("Gift", type="checkbox"),
    ]
    plan = a_field("Plan", of="contact", type="choice", options=["Free", "Team"])
    full = a_ticket("Full", by=a_contact("Dora"), inbox=inbox)
    for field in fields:
        set_ticket_field(full, field, FULL[field.key], by=ben)
    set_contact_field(full.contact, plan, "Team", by=ben)
    a_ticket("Empty", by=a_contact("Emil"), inbox=inbox)
    rows.session.flush()


@pytest.mark.parametrize(
    ("key", "operator", "value", "found"),
    [
        ("custom.order", "is", "A-4711", "Full"),
        ("custom.order", "contains", "471", "Full"),
        ("custom.order", "contains", "%", ""),
        ("custom.order", "is_not", "A-4711", "Empty"),
        ("custom.order", "empty", None, "Empty"),
        ("custom.order", "not_empty", None, "Full"),
        ("custom.pieces", "is", 3, "Full"),
        ("custom.pieces", "greater", 2.5, "Full"),
        ("custom.pieces", "less", 3, ""),
        ("custom.bought", "before", "2026-02-02", "Full"),
        ("custom.bought", "after", "2026-02-01", ""),
        ("custom.bought", "is", "2026-02-01", "Full"),
        ("custom.reason", "in", ["Late", "Broken"], "Full"),
        ("custom.reason", "is_not", "Broken", "Full Empty"),
        ("custom.gift", "is", True, "Full"),
        ("custom.gift", "is", False, "Empty"),
        ("contact.plan", "is", "Team", "Full"),
        ("contact.plan", "empty", None, "Empty"),
    ],
)
def test_a_condition_finds_by_custom_fields(two, key, operator, value, found):
    test = {"field": key, "op": operator} | ({} if value is None else {"value": value})
    for condition, expected in ((test, set(found.split())), ({"not": test}, {"Full", "Empty"} - set(found.split()))):
        subjects = rows.session.scalars(select(Ticket.subject).where(TICKETS.parse(condition).where()))
        assert set(subjects) == expected


@pytest.mark.parametrize(
    ("key", "operator", "value"),
    [
        ("custom.nothing", "is", "x"), ("custom.reason", "is", "Lost"), ("custom.bought", "is", "2026-02-30"),
        ("custom.bought", "is", 5), ("custom.pieces", "is", "3"), ("custom.gift", "empty", None),
        ("contact.order", "is", "x"), ("custom.plan", "is", "Team"), ("custom.order", "greater", "A"),
    ],
)  # fmt: skip
def test_a_condition_that_no_field_can_answer_is_refused(two, key, operator, value):
    with pytest.raises(FilterError):
        TICKETS.parse({"field": key, "op": operator, "value": value})


def test_an_archived_field_is_still_understood_and_offered_no_more(two, alma):
    reason = next(key for key in TICKETS.offered() if key == "custom.reason")
    field = rows.session.scalars(select(CustomField).where(CustomField.key == "reason")).one()
    archive_field(field, by=alma)

    assert reason not in TICKETS.offered()
    assert TICKETS.parse({"field": reason, "op": "is", "value": "Late"})


def test_a_label_changes_and_conditions_stay(two, alma):
    field = rows.session.scalars(select(CustomField).where(CustomField.key == "order")).one()
    change_field(field, Draft(label="Order number", type="text"), by=alma)

    assert str(TICKETS.offered()["custom.order"].label) == "Order number"
