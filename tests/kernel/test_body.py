"""Reading a request strictly: whatever is sent, the answer is the value asked for or a sentence, never a bug."""

import json

import pytest
from flask import jsonify
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException

from helpdesk.kernel.body import MAX_DEPTH, MAX_ID, BadInput, Body, body, json_object

FIELDS = ("text", "id", "ids", "texts", "at", "yes", "choice", "rest")


def read():
    """A door that asks for everything."""
    sent = body(*FIELDS)
    at = sent.instant("at")
    return jsonify(
        text=sent.text("text", required=False),
        id=sent.maybe_id("id"),
        ids=sent.ids("ids"),
        texts=sent.texts("texts"),
        at=at.isoformat() if at else None,
        yes=sent.switch("yes"),
        choice=sent.choice("choice", ["a", "b"]) if sent.values.get("choice") else None,
    )


@pytest.fixture
def post(doors):
    client = doors(read)
    return lambda data: client.post("/read", data=data, content_type="application/json")


def refused(raw):
    with pytest.raises(BadInput) as caught:
        json_object(raw)
    return caught.value.field


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"nonsense", b'"text"', b"[]", b"[1]", b"12", b"null", b"true", b"\xff\xfe", b'{"a": 1} {}',
        b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}', b'{"a": 1e999}', b'{"a": -1e999}',
        b'{"a": "\\ud800"}', b'{"a": "\\u0000"}', b'{"\\u0000": 1}', b'{"\\udfff": 1}', b'{"a": ["\\ud800"]}',
        b'{"a": ' + b"9" * 5000 + b"}", b"[" * 5000, b'{"a":' * 5000, b"]" * 5000, b"\xef\xbb\xbf{}",
        b'{"a": ' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
        b'{"a": "' + b"]" * 500 + b'", "b": ' + b"[" * 300 + b"]" * 300 + b"}",
    ],
)  # fmt: skip
def test_bad_json_is_bad_input(raw):
    refused(raw)


def test_good_json_may_be_deep_hold_brackets_and_any_language():
    deep = b'{"a": ' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}"
    assert json_object(deep)["a"]
    words = {"a": "[" * 5000, "ключ": "Grüße, 世界 \U0001f514", "n": 1.5, "z": None, "y": True}
    assert json_object(json.dumps(words).encode()) == words
    assert json_object(json.dumps(words, ensure_ascii=False).encode()) == words


@pytest.mark.parametrize("raw", [b'{"name": "\\u0000"}', b'{"name": ["\\ud800"]}', b'{"name": {"x": "\\u0000"}}'])
def test_the_field_that_holds_what_cannot_be_kept_is_named(raw):
    assert refused(raw) == "name"


WORDS = st.text(max_size=20) | st.sampled_from(["\0", "\ud800", "1e3", "0x1", "-1", "9" * 30, "\uff11", "2026-13-99"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(FIELDS) | WORDS, VALUES, max_size=6)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=60)
    | OBJECTS.map(lambda value: json.dumps(value).encode())
    | VALUES.map(json.dumps).map(str.encode)
)
def test_whatever_json_is_sent_it_is_an_object_or_bad_input(raw):
    try:
        found = json_object(raw)
    except BadInput:
        return
    assert isinstance(found, dict)
    json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OBJECTS)
def test_whatever_is_sent_the_answer_is_200_or_400(post, sent):
    assert post(json.dumps(sent)).status_code in {200, 400}


def test_an_unknown_field_is_named(post):
    answer = post('{"text": "a", "colour": "red"}')
    assert answer.status_code == 400
    assert answer.json["error"]["field"] == "colour"


def test_a_form_is_told_with_422_and_a_page(doors):
    answer = doors(read).post("/read", data={"at": "yesterday"})
    assert answer.status_code == 422
    assert answer.content_type.startswith("text/html")


def test_too_much_is_too_large(post):
    assert post('{"text": "' + "a" * 2_200_000 + '"}').status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "image/png", "application/octet-stream"])
def test_another_kind_of_content_is_not_taken(doors, kind):
    assert doors(read).post("/read", data="text=a", content_type=kind).status_code == 415


