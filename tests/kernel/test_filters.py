"""The condition language: what a view asks for is what it finds, and no JSON does more than be refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    not_,
    select,
)

from helpdesk.kernel.filters import MAX_DEPTH, Field, FilterError, Type, Vocabulary

PARCELS = Table(
    "parcels",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("title", String),
    Column("weight", Integer),
    Column("state", String),
    Column("carrier_id", Integer),
    Column("sent_at", DateTime),
    Column("fragile", Boolean),
    Column("labels", JSON),
)
C = PARCELS.c
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def labelled(labels):
    each = func.json_each(C.labels).table_valued("value")
    found = select(1).select_from(each)
    return (found if labels is None else found.where(each.c.value.in_(labels))).exists()


VOCABULARY = Vocabulary(
    [
        Field(key="title", label="Title", type=Type.TEXT, sql=C.title),
        Field(key="weight", label="Weight", type=Type.NUMBER, sql=C.weight),
        Field(key="state", label="State", type=Type.CHOICE, sql=C.state, choices=("new", "lost")),
        Field(key="carrier", label="Carrier", type=Type.REF, sql=C.carrier_id, people=True),
        Field(key="sent", label="Sent", type=Type.DATE, sql=C.sent_at),
        Field(key="fragile", label="Fragile", type=Type.BOOLEAN, sql=C.fragile),
        Field(key="label", label="Label", type=Type.TAGS, having=labelled),
    ]
)
ROWS: list[dict[str, Any]] = [
    {
        "id": 1,
        "title": "50% off Vase",
        "weight": 5,
        "state": "new",
        "carrier_id": 7,
        "fragile": True,
        "labels": ["red"],
    },
    {"id": 2, "title": "A book", "weight": 2, "state": "lost", "carrier_id": None, "fragile": False, "labels": []},
    {
        "id": 3,
        "title": None,
        "weight": None,
        "state": "new",
        "carrier_id": 8,
        "fragile": False,
        "labels": ["red", "eu"],
    },
]


@pytest.fixture(scope="module")
def shelf():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        PARCELS.metadata.create_all(connection)
        sent = {1: datetime(2026, 2, 1), 2: datetime(2026, 4, 1), 3: None}  # noqa: DTZ001 -- SQLite keeps no zone.
        connection.execute(PARCELS.insert(), [{**row, "sent_at": sent[row["id"]]} for row in ROWS])
        yield connection
    engine.dispose()


def found(shelf, condition: dict[str, Any], *, me: int | None = None) -> list[int]:
    where = VOCABULARY.parse(condition).where(me=me)
    return list(shelf.scalars(select(C.id).where(where).order_by(C.id)))


def if_(field: str, op: str, value: object = None) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        (if_("title", "is", "A book"), [2]),
        (if_("title", "is_not", "A book"), [1, 3]),
        (if_("title", "in", ["A book", "A bike"]), [2]),
        (if_("title", "contains", "vase"), [1]),
        (if_("title", "contains", "%"), [1]),
        (if_("title", "contains", "_"), []),
        (if_("title", "ends", "VASE"), [1]),
        (if_("title", "ends", "50%"), []),
        (if_("title", "ends", "_book"), []),
        (if_("title", "empty"), [3]),
        (if_("title", "not_empty"), [1, 2]),
        (if_("weight", "greater", 2), [1]),
        (if_("weight", "less", 4.5), [2]),
        (if_("weight", "is", 5), [1]),
        (if_("state", "is", "new"), [1, 3]),
        (if_("state", "in", ["new", "lost"]), [1, 2, 3]),
        (if_("carrier", "is", 8), [3]),
        (if_("carrier", "is_not", 8), [1, 2]),
        (if_("sent", "before", "2026-03-01T00:00:00Z"), [1]),
        (if_("sent", "after", "2026-03-01T00:00:00+01:00"), [2]),
        (if_("sent", "empty"), [3]),
        (if_("fragile", "is", False), [2, 3]),
        (if_("label", "contains", "eu"), [3]),
        (if_("label", "in", ["red", "blue"]), [1, 3]),
        (if_("label", "empty"), [2]),
        (if_("label", "not_empty"), [1, 3]),
        ({"all": [if_("state", "is", "new"), if_("fragile", "is", True)]}, [1]),
        ({"any": [if_("weight", "is", 2), if_("carrier", "is", 8)]}, [2, 3]),
        ({"not": if_("weight", "greater", 2)}, [2, 3]),
        ({"not": {"any": [if_("weight", "greater", 2), if_("title", "contains", "book")]}}, [3]),
        ({"all": [{"any": [if_("state", "is", "lost")]}, {"not": {"any": []}}]}, [2]),
        ({"all": []}, [1, 2, 3]),
        ({"any": []}, []),
    ],
)
def test_it_finds_what_was_asked_for(shelf, condition, ids):
    assert found(shelf, condition) == ids


def test_me_is_whoever_looks(shelf):
    mine = if_("carrier", "is", "me")
    assert found(shelf, mine, me=7) == [1]
    assert found(shelf, mine, me=8) == [3]
    assert found(shelf, mine) == []
    assert found(shelf, if_("carrier", "is_not", "me"), me=7) == [2, 3]


def test_it_keeps_the_json_it_came_from():
    condition = {"all": [if_("state", "is", "new")]}
    assert VOCABULARY.parse(condition).data == condition


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        (None, None),
        ([], None),
        ("state is open", None),
        ({}, None),
        ({"all": {}}, None),
        ({"all": [], "any": []}, None),
        ({"all": [None]}, None),
        ({"not": []}, None),
        ({"field": "state", "op": "is", "value": "new", "or": 1}, None),
        ({"field": ["state"], "op": "is"}, None),
        (if_("price", "is", 1), "price"),
        (if_("state", "like", "new"), "state"),
        (if_("state", "contains", "n"), "state"),
        (if_("state", "is", "unheard of"), "state"),
        (if_("state", "is", ["new"]), "state"),
        (if_("state", "in", "new"), "state"),
        (if_("state", "in", []), "state"),
        (if_("state", "in", ["new"] * 101), "state"),
        (if_("state", "empty", "new"), "state"),
        (if_("title", "is", ""), "title"),
        (if_("title", "is", 5), "title"),
        (if_("title", "is", "a\0b"), "title"),
        (if_("title", "contains", "\ud800"), "title"),
        (if_("title", "contains", "x" * 501), "title"),
        (if_("weight", "is", True), "weight"),
        (if_("weight", "is", float("nan")), "weight"),
        (if_("weight", "is", float("inf")), "weight"),
        (if_("weight", "is", 10**400), "weight"),
        (if_("weight", "is", "5"), "weight"),
        (if_("carrier", "is", -1), "carrier"),
        (if_("carrier", "is", 2**70), "carrier"),
        (if_("carrier", "is", "you"), "carrier"),
        (if_("sent", "before", "2026-03-01T00:00:00"), "sent"),
        (if_("sent", "before", "0001-01-01T00:00:00+23:00"), "sent"),
        (if_("sent", "before", "9999-12-31T23:59:59-23:00"), "sent"),
        (if_("sent", "before", 5), "sent"),
        (if_("sent", "is", "2026-03-01T00:00:00Z"), "sent"),
        (if_("fragile", "is", 1), "fragile"),
        (if_("fragile", "is"), "fragile"),
        (if_("label", "contains"), "label"),
    ],
)
def test_what_is_not_a_condition_is_refused_and_the_field_named(condition, field):
    with pytest.raises(FilterError) as refused:
        VOCABULARY.parse(condition)
    assert refused.value.field == field
    assert refused.value.words.endswith(".")


def test_a_date_may_be_asked_for_by_its_distance_from_now(shelf, clock):
    assert found(shelf, if_("sent", "last", "30d")) == [1]
    assert found(shelf, if_("sent", "last", "29d")) == []
    assert found(shelf, if_("sent", "ago", "4w")) == [1]
    assert found(shelf, if_("sent", "next", "720h")) == [2]


def test_a_condition_is_neither_deep_nor_long():
    deep: dict[str, Any] = if_("fragile", "is", True)
    for _level in range(MAX_DEPTH):
        deep = {"not": deep}
    with pytest.raises(FilterError):
        VOCABULARY.parse(deep)
    with pytest.raises(FilterError):
        VOCABULARY.parse({"any": [if_("fragile", "is", True)] * 51})


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2026-03-01T00:00:00Z")
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
TESTS = st.fixed_dictionaries(
    {
        "field": st.sampled_from([*VOCABULARY.fields, "price"]),
        "op": st.sampled_from(["is", "is_not", "in", "contains", "ends", "before", "after", "less", "empty"]),
        "value": st.sampled_from([5, 2.5, "new", "me", True, ["new"], [1, 2]]) | ANYTHING,
    }
)
CONDITIONS = st.recursive(
    TESTS | ANYTHING,
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, max_size=4)})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=4)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(condition=CONDITIONS)
def test_no_json_does_more_than_find_rows_or_be_refused(shelf, condition):
    try:
        where = VOCABULARY.parse(condition).where(me=7)
    except FilterError:
        return
    yes, no = (set(shelf.scalars(select(C.id).where(side))) for side in (where, not_(where)))
    assert yes | no == {1, 2, 3}
    assert not yes & no
