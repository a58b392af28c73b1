"""One condition language for views, rules, reports and search: JSON, checked against a vocabulary, compiled to SQL.

`{"all": […]}`, `{"any": […]}`, `{"not": …}` or `{"field": "status", "op": "is", "value": "open"}`. A test of a row is
yes or no, never unknown: a field without a value fails every test but `is_not` and `empty`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Double, and_, false, literal, not_, or_, true
from sqlalchemy.orm import QueryableAttribute

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.filter_values import reader_of, span
from helpdesk.kernel.i18n import gettext as _

MAX_DEPTH = 8
MAX_NODES = 50
MAX_IN = 100
ME = "me"


class FilterError(BadInput):
    """The condition cannot be used; `field` names the culprit where there is one, `path` its place: group by group."""

    path: tuple[int, ...] = ()


class Type(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DAY = "day"
    CHOICE = "choice"
    REF = "ref"
    TAGS = "tags"
    PEOPLE = "people"
    BOOLEAN = "boolean"


class Operator(StrEnum):
    """How a field is tested. The last two take no value, `in` takes a list, `last`, `ago` and `next` a span ("7d")."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    CONTAINS = "contains"
    ENDS = "ends"
    BEFORE = "before"
    AFTER = "after"
    LAST = "last"
    AGO = "ago"
    NEXT = "next"
    GREATER = "greater"
    LESS = "less"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


_NULLS = (Operator.EMPTY, Operator.NOT_EMPTY)
_EQUAL = (Operator.IS, Operator.IS_NOT, Operator.IN)
_RELATIVE = (Operator.LAST, Operator.AGO, Operator.NEXT)
OPERATORS: Mapping[Type, Sequence[Operator]] = {
    Type.TEXT: (*_EQUAL, Operator.CONTAINS, Operator.ENDS, *_NULLS),
    Type.NUMBER: (*_EQUAL, Operator.GREATER, Operator.LESS, *_NULLS),
    Type.DATE: (Operator.BEFORE, Operator.AFTER, *_RELATIVE, *_NULLS),
    Type.DAY: (*_EQUAL, Operator.BEFORE, Operator.AFTER, *_NULLS),
    Type.CHOICE: (*_EQUAL, *_NULLS),
    Type.REF: (*_EQUAL, *_NULLS),
    Type.TAGS: (Operator.CONTAINS, Operator.IN, *_NULLS),
    Type.PEOPLE: (Operator.CONTAINS, Operator.IN, *_NULLS),
    Type.BOOLEAN: (Operator.IS,),
}

