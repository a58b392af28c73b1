"""Full text on SQLite: FTS5 walks its hits newest first, so that a limit ends the walk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Select, bindparam, column, table, text

from helpdesk.search.language import Term
from helpdesk.search.models import SearchDocument

INDEX = table("search_index", column("rowid", BigInteger))


def holding(documents: Select[Any], terms: Sequence[Term], *, name: str) -> Select[Any]:
    """Keep only documents in which all terms stand; `name` is that of the statement's parameter."""
    words: BindParameter[str] = bindparam(name, " AND ".join(_written(term) for term in terms))
    return documents.join(INDEX, INDEX.c.rowid == SearchDocument.id).where(
        text(f"search_index MATCH :{name}").bindparams(words)
    )


def newest(documents: Select[Any]) -> Select[Any]:
    """Put the newest documents first."""
    return documents.order_by(INDEX.c.rowid.desc())


def _written(term: Term) -> str:
    """Quote the words, so that nothing in them is syntax. They are folded: no quotation mark is left in them."""
    place = "people : " if term.people else ""
    spellings = [f'{place}"{words}"{" *" if term.begins else ""}' for words in term.spellings]
    return f"({' OR '.join(spellings)})"
