"""Rows of a rule's editor and the condition they make: field, operator, value as typed, joined by all or any.

What the stored language can say and these rows cannot (groups in groups, dates) is shown as it is and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.desk import conditions
from helpdesk.desk.conditions import HIDDEN, NOT, WITHOUT_VALUE, choices_of
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.filters import Field, FilterError, Type
from helpdesk.kernel.i18n import lazy as _
from helpdesk.tickets.fields import TICKETS

OPERATORS: Mapping[Type, Sequence[tuple[str, Any]]] = {
    **conditions.OPERATORS,
    # A rule waits for its event, perhaps for years: it knows no fixed days.
    Type.DATE: [(key, words) for key, words in conditions.OPERATORS[Type.DATE] if key not in {"before", "after"}],
}


def known(key: str) -> Field | None:
    """Return a field that rows can speak of, custom ones too."""
    field = TICKETS.field_named(key)
    return field if field and field.type in OPERATORS and key not in {*HIDDEN, "number"} else None


def offered() -> list[tuple[str, Any]]:
    """Return the fields a new row can be about, with their words."""
    return [(key, field.label) for key, field in TICKETS.offered().items() if known(key)]


def _field(key: str) -> Field:
    """Return the field of a row, which was looked at when the row was made. Raises `BadInput` for any other."""
    field = known(key)
    if field is None:
        raise BadInput(str(_("Unknown field.")), "conditions")
    return field


@dataclass(frozen=True)
class Row:
    """One test as it stands in the form."""

    field: str
    op: str
    value: str = ""

    @property
    def label(self) -> str:
        """Return what is tested, in words."""
        return str(_field(self.field).label)

    @property
    def operators(self) -> Sequence[tuple[str, Any]]:
        """Return how it can be tested."""
        return OPERATORS[_field(self.field).type]

    @property
    def choices(self) -> Sequence[tuple[str, Any]] | None:
        """Return what there is to choose from; None where text is typed."""
        return choices_of(_field(self.field))

    def node(self) -> dict[str, Any]:
        """Return the test as the condition language writes it."""
        operator = self.op.removesuffix(NOT) if self.op == f"contains{NOT}" else self.op
        test: dict[str, Any] = {"field": self.field, "op": operator}
        if self.op not in WITHOUT_VALUE:
            test["value"] = _typed(self.field, self.value)
        return test if operator == self.op else {"not": test}


def new_row(field: str) -> Row:
    """Return an empty row about a field. Raises `BadInput` for one that the editor does not know."""
    return Row(field, OPERATORS[_field(field).type][0][0])


def condition_of(join: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the condition. Raises `BadInput` whose field names the row, `c0`, `c1` and so on."""
    nodes = []
    for number, row in enumerate(rows):
        node = row.node()
        try:
            TICKETS.parse(node)
        except FilterError as error:
            raise BadInput(error.words, f"c{number}") from error
        if row.op not in WITHOUT_VALUE and row.choices is not None and row.value not in dict(row.choices):
            raise BadInput(str(_("This is not one of the choices.")), f"c{number}")
        nodes.append(node)
    return {join if nodes else "all": nodes}


def rows_of(condition: Mapping[str, Any]) -> tuple[str, list[Row]] | None:
    """Return how the rows are joined, and the rows; None where rows cannot say it."""
    match dict(condition):
        case {"all": list(parts)}:
            join = "all"
        case {"any": list(parts)} if parts:
            join = "any"
        case _:
            return None
    rows = [_row(part) for part in parts]
    return None if None in rows else (join, [row for row in rows if row is not None])


def _row(node: Mapping[str, Any]) -> Row | None:
    match node:
        case {"not": {"field": str(field), "op": "contains", "value": value}}:
            row = Row(field, f"contains{NOT}", str(value))
        case {"field": str(field), "op": str(operator)}:
            row = Row(field, operator, _shown(node.get("value")))
        case _:
            return None
    return row if known(row.field) and row.op in dict(row.operators) else None


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _typed(field: str, value: str) -> object:
    """Return a value in its field's type, or as it is where it does not fit; the vocabulary refuses it then."""
    kind = _field(field).type
    if kind is Type.BOOLEAN:
        return {"yes": True, "no": False}.get(value, value)
    plain = value.isascii() and value.isdecimal() and len(value) < 16  # noqa: PLR2004 -- Fits a BIGINT.
    return int(value) if kind in {Type.REF, Type.PEOPLE, Type.NUMBER} and plain else value
