"""What a check found: how much was looked at, and what is wrong, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from helpdesk.kernel.db import db

EXAMPLES = 20


@dataclass(frozen=True)
class Check:
    """One invariant's verdict; `examples` names the first violations."""

    name: str
    counted: int
    violations: int
    examples: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that `flask verify` prints."""
        shown = {"examples": list(self.examples)} if self.examples else {}
        return {"name": self.name, "counted": self.counted, "violations": self.violations} | shown


def found(name: str, counted: int, violations: Iterable[str]) -> Check:
    """Return the verdict of a check that names each violation."""
    listed = list(violations)
    return Check(name, counted, len(listed), tuple(listed[:EXAMPLES]))


def asked(name: str, counted: Select[Any], wrong: Select[Any]) -> Check:
    """Return the verdict of two queries: what there is, and the ids of what is wrong."""
    total = db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    violations = db.session.scalar(select(func.count()).select_from(wrong.subquery())) or 0
    examples = tuple(str(row[0]) for row in db.session.execute(wrong.limit(EXAMPLES))) if violations else ()
    return Check(name, total, violations, examples)
