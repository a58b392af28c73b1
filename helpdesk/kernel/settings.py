"""What an admin may change while it runs. Each setting is declared once, with its default, by the module it concerns.

Only what somebody set is stored. Reading is one look-up by key in the caller's unit, which then remembers it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import Json, Row, db, memo
from helpdesk.kernel.events import Acts, Event, record
from helpdesk.kernel.i18n import gettext as _

MAX_TEXT = 10_000
MAX_DIGITS = 12
MEMO = "setting"
SWITCH = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}

Value = str | int | bool


class SettingError(BadInput):
    """There is no such setting, or the value does not fit; `field` is the key."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One declared setting. Numbers lie between `least` and `most`; `check` may raise ValueError with a sentence."""

    key: str
    label: str
    kind: Literal["text", "number", "switch", "choice"]
    default: Value
    choices: Sequence[str] = ()
    least: int = 0
    most: int = 2**31
    check: Callable[[Any], object] | None = None


class SettingRow(Row):
    """A value that somebody set. It has an id because events point to one."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[Any] = mapped_column(Json)


@dataclass(frozen=True)
class SettingChanged(Event):
    """An admin changed a setting; of texts only the key is kept, of the rest old and new value too."""

    name = "setting.changed"
    subject_kind = "setting"
    subject: SettingRow
    key: str
    old: int | str | None
    new: int | str | None


_declared: dict[str, Setting] = {}


def declare(setting: Setting) -> Setting:
    """Make a setting known; call it at import time of the module it concerns. A key is declared once."""
    if _declared.setdefault(setting.key, setting) is not setting:
        raise ValueError(f"Two settings are called {setting.key}.")
    _fit(setting, setting.default)
    return setting


def get(key: str) -> Any:
    """Return the value of a setting, or its default. Raises `SettingError` for an unknown key."""
    setting, kept = _known(key), memo()
    if (MEMO, key) not in kept:
        row = _row(key)
        kept[MEMO, key] = setting.default if row is None else row.value
    return kept[MEMO, key]


def get_all(keys: Sequence[str]) -> dict[str, Any]:
    """Return the values of some settings, read at once if any of them is not known yet in this unit."""
    kept = memo()
    if any((MEMO, key) not in kept for key in keys):
        stored = select(SettingRow.key, SettingRow.value).where(SettingRow.key.in_(keys))
        found: dict[str, Any] = {row.key: row.value for row in db.session.execute(stored)}
        values = {key: found.get(key, _known(key).default) for key in keys}
        kept.update({(MEMO, key): value for key, value in values.items()})
        return values
    return {key: kept[MEMO, key] for key in keys}


def prefill(key: str, written: str | None) -> None:
    """Remember in this unit what a larger statement read: the stored value as JSON, None if nobody set it."""
    memo()[MEMO, key] = _known(key).default if written is None else json.loads(written)


def put(key: str, value: object, *, by: Acts) -> None:
    """Set a value of the right type. Setting what is already so changes nothing. Raises `SettingError`."""
    setting = _known(key)
    new, row = _fit(setting, value), _row(key)
    old = setting.default if row is None else row.value
    if new == old:
        return
    if row is None:
        row = SettingRow(key=key, value=new)
        db.session.add(row)
        db.session.flush()
    row.value = new
    memo().pop((MEMO, key), None)
    told = setting.kind != "text"
    record(SettingChanged(row, key, old if told else None, new if told else None), by=by)


def from_text(key: str, text: str) -> Value:
    """Read a value as typed on a command line or in a form. Raises `SettingError`."""
    setting = _known(key)
    if setting.kind == "switch":
        return _fit(setting, SWITCH.get(text.strip().lower()))
    if setting.kind == "number":
        digits = text.strip()
        return _fit(
            setting, int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < MAX_DIGITS else None
        )
    return _fit(setting, text)


def list_all() -> list[tuple[Setting, Value]]:
    """Return every declared setting with its value now, by key."""
    stored = {row.key: row.value for row in db.session.scalars(select(SettingRow))}
    return [(setting, stored.get(key, setting.default)) for key, setting in sorted(_declared.items())]


def _known(key: str) -> Setting:
    if key not in _declared:
        raise SettingError(_("There is no such setting."), key[:80])
    return _declared[key]


def _row(key: str) -> SettingRow | None:
    return db.session.scalar(select(SettingRow).where(SettingRow.key == key))


def _fit(setting: Setting, value: object) -> Value:
    """Return the value if it has the setting's type and lies within its bounds."""
    match setting.kind, value:
        case "switch", bool():
            fitting: Value = value
        case "number", int() if not isinstance(value, bool) and setting.least <= value <= setting.most:
            fitting = value
        case "choice", str() if value in setting.choices:
            fitting = value
        case "text", str() if len(value) <= MAX_TEXT and all(line.isprintable() for line in value.split("\n")):
            fitting = value
        case _:
            raise SettingError(_expected(setting), setting.key)
    if setting.check is not None:
        try:
            setting.check(fitting)
        except ValueError as error:
            raise SettingError(str(error), setting.key) from error
    return fitting


def _expected(setting: Setting) -> str:
    match setting.kind:
        case "switch":
            return _("This must be on or off.")
        case "number":
            return _("This must be a whole number from %(least)s to %(most)s.", least=setting.least, most=setting.most)
        case "choice":
            return _("This must be one of %(choices)s.", choices=", ".join(setting.choices))
        case _:
            return _("This must be a text without control characters, at most %(most)s characters.", most=MAX_TEXT)
