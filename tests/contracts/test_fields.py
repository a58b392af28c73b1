"""Every field of conditions: each operator runs on the database, tells yes from no, and takes nothing it cannot use."""

import json
from typing import Any

import pytest
from sqlalchemy import func, not_, select

from helpdesk.desk.conditions import HIDDEN, OPERATORS, condition_in, described
from helpdesk.desk.settings.rule_conditions import Row, condition_of, known, new_row, rows_of
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.filters import FilterError, Operator, Type
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.followers import follow
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.tags import add_tag
from tests.factories import a_contact, a_ticket

KEYS = sorted(TICKETS.fields)
VALUES: dict[Type, list[Any]] = {
    Type.TEXT: ["x", "%", "_", "\\", "'", "ß"], Type.NUMBER: [0, -1, 1.5, 2**53, -(2.0**53)],
    Type.REF: [1, 2**53], Type.PEOPLE: [1, 2**53], Type.TAGS: ["vip", "%"], Type.BOOLEAN: [True, False],
}  # fmt: skip
INSTANTS = ["2026-03-02T09:00:00Z", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"]
SPANS = ["1m", "2h", "7d", "4w", "522w"]
HOSTILE = [
    None, "", "\0", "\ud800", "x" * 501, [], {}, [[]], True, 10**400, float("inf"), float("nan"), -1, 0, "7 days", "0d",
    "-1d", "99999w", "\uff17d", "2026-03-02", "0001-01-01T00:00:00+23:00", ["x"] * 101, {"$gt": ""},
]  # fmt: skip


def values_of(key, operator):
    field = TICKETS.fields[key]
    if operator in {Operator.EMPTY, Operator.NOT_EMPTY}:
        return [None]
    if operator in {Operator.LAST, Operator.AGO, Operator.NEXT}:
        return SPANS
    if field.type is Type.DATE:
        return INSTANTS
    values = list(field.words()) if field.type is Type.CHOICE else VALUES[field.type]
    if field.people:
        values = [*values, "me"]
    return [[value] for value in values] + [values] if operator is Operator.IN else values


@pytest.fixture
def shelf(db, ben, inbox):
    """A ticket with everything, and one with as little as there can be."""
    full = a_ticket("x % _", by=a_contact(), inbox=inbox)
    follow(full, ben, by=ben)
    add_tag(full, "vip", by=ben)
    a_ticket("", by=a_contact("", address="no.name@customer.example"), text=None)
    rows.session.flush()


def count(condition):
    return rows.session.scalar(select(func.count()).select_from(Ticket).where(condition))


@pytest.mark.parametrize("key", KEYS)
def test_a_test_is_yes_or_no_for_every_ticket(shelf, ben, key):
    for operator in TICKETS.fields[key].operators:
        for value in values_of(key, operator):
            data = {"field": key, "op": operator.value} | ({} if value is None else {"value": value})
            condition = TICKETS.parse(data).where(me=ben.id)

            assert count(condition) + count(not_(condition)) == 2, data
            assert count(TICKETS.parse(data).where()) <= 2


def refusal(data):
    try:
        TICKETS.parse(data)
    except FilterError as error:
        return error
    return None


def refusal_in(written):
    try:
        condition_in(written)
    except BadInput as error:
        return error
    return None


@pytest.mark.parametrize("key", KEYS)
def test_what_a_field_cannot_use_is_refused_by_its_name(key):
    for operator in Operator:
        for value in HOSTILE:
            error = refusal({"all": [{"field": key, "op": operator.value, "value": value}]})

            assert error is None or (error.field, error.path) == (key, (0,))


@pytest.mark.parametrize("key", KEYS)
def test_an_address_says_the_same_as_the_condition_or_is_refused(key):
    for operator in TICKETS.fields[key].operators:
        for value in values_of(key, operator):
            written = [key, operator.value] + ([] if value is None else [value])
            told = condition_in(json.dumps(["all", ["not", written]]))
            assert told is not None
            [inner] = told.data["all"]
            assert (inner["not"]["field"], inner["not"]["op"]) == (key, operator.value)
        for value in HOSTILE:
            error = refusal_in(json.dumps(["all", [key, operator.value, value]]))

            assert error is None or (error.field or "").startswith("f")


def test_builder_and_rules_speak_of_the_same_fields(db):
    shown = {field["key"]: [operator for operator, _words in field["operators"]] for field in described()}

    assert shown.keys() == TICKETS.fields.keys() - HIDDEN
    assert {key for key in KEYS if known(key)} == shown.keys() - {"number"}
    for key, operators in shown.items():
        possible = {operator.value for operator in TICKETS.fields[key].operators}
        assert {operator.removesuffix("_not") for operator in operators} <= possible | {"is"}, key


@pytest.mark.parametrize("key", [key for key in KEYS if known(key)])
def test_a_rules_row_is_a_condition_and_comes_back_as_it_was(db, ben, support, inbox, key):
    row = new_row(key)
    for operator, _words in row.operators:
        values = [choice for choice, _label in row.choices] if row.choices is not None else ["7"]
        for value in values if operator not in {"empty", "not_empty"} else [""]:
            given = Row(key, operator, str(value))
            assert rows_of(condition_of("any", [given])) == ("any", [given])


def test_every_type_has_words_for_its_operators():
    assert set(OPERATORS) == set(Type)
