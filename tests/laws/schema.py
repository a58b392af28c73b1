"""The schema of a database as plain values, so that two can be compared."""

from typing import Any

from sqlalchemy import Engine, Inspector, inspect

BOOKKEEPING = {"alembic_version"}


def schema_of(engine: Engine) -> dict[str, Any]:
    """Return everything the database knows about its tables, as `table / part / name` and what it is."""
    seen = inspect(engine)
    tables = sorted(set(seen.get_table_names()) - BOOKKEEPING)
    return {
        f"{table} / {part} / {name}": fact
        for table in tables
        for part, facts in _table(seen, table).items()
        for name, fact in facts.items()
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Say, a line each, where two schemas differ."""
    return [
        f"{place}: {one.get(place)} and {other.get(place)}"
        for place in sorted(one.keys() | other.keys())
        if one.get(place) != other.get(place)
    ]


def _table(seen: Inspector, name: str) -> dict[str, dict[str, Any]]:
    return {
        "column": {
            column["name"]: (str(column["type"]), column["nullable"], _default(name, column))
            for column in seen.get_columns(name)
        },
        "primary key": {"columns": seen.get_pk_constraint(name)["constrained_columns"]},
        "foreign key": _named(seen.get_foreign_keys(name)),
        "unique": _named(seen.get_unique_constraints(name)),
        "check": _named(seen.get_check_constraints(name)),
        "index": _named(seen.get_indexes(name)),
    }


def _default(table: str, column: Any) -> str | None:
    """Leave out the name of a sequence, which PostgreSQL makes up itself."""
    default = column["default"]
    return "sequence" if default and default.startswith(f"nextval('{table}_") else default


def _named(found: Any) -> dict[str, Any]:
    """Order by name; what a dialect adds (the WHERE of a partial index) is compared as text."""
    return {str(item["name"]): _plain({key: item[key] for key in sorted(item) if key != "name"}) for item in found}


def _plain(value: Any) -> Any:
    return {key: _plain(inner) for key, inner in value.items()} if isinstance(value, dict) else str(value)
