"""Reading what a request sent, strictly: JSON or form, every field typed and bounded, nothing unknown.

A wrong value raises `BadInput`, which names the field and becomes 400 for JSON and 422 for a form.
"""

import json
import math
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from helpdesk.kernel.i18n import gettext as _

MAX_DEPTH = 64
MAX_ID = 2**53
SHORT_TEXT = 500
LONG_TEXT = 200_000
PROOF = "proof"  # The password, typed again: for the door alone.
OWN = frozenset({"csrf_token", PROOF})
FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})
PLAIN_NUMBER = re.compile("[0-9]{1,16}")
UNKEEPABLE = re.compile("[\\0\ud800-\udfff]")  # NUL, and half characters that no encoding can write.


class BadInput(ValueError):
    """What was sent cannot be used. `field` names the culprit, `words` say what is wrong with it."""

    def __init__(self, words: str, field: str | None = None) -> None:
        """Keep the sentence and the field."""
        super().__init__(words)
        self.words, self.field = words, field


def json_object(raw: bytes) -> dict[str, Any]:
    """Parse a JSON object; refuses NaN, infinity, surrogates, NUL, too much depth, and anything that is no object."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
    except RecursionError:
        raise BadInput(_("The JSON is nested too deeply.")) from None
    except ValueError:
        raise BadInput(_("This is not valid JSON.")) from None
    if not isinstance(value, dict):
        raise BadInput(_("This must be a JSON object."))
    for key, inner in value.items():
        _check(key)
        _check(inner, key)
    return value


def _no_constant(_name: str) -> NoReturn:
    raise ValueError


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError
    return number


def _check(value: object, field: str | None = None, depth: int = 1) -> None:
    """Refuse text that no database keeps and no answer could repeat, and objects nested too deeply."""
    if isinstance(value, str):
        if UNKEEPABLE.search(value):
            raise BadInput(_("The text holds characters that cannot be kept."), field)
    elif isinstance(value, dict | list):
        if depth >= MAX_DEPTH:
            raise BadInput(_("The JSON is nested too deeply."), field)
        for inner in [*value, *value.values()] if isinstance(value, dict) else value:
            _check(inner, field, depth + 1)


class Body:
    """Typed access to the fields of one request. Every getter raises `BadInput` for a wrong value."""

    def __init__(self, values: Mapping[str, Any], *, allowed: Collection[str]) -> None:
        """Refuse fields nobody asked for."""
        self.values = values
        for name in values:
            if name not in allowed:
                raise BadInput(_("Unknown field: %(name)s.", name=str(name)[:60]), str(name)[:60])

    def text(self, name: str, *, most: int = SHORT_TEXT, required: bool = True) -> str:
        """Return a string of at most `most` characters, stripped; empty only when not required."""
        value = self.values.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise BadInput(_("This must be text."), name)
        if len(value) > most:
            raise BadInput(_("This is too long (at most %(most)s characters).", most=most), name)
        value = value.strip()
        if required and not value:
            raise BadInput(_("This is needed."), name)
        _check(value, name)
        return value

    def choice(self, name: str, options: Collection[str]) -> str:
        """Return one of the allowed words."""
        value = self.text(name)
        if value not in options:
            raise BadInput(_("This is not one of the choices."), name)
        return value

    def maybe_id(self, name: str) -> int | None:
        """Return a row's id, or None for null or an empty form field."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and PLAIN_NUMBER.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < MAX_ID:
            raise BadInput(_("This must be an id."), name)
        return value

    def switch(self, name: str) -> bool:
        """Return a yes or no; a form's checkbox is absent when off."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        if value is None or (isinstance(value, str) and value in {"", "off", "0", "false"}):
            return False
        if isinstance(value, str) and value in {"on", "1", "true"}:
            return True
        raise BadInput(_("This must be yes or no."), name)

    def texts(self, name: str, *, most: int = 100) -> list[str]:
        """Return a list of short strings, without the empty ones."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most or not all(isinstance(item, str) for item in value):
            raise BadInput(_("This must be a list of texts."), name)
        if any(len(item) > SHORT_TEXT for item in value):
            raise BadInput(_("This is too long."), name)
        _check(value, name)
        return [item.strip() for item in value if item.strip()]

    def ids(self, name: str, *, most: int = 20) -> list[int]:
        """Return a list of row ids."""
        value = self.values.get(name)
        if value is None:
            return []
        fits = isinstance(value, list) and len(value) <= most
        if not fits or not all(isinstance(i, int) and not isinstance(i, bool) and 0 < i < MAX_ID for i in value):
            raise BadInput(_("This must be a list of ids."), name)
        return list(value)

    def instant(self, name: str) -> datetime | None:
        """Return an instant in UTC from ISO 8601, or None when absent."""
        value = self.text(name, required=False)
        if not value:
            return None
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise BadInput(_("This must be a date and time with a time zone."), name)
        return _in_utc(at)


def _in_utc(at: datetime) -> datetime:
    """Return the same instant in UTC; hours before the first year or after the last are that year's end."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if at.year == 1 else datetime.max.replace(tzinfo=UTC)


def body(*allowed: str) -> Body:
    """Return the fields of the present request, from JSON or from a form (without its CSRF token).

    Another kind of content is refused with 415, more than a request may hold with 413.
    """
    if request.is_json:
        return Body(json_object(request.get_data(cache=True)), allowed=allowed)
    if request.mimetype not in FORMS:
        raise UnsupportedMediaType
    form: dict[str, Any] = {name: value for name, value in request.form.items() if name not in OWN}
    for name in allowed:
        if name.endswith("[]"):
            form[name] = request.form.getlist(name)
    return Body(form, allowed=allowed)
