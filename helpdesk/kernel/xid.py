"""PostgreSQL's transaction id as a column, because ids commit out of order there.

A tail that read "everything after id 2" never saw id 1 that committed later. Readers take only rows whose transaction
is older than every running one, ordered by (xid, id). SQLite has one writer, so there the id alone is the order.
"""

from typing import Any

from sqlalchemy import types
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement


class Xid8(types.UserDefinedType[str]):
    """The 64-bit transaction id of PostgreSQL 13 and newer; an unused integer elsewhere."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Name the type in DDL."""
        return "xid8"


class current_xid(FunctionElement[str]):  # noqa: N801 -- Spelt like the SQL it becomes.
    """The id of the transaction that inserts the row."""

    inherit_cache = True
    type = Xid8()


@compiles(current_xid, "postgresql")
def _on_postgresql(_element: current_xid, _compiler: Any, **_options: Any) -> str:
    return "pg_current_xact_id()"


@compiles(current_xid, "sqlite")
def _on_sqlite(_element: current_xid, _compiler: Any, **_options: Any) -> str:
    return "NULL"
