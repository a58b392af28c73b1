"""Custom fields as words of the condition language: one expression for both databases, out of the owner's JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, func

from helpdesk.custom_fields.models import CustomField, Kind
from helpdesk.kernel.filters import Field, Type

Custom = Any  # A JSON column, or what selects one: both are asked by key.

TYPES: Mapping[Kind, Type] = {
    Kind.TEXT: Type.TEXT,
    Kind.NUMBER: Type.NUMBER,
    Kind.DATE: Type.DAY,
    Kind.CHOICE: Type.CHOICE,
    Kind.CHECKBOX: Type.BOOLEAN,
}


def condition_field(
    field: CustomField, key: str, custom: Custom, around: Callable[[ColumnElement[Any]], Any] = lambda value: value
) -> Field:
    """Return the word `key` for a field whose values lie in `custom`; `around` may wrap the value in a subquery."""
    value = around(_value(field, custom))
    if field.type == Kind.CHECKBOX:
        value = func.coalesce(value, false())
    return Field(
        key=key,
        label=field.label,
        type=TYPES[Kind(field.type)],
        sql=value,
        choices=tuple(field.options),
        retired=field.archived_at is not None,
    )


def _value(field: CustomField, custom: Custom) -> ColumnElement[Any]:
    element = custom[field.key]
    match field.type:
        case Kind.NUMBER:
            return element.as_float()  # type: ignore[no-any-return] # What a JSON column gives.
        case Kind.CHECKBOX:
            return element.as_boolean()  # type: ignore[no-any-return] # The same.
        case _:
            return element.as_string()  # type: ignore[no-any-return] # The same.
