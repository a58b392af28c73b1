"""The documents that are searched, and the words they hold. The full-text index over them is each database's own."""

from sqlalchemy import DDL, ForeignKey, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.db import Base, BigId, table_of
from helpdesk.search.schema import STATEMENTS

Word = String(40).with_variant(String(40, collation="C"), "postgresql")  # Ranges of words go by their letters alone.


class SearchDocument(Base):
    """A ticket or a message in folded words (folding.py). The id rises with the row's: 2 x message, 2 x ticket + 1.

    `title` holds the subject, of tickets the number and tags too; `people` the contact's name and addresses.
    """

    __tablename__ = "search_documents"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text)
    people: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class SearchTerm(Base):
    """A word of five letters or more and in how many documents it was met, to suggest it for a misspelt one."""

    __tablename__ = "search_terms"

    term: Mapped[str] = mapped_column(Word, primary_key=True)
    backwards: Mapped[str] = mapped_column(Word, index=True)
    met: Mapped[int] = mapped_column(Integer)


class SearchProgress(Base):
    """How far a housekeeping job has come: the last document whose words it learned."""

    __tablename__ = "search_progress"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigId)


for _dialect, _statements in STATEMENTS.items():
    for _statement in _statements:
        _make = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it unannotated.
        event.listen(table_of(SearchDocument), "after_create", _make.execute_if(dialect=_dialect))
