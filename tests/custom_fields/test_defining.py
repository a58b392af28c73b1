"""Custom fields come, change, move and go; what was written in them stays."""

import pytest
from sqlalchemy import select

from helpdesk.custom_fields.defining import (
    MOST_FIELDS,
    Draft,
    archive_field,
    change_field,
    create_field,
    move_field,
    restore_field,
)
from helpdesk.custom_fields.models import Subject
from helpdesk.custom_fields.reading import all_fields, archived_fields, living_fields
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.tickets.custom_fields import set_ticket_field
from tests.factories import a_field, a_ticket


def happened():
    return list(rows.session.scalars(select(EventRow.name).where(EventRow.name.startswith("custom_field."))))


def labels(of=Subject.TICKET):
    return [field.label for field in living_fields(of)]


def test_a_field_gets_a_key_of_plain_letters_that_nobody_else_has(db, alma):
    made = [a_field("Größe & Farbe").key, a_field("Grosse, Farbe!").key, a_field("注文番号").key, a_field("数").key]

    assert made == ["groe_farbe", "grosse_farbe", "field", "field_2"]


def test_tickets_and_contacts_have_fields_of_their_own(db):
    a_field("Plan")
    a_field("Plan", of="contact")

    assert (labels(), labels(Subject.CONTACT)) == (["Plan"], ["Plan"])


@pytest.mark.parametrize(
    ("draft", "culprit"),
    [
        (Draft(label=" ", type="text"), "label"),
        (Draft(label="x" * 61, type="text"), "label"),
        (Draft(label="a\nb\0", type="text"), "label"),
        (Draft(label="plan", type="text"), "label"),
        (Draft(label="New", type="colour"), "type"),
        (Draft(label="New", type="choice"), "options"),
        (Draft(label="New", type="choice", options=["x" * 81]), "options"),
        (Draft(label="New", type="choice", options=[str(number) for number in range(101)]), "options"),
    ],
)
def test_what_is_no_field_is_refused_by_name(db, draft, culprit):
    a_field("Plan")

    with pytest.raises(BadInput) as refused:
        create_field(Subject.TICKET, draft, by=SYSTEM)
    assert refused.value.field == culprit
    assert labels() == ["Plan"]


def test_a_choice_keeps_each_word_once_in_its_order(db):
    assert a_field("Reason", type="choice", options=["Late", " Broken  parts ", "Late", ""]).options == [
        "Late",
        "Broken parts",
    ]


def test_a_type_changes_until_something_is_written(db, alma, dora, inbox):
    field, ticket = a_field("Size"), a_ticket(by=dora, inbox=inbox)
    change_field(field, Draft(label="Size", type="number"), by=alma)
    set_ticket_field(ticket, field, 42, by=alma)
    rows.session.flush()

    with pytest.raises(BadInput) as refused:
        change_field(field, Draft(label="Size", type="text"), by=alma)

    assert (refused.value.field, field.type) == ("type", "number")
    change_field(field, Draft(label="Shoe size", type="number", required=True), by=alma)
    assert (field.label, field.key, field.required) == ("Shoe size", "size", True)


def test_the_same_again_is_no_event(db, alma):
    field = a_field("Size")
    before = happened()

    change_field(field, Draft(label="Size", type="text"), by=alma)
    move_field(field, to=5, by=alma)

    assert happened() == before


def test_only_tickets_can_require_a_field(db):
    assert a_field("Plan", of="contact", required=True).required is False


def test_fields_move_to_any_place_of_their_row(db, alma):
    for label in "ABCD":
        a_field(label)

    move_field(living_fields(Subject.TICKET)[3], to=1, by=alma)
    assert labels() == ["A", "D", "B", "C"]
    move_field(living_fields(Subject.TICKET)[0], to=99, by=alma)
    assert labels() == ["D", "B", "C", "A"]
    assert happened()[-2:] == ["custom_field.moved"] * 2


def test_an_archived_field_is_asked_for_no_more_and_comes_back_with_what_was_written(db, alma, dora, inbox):
    field, ticket = a_field("Size"), a_ticket(by=dora, inbox=inbox)
    set_ticket_field(ticket, field, "XL", by=alma)

    archive_field(field, by=alma)
    assert (labels(), [one.label for one in archived_fields(Subject.TICKET)]) == ([], ["Size"])

    restore_field(field, by=alma)
    assert labels() == ["Size"]
    assert ticket.custom == {"size": "XL"}


def test_a_field_comes_back_only_to_a_name_that_is_free(db, alma):
    old = a_field("Size")
    archive_field(old, by=alma)
    assert a_field("Size").key == "size_2"

    with pytest.raises(BadInput):
        restore_field(old, by=alma)


def test_there_is_an_end_to_fields(db):
    for number in range(MOST_FIELDS):
        a_field(f"Field {number}")

    with pytest.raises(BadInput):
        a_field("One more")
    assert len(all_fields()) == MOST_FIELDS
