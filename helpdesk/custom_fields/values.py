"""Reads what somebody wrote into a custom field, strictly by its type. Nothing written is None, and keeps nothing."""

import math
from collections.abc import Callable, Mapping

from helpdesk.custom_fields.models import CustomField, Kind
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.filter_values import reader_of
from helpdesk.kernel.filters import Type
from helpdesk.kernel.i18n import gettext as _

MAX_TEXT = 500
MAX_NUMBER = 2**53
MAX_DIGITS = 24
YES, NO = frozenset({"on", "yes", "true", "1"}), frozenset({"off", "no", "false", "0"})

Value = str | int | float | bool


def read_value(field: CustomField, given: object, *, name: str = "value") -> Value | None:
    """Return what is kept for this, in JSON's own types: a date as ISO 8601, a ticked checkbox as True.

    None keeps nothing: an empty text, an unticked checkbox. Raises `BadInput` for the request's field `name`.
    """
    if isinstance(given, str):
        given = given.strip()
    if given is None or given == "":
        return None
    try:
        return _READERS[Kind(field.type)](field, given)
    except ValueError as error:
        raise BadInput(str(error), name) from error


def merged(custom: Mapping[str, object], field: CustomField, value: Value | None) -> dict[str, object]:
    """Return an owner's values with this one in its place; a new object, so that the change is seen."""
    others = {key: old for key, old in custom.items() if key != field.key}
    return others if value is None else {**others, field.key: value}


def _text(_field: CustomField, given: object) -> str:
    if not isinstance(given, str) or len(given) > MAX_TEXT or not given.isprintable():
        raise ValueError(_("This must be one line of at most %(most)s characters.", most=MAX_TEXT))
    return given


def _number(_field: CustomField, given: object) -> int | float:
    if isinstance(given, str):
        given = _number_written(given)
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise ValueError(_("This must be a number."))
    if abs(given) > MAX_NUMBER:
        raise ValueError(_("This number is too large."))
    return given


def _number_written(text: str) -> int | float | None:
    """Read digits with a point or a comma before the decimals; None for anything else."""
    plain = text.replace("\u2212", "-").replace(",", ".")
    digits = plain.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MAX_DIGITS):
        return None
    return float(plain) if "." in plain else int(plain)


def _day(_field: CustomField, given: object) -> str:
    return str(reader_of(Type.DAY)(given))


def _choice(field: CustomField, given: object) -> str:
    if given not in field.options:
        raise ValueError(_("This is not one of the choices."))
    return str(given)


def _checkbox(_field: CustomField, given: object) -> bool | None:
    word = given.lower() if isinstance(given, str) else ""
    if given is True or word in YES:
        return True
    if given is False or word in NO:
        return None
    raise ValueError(_("This must be yes or no."))


_READERS: Mapping[Kind, Callable[[CustomField, object], Value | None]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.CHOICE: _choice,
    Kind.CHECKBOX: _checkbox,
}