Column = ColumnElement[Any] | QueryableAttribute[Any]
Having = Callable[[Sequence[Any] | None], ColumnElement[bool]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that can be asked about. `sql` is its column or expression.

    For tags and people, which are rows elsewhere, give `having` instead: the condition "has one of these", or, for
    None, "has any". `choices` are the words of a choice. With `people` a field also understands "me".
    """

    key: str
    label: Any
    type: Type
    sql: Column | None = None
    having: Having | None = None
    choices: Callable[[], Collection[str]] | Collection[str] = ()
    people: bool = False
    retired: bool = False

    @property
    def operators(self) -> Sequence[Operator]:
        """Return the operators that make sense for this field."""
        return OPERATORS[self.type]

    def words(self) -> Collection[str]:
        """Return the choices there are now."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True)
class Filter:
    """A checked condition. `data` is its JSON, for storing."""

    data: Mapping[str, Any]
    _node: "_Node"

    def where(self, *, me: int | None = None) -> ColumnElement[bool]:
        """Return the condition for a SELECT's WHERE, as of now; "me" stands for this id (None: it matches nothing)."""
        return self._node.sql(me)


class Vocabulary:
    """The fields that conditions may speak of: fixed ones, and `more` that are known only at the time of asking."""

    def __init__(self, fields: Sequence[Field], more: Callable[[], Sequence[Field]] = tuple) -> None:
        """Keep the fields by key."""
        self.fields = {field.key: field for field in fields}
        self._more = more

    def field_named(self, key: str) -> Field | None:
        """Return the field of this key; `more` is asked only for what is none of the fixed ones."""
        return self.fields.get(key) or next((field for field in self._more() if field.key == key), None)

    def offered(self) -> dict[str, Field]:
        """Return by key what may be asked about now."""
        return self.fields | {field.key: field for field in self._more() if not field.retired}

    def parse(self, data: object) -> Filter:
        """Check a condition that came as JSON. Raises `FilterError`, and nothing else, for whatever else it is."""
        budget = [MAX_NODES]
        node = self._node(data, depth=1, budget=budget)
        assert isinstance(data, dict)  # noqa: S101 -- _node has refused everything else.
        return Filter(data, node)

    def _node(self, data: object, *, depth: int, budget: list[int]) -> "_Node":
        budget[0] -= 1
        if depth > MAX_DEPTH or budget[0] < 0:
            raise FilterError(_("The condition is too large."))
        match data:
            case {"all": list(parts), **rest} if not rest:
                return _Group(and_, true(), self._nodes(parts, depth=depth + 1, budget=budget))
            case {"any": list(parts), **rest} if not rest:
                return _Group(or_, false(), self._nodes(parts, depth=depth + 1, budget=budget))
            case {"not": part, **rest} if not rest:
                return _Not(self._node(part, depth=depth + 1, budget=budget))
            case {"field": str(key), "op": str(operator), **rest} if rest.keys() <= {"value"}:
                return self._test(key, operator, rest)
        raise FilterError(_("A condition is all, any, not, or field, op and value."))

    def _nodes(self, parts: Sequence[object], *, depth: int, budget: list[int]) -> list["_Node"]:
        nodes: list[_Node] = []
        for place, part in enumerate(parts):
            try:
                nodes.append(self._node(part, depth=depth, budget=budget))
            except FilterError as error:
                error.path = (place, *error.path)
                raise
        return nodes

    def _test(self, key: str, word: str, rest: Mapping[Any, Any]) -> "_Test":
        field = self.field_named(key)
        if field is None:
            raise FilterError(_("Unknown field."), key[:80])
        if word not in [operator.value for operator in field.operators]:
            raise FilterError(_("This field cannot be tested that way."), key)
        operator = Operator(word)
        if operator in _NULLS:
            if rest.get("value") is not None:
                raise FilterError(_("This test takes no value."), key)
            return _Test(field, operator, ())
        given = rest.get("value")
        values = given if operator is Operator.IN else [given]
        if not isinstance(values, list) or not 0 < len(values) <= MAX_IN:
            raise FilterError(_("This test takes a list of 1 to %(most)s values.", most=MAX_IN), key)
        try:
            return _Test(field, operator, tuple(self._value(field, operator, value) for value in values))
        except ValueError as error:
            raise FilterError(str(error), key) from error

    def _value(self, field: Field, operator: Operator, value: object) -> Any:
        if field.people and value == ME:
            return ME
        if operator in _RELATIVE:
            return span(value)
        read = reader_of(field.type.value)(value)
        if field.type is Type.CHOICE and read not in field.words():
            raise ValueError(_("This is not one of the choices."))
        return read


@dataclass(frozen=True)
class _Group:
    join: Callable[..., ColumnElement[bool]]
    start: ColumnElement[bool]
    parts: Sequence["_Node"]

    def sql(self, me: int | None) -> ColumnElement[bool]:
        return self.join(self.start, *(part.sql(me) for part in self.parts)).self_group()


@dataclass(frozen=True)
class _Not:
    part: "_Node"

    def sql(self, me: int | None) -> ColumnElement[bool]:
        return not_(self.part.sql(me))


@dataclass(frozen=True)
class _Test:
    field: Field
    operator: Operator
    values: Sequence[Any]

    def sql(self, me: int | None) -> ColumnElement[bool]:
        values = [me if self.field.people and value == ME else value for value in self.values]
        known: Sequence[Any] = [value for value in values if value is not None]
        if self.field.having is not None:
            return _about_tags(self.field.having, self.operator, known)
        assert self.field.sql is not None  # noqa: S101 -- A field has one of the two.
        if self.operator in _RELATIVE:
            return _about_time(self.field.sql, self.operator, known[0])
        if self.field.type is Type.NUMBER:
            known = _exact(known)
        return _about_column(self.field.sql, self.operator, known)


_Node = _Group | _Not | _Test


def _exact(numbers: Sequence[int | float]) -> Sequence[ColumnElement[Any]]:
    """Return numbers as they are: in the column's own type PostgreSQL would round them, or find them out of range."""
    return [literal(one, Double() if isinstance(one, float) else BigInteger()) for one in numbers]


def _about_time(column: Column, operator: Operator, passed: timedelta) -> ColumnElement[bool]:
    """Return a test of an instant against the present one: in the last, longer ago than, or in the next so long."""
    at = now()
    match operator:
        case Operator.LAST:
            test = and_(column >= at - passed, column <= at)
        case Operator.NEXT:
            test = and_(column >= at, column <= at + passed)
        case _:
            test = column < at - passed
    return and_(column.is_not(None), test)


def _about_tags(having: Having, operator: Operator, values: Sequence[Any]) -> ColumnElement[bool]:
    match operator:
        case Operator.EMPTY:
            return not_(having(None))
        case Operator.NOT_EMPTY:
            return having(None)
        case _:
            return having(values)


def _about_column(column: Column, operator: Operator, values: Sequence[Any]) -> ColumnElement[bool]:
    """Return a test that is never unknown, so that "not" means not."""
    match operator:
        case Operator.EMPTY:
            return column.is_(None)
        case Operator.NOT_EMPTY:
            return column.is_not(None)
        case Operator.IS_NOT:
            return or_(column.is_(None), column.not_in(values))
        case Operator.CONTAINS:
            test = column.icontains(values[0], autoescape=True)
        case Operator.ENDS:
            test = column.iendswith(values[0], autoescape=True)
        case Operator.BEFORE | Operator.LESS:
            test = column < values[0]
        case Operator.AFTER | Operator.GREATER:
            test = column > values[0]
        case _:
            test = column.in_(values)
    return and_(column.is_not(None), test)
