"""Forms of plug-ins: what an admin sees is drawn from a dataclass, and what he types becomes one again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.kernel import i18n
from helpdesk.kernel.forms import Errors, asks, draw, join, names, read, split


def no_spaces(text: str) -> None:
    if " " in text:
        raise ValueError("A host has no spaces.")


@dataclass(frozen=True)
class Fax:
    """A made-up channel's settings."""

    host: str = asks("Server", required=True, help="Where the fax is", check=no_spaces)
    port: int = asks("Port", kind="number", default=25, least=1, most=65535)
    paper: str = asks("Paper", kind="choice", choices=(("a4", "A4"), ("letter", "Letter")))
    loud: bool = asks("Loud", kind="switch", default=True)
    password: str = asks("Password", kind="secret", required=True)

    def problems(self) -> Mapping[str, str]:
        return {"loud": "Letters are silent."} if self.loud and self.paper == "letter" else {}


@dataclass(frozen=True)
class Note:
    """Something longer."""

    words: str = asks("Words", kind="area")


TYPED = {"host": " fax.example.com ", "port": "2525", "paper": "a4", "loud": "1", "password": "hush-hush"}
STORED = Fax(host="fax.example.com", port=2525, password="hush-hush")


def test_typed_answers_become_a_value():
    assert read(Fax, TYPED) == STORED


def test_several_lines_fit_where_they_are_asked_for():
    note = read(Note, {"words": " One\r\n\r\nTwo\tthree "})
    assert note == {"words": "This holds characters that cannot be used."}
    assert read(Note, {"words": " One\r\n\r\nTwo "}) == Note("One\n\nTwo")
    assert isinstance(read(Note, {"words": "x" * 5001}), Errors)


def test_an_empty_form_says_what_is_needed():
    assert read(Fax, {}) == {"host": "This is needed.", "password": "This is needed."}


def test_a_number_or_choice_left_blank_is_its_default():
    assert read(Fax, {**TYPED, "port": "", "paper": ""}) == Fax(host="fax.example.com", port=25, password="hush-hush")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("host", "two words"),
        ("host", "x" * 501),
        ("host", "a\0b"),
        ("host", "\ud800"),
        ("host", "a\nBcc: x"),
        ("host", ["a list"]),
        ("port", "0"),
        ("port", "65536"),
        ("port", "-1"),
        ("port", "1e3"),
        ("port", "9" * 5000),
        ("port", "\u0661"),
        ("paper", "a3"),
        ("loud", "perhaps"),
        ("password", "x" * 10_001),
    ],
)
def test_a_wrong_answer_is_named_with_a_sentence(field, typed):
    errors = read(Fax, {**TYPED, field: typed})
    assert isinstance(errors, Errors)
    assert list(errors) == [field]
    assert errors[field].endswith(".")


def test_answers_that_do_not_fit_together_are_named():
    assert read(Fax, {**TYPED, "paper": "letter"}) == {"loud": "Letters are silent."}


def test_a_blank_secret_keeps_the_old_one():
    changed = read(Fax, {**TYPED, "password": "", "port": "26"}, STORED)
    assert changed == Fax(host="fax.example.com", port=26, password="hush-hush")


def test_a_secret_is_never_shown_again():
    drawn = {field.name: field for field in draw(Fax, STORED)}
    assert (drawn["password"].value, drawn["password"].kept, drawn["password"].required) == ("", True, False)
    assert "hush-hush" not in repr(STORED)
    assert "hush-hush" not in str(draw(Fax, STORED))


def test_a_switch_missing_from_a_form_is_off_but_on_a_command_line_unchanged():
    form = {name: typed for name, typed in TYPED.items() if name != "loud"}
    off = read(Fax, form)
    assert isinstance(off, Fax)
    assert not off.loud
    assert read(Fax, {"port": "26"}, STORED, partial=True) == Fax(host="fax.example.com", port=26, password="hush-hush")


def test_secrets_are_stored_apart():
    plain, secrets = split(STORED)
    assert plain == {"host": "fax.example.com", "port": 2525, "paper": "a4", "loud": True}
    assert secrets == {"password": "hush-hush"}
    assert join(Fax, plain, secrets) == STORED


def test_a_value_stored_by_another_version_is_still_read():
    assert join(Fax, {"host": "fax.example.com", "speed": 9600}, {}) == Fax(host="fax.example.com")


def test_it_knows_its_names():
    assert names(Fax) == ["host", "port", "paper", "loud", "password"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*names(Fax), "other"]), st.none() | st.integers() | st.text() | st.binary()))
def test_no_answers_crash_it(form):
    assert isinstance(read(Fax, form), Fax | Errors)


def test_the_page_shows_fields_values_and_errors_but_no_secret():
    app = Flask(__name__, template_folder=Path(__file__).parents[2] / "templates")
    i18n.init_app(app)
    app.jinja_env.globals["asset"] = lambda name: f"/static/{name}"
    page = "{% from 'shared/macros/asked.html' import asked %}{{ asked(fields) }}"
    with app.test_request_context():
        fields = draw(Fax, STORED, {"port": "This is taken."})
        html = app.jinja_env.from_string(page).render(fields=fields)
    assert 'value="fax.example.com"' in html
    assert "This is taken." in html
    assert 'type="password"' in html
    assert "hush-hush" not in html
