"""The schema of a database as plain values, so that two can be compared."""

from typing import Any

from sqlalchemy import Engine, Inspector, inspect

BOOKKEEPING = {"alembic_version"}


def schema_of(engine: Engine) -> dict[str, Any]:
    """Return every table with its columns, constraints and indexes, as the database itself tells them."""
    seen = inspect(engine)
    return {name: _table(seen, name) for name in sorted(set(seen.get_table_names()) - BOOKKEEPING)}


def _table(seen: Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], _default(name, column))
            for column in seen.get_columns(name)
        },
        "primary key": seen.get_pk_constraint(name)["constrained_columns"],
        "foreign keys": _named(seen.get_foreign_keys(name)),
        "unique": _named(seen.get_unique_constraints(name)),
        "checks": _named(seen.get_check_constraints(name)),
        "indexes": _named(seen.get_indexes(name)),
    }


def _default(table: str, column: Any) -> str | None:
    """Leave out the name of a sequence, which PostgreSQL makes up itself."""
    default = column["default"]
    return "sequence" if default and default.startswith(f"nextval('{table}_") else default


def _named(found: Any) -> dict[str, Any]:
    """Order by name; what a dialect adds (the WHERE of a partial index) is compared as text."""
    return {
        str(item["name"]): {key: str(value) for key, value in sorted(item.items()) if key not in {"name", "comment"}}
        for item in found
    }
