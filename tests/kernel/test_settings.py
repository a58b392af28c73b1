"""Settings: declared once, changed while it runs, each change in the history."""

import pytest
from sqlalchemy import select

from helpdesk.kernel import settings
from helpdesk.kernel.events import SYSTEM, Actor, EventRow
from helpdesk.kernel.settings import Setting, SettingError

pytestmark = pytest.mark.database
ADMIN = Actor("agent", 1)


def no_shouting(text: str) -> None:
    if text.isupper():
        raise ValueError("Please do not shout.")


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    monkeypatch.setattr(settings, "_declared", {})
    for setting in (
        Setting(key="undo_seconds", label="Undo", kind="number", default=10, least=0, most=60),
        Setting(key="survey", label="Ask customers", kind="switch", default=True),
        Setting(key="theme", label="Theme", kind="choice", default="light", choices=("light", "dark")),
        Setting(key="greeting", label="Greeting", kind="text", default="Hello", check=no_shouting),
    ):
        settings.declare(setting)


def test_it_is_the_default_until_somebody_sets_it(db):
    assert settings.get("undo_seconds") == 10
    settings.put("undo_seconds", 5, by=ADMIN)
    assert settings.get("undo_seconds") == 5


def test_a_change_is_an_event_with_who_and_what(db):
    settings.put("undo_seconds", 5, by=ADMIN)
    event = db.scalars(select(EventRow)).one()
    assert (event.name, event.actor_kind, event.actor_id) == ("setting.changed", "agent", 1)
    assert event.data == {"key": "undo_seconds", "old": 10, "new": 5}


def test_the_history_never_keeps_the_words_of_a_text(db):
    settings.put("greeting", "Dear Dora", by=ADMIN)
    assert "Dora" not in str(db.scalars(select(EventRow)).one().data)


def test_setting_what_is_already_so_changes_nothing(db):
    settings.put("undo_seconds", 10, by=SYSTEM)
    assert db.scalars(select(EventRow)).all() == []


def test_it_lists_all_with_their_values_now(db):
    settings.put("survey", False, by=SYSTEM)
    listed = {setting.key: value for setting, value in settings.list_all()}
    assert listed == {"greeting": "Hello", "survey": False, "theme": "light", "undo_seconds": 10}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("undo_seconds", 61),
        ("undo_seconds", -1),
        ("undo_seconds", True),
        ("undo_seconds", "5"),
        ("undo_seconds", 5.0),
        ("survey", 1),
        ("survey", None),
        ("theme", "pink"),
        ("theme", ["light"]),
        ("greeting", "a\0b"),
        ("greeting", "\ud800"),
        ("greeting", "x" * 10_001),
        ("greeting", "HELLO"),
        ("unheard_of", 1),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(db, key, value):
    with pytest.raises(SettingError) as refused:
        settings.put(key, value, by=ADMIN)
    assert refused.value.field == key
    assert refused.value.words.endswith(".")


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [("undo_seconds", " 7 ", 7), ("survey", "off", False), ("survey", "Yes", True), ("theme", "dark", "dark")],
)
def test_a_typed_value_is_read(key, typed, value):
    assert settings.from_text(key, typed) == value


@pytest.mark.parametrize(("key", "typed"), [("undo_seconds", "-1"), ("undo_seconds", "9" * 5000), ("survey", "maybe")])
def test_a_typed_value_that_does_not_fit_is_refused(key, typed):
    with pytest.raises(SettingError):
        settings.from_text(key, typed)


def test_two_settings_never_share_a_key():
    with pytest.raises(ValueError, match="Two settings"):
        settings.declare(Setting(key="theme", label="Other", kind="switch", default=True))


def test_a_default_fits_its_own_setting():
    with pytest.raises(SettingError):
        settings.declare(Setting(key="odd", label="Odd", kind="number", default="ten"))
