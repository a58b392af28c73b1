"""Numbers people see: unique and rising, never given twice. A rolled-back PostgreSQL unit leaves a gap, SQLite none.

PostgreSQL counts with a sequence, because a counter row would make every opening wait for the one before; SQLite has
one writer anyway and counts in a row.
"""

from functools import cache

from sqlalchemy import Executable, Sequence, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.db import Base, BigId, core, db, insert_into

SEQUENCES = {"ticket": Sequence("ticket_number_seq", metadata=Base.metadata)}


class Counter(Base):
    """The last number given under a name; rows exist on SQLite only."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigId)


def next_number(name: str) -> int:
    """Return the next number of a counter, beginning with 1. Raises KeyError for a counter nobody declared."""
    sequence = SEQUENCES[name]
    if db.session.get_bind().dialect.name == "postgresql":
        number: int = core().execute(_next_of(sequence)).scalar_one()
    else:
        number = core().execute(_counted(), {"name": name, "value": 1}).scalar_one()
    return number


@cache
def _next_of(sequence: Sequence) -> Executable:
    return sequence.next_value().select()


@cache
def _counted() -> Executable:
    first = insert_into(Counter)
    raised = first.on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
    return raised.returning(Counter.value)


def next_numbers(name: str, count: int) -> list[int]:
    """Return the next `count` numbers at once, rising: for making many rows. Raises KeyError as `next_number`."""
    sequence = SEQUENCES[name]
    if db.session.get_bind().dialect.name == "postgresql":
        many = func.generate_series(1, count).table_valued("place")
        return sorted(db.session.execute(select(sequence.next_value()).select_from(many)).scalars())
    first = next_number(name)
    db.session.execute(update(Counter).where(Counter.name == name).values(value=first + count - 1))
    return list(range(first, first + count))
