"""Several columns in one text, so that a UNION can carry rows of different shapes; both databases write it as JSON."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, String, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from helpdesk.kernel.db import UtcDateTime

Columns = tuple[InstrumentedAttribute[Any] | Label[Any], ...]


class _JsonList(GenericFunction[str]):
    """A JSON list of its arguments: `json_array` on SQLite, `json_build_array` on PostgreSQL."""

    type = String()
    inherit_cache = True
    name = "json_array"


@compiles(_JsonList, "postgresql")
def _on_postgresql(element: _JsonList, compiler: SQLCompiler, **given: Any) -> str:
    return f"json_build_array{compiler.process(element.clause_expr, **given)}"


def packed(columns: Columns) -> ColumnElement[str]:
    """Return a row's columns (texts, whole numbers, instants) as one text, for `unpacked` with the same columns."""
    return cast(_JsonList(*columns), String)


def unpacked(text: str, columns: Columns) -> dict[str, Any]:
    """Return the values by column; instants are aware again, in UTC."""
    return {
        column.key: _instant(value) if isinstance(column.type, UtcDateTime) and value else value
        for column, value in zip(columns, json.loads(text), strict=True)
    }


def _instant(written: str) -> datetime:
    """Read what the database writes for an instant: SQLite without a zone, PostgreSQL in that of its session."""
    at = datetime.fromisoformat(written)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