def test_a_form_is_read_without_its_token_and_with_its_lists(app):
    with app.test_request_context(method="POST", data={"csrf_token": "x", "tags[]": ["a", " b ", ""], "name": "Bo"}):
        sent = body("tags[]", "name")
        assert sent.texts("tags[]") == ["a", "b"]
        assert sent.text("name") == "Bo"
    with app.test_request_context(method="POST", data={"name": "Bo"}):
        assert body("tags[]", "name").texts("tags[]") == []


def test_a_form_may_not_hold_what_cannot_be_kept(app):
    with app.test_request_context(method="POST", data={"tags[]": ["ok", "a\0b"], "name": "a\0b"}):
        sent = body("tags[]", "name")
        for name, read_it in (("tags[]", sent.texts), ("name", sent.text)):
            with pytest.raises(BadInput) as caught:
                read_it(name)
            assert caught.value.field == name


def got(getter, value, *arguments, **options):
    """What a getter makes of a value: itself, or the field it complains of."""
    try:
        return getattr(Body({"f": value}, allowed=["f"]), getter)("f", *arguments, **options)
    except (BadInput, HTTPException) as error:
        return error


@pytest.mark.parametrize(
    ("getter", "value", "expected"),
    [
        ("text", "  Hello ", "Hello"), ("maybe_id", 12, 12), ("maybe_id", "12", 12), ("maybe_id", None, None),
        ("maybe_id", "", None), ("maybe_id", MAX_ID - 1, MAX_ID - 1), ("ids", [1, 2], [1, 2]), ("ids", None, []),
        ("texts", ["a", " ", " b"], ["a", "b"]), ("texts", None, []), ("switch", True, True), ("switch", False, False),
        ("switch", "on", True), ("switch", "off", False), ("switch", None, False), ("instant", None, None),
        ("instant", "", None),
    ],
)  # fmt: skip
def test_a_fitting_value_is_returned(getter, value, expected):
    assert got(getter, value) == expected


def test_an_instant_is_aware_whatever_its_zone():
    assert got("instant", "2026-03-02T10:00:00+01:00").isoformat() == "2026-03-02T09:00:00+00:00"
    assert got("instant", "2026-03-02T09:00:00Z").isoformat() == "2026-03-02T09:00:00+00:00"
    assert got("instant", "0001-01-01T00:00:00+14:00").year == 1
    assert got("instant", "9999-12-31T23:59:59-14:00").year == 9999


@pytest.mark.parametrize(
    ("getter", "value"),
    [
        *(("text", value) for value in (None, "", "  ", 1, True, [], {}, "x" * 501, "a\0")),
        *(("maybe_id", value) for value in (0, -1, 1.0, True, "1e3", "0x1", "\uff11", "\u00b2", "-1", [1], {}, MAX_ID)),
        *(("maybe_id", value) for value in ("9" * 30, "0" * 18 + "123456", " 1", "1.0", 10**400, float("inf"))),
        *(("ids", value) for value in ("1", 1, [0], ["1"], [True], [None], [MAX_ID], list(range(1, 30)), {})),
        *(("texts", value) for value in ("a", [1], [None], ["a"] * 101, ["x" * 501], ["a\0"], {})),
        *(("switch", value) for value in (2, 1, 0, 1.0, "maybe", [], {})),
        *(("instant", value) for value in ("yesterday", "2026-03-02T09:00:00", "2026-13-99", 12, [], "2026-03-02")),
    ],
)  # fmt: skip
def test_any_other_value_is_bad_input_and_names_the_field(getter, value):
    error = got(getter, value)
    assert isinstance(error, BadInput)
    assert error.field == "f"
    assert error.words


def test_a_choice_is_one_of_the_words():
    assert got("choice", "open", ["open", "closed"]) == "open"
    for value in ("Open", "shut", "", None, 1, ["open"]):
        assert isinstance(got("choice", value, ["open", "closed"]), BadInput)


def test_a_text_may_be_longer_where_it_is_asked_for():
    assert got("text", "x" * 501, most=501) == "x" * 501
    assert got("text", None, required=False) == ""
