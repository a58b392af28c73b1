"""Full text on PostgreSQL: an expression index of vectors over the documents; no extension is needed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, text

from helpdesk.search.language import Term
from helpdesk.search.models import SearchDocument
from helpdesk.search.schema import VECTOR


def holding(documents: Select[Any], terms: Sequence[Term], *, name: str) -> Select[Any]:
    """Keep only documents in which all terms stand; `name` is that of the statement's parameter."""
    words: BindParameter[str] = bindparam(name, " & ".join(_written(term) for term in terms))
    return documents.where(text(f"{VECTOR} @@ CAST(:{name} AS tsquery)").bindparams(words))


def newest(documents: Select[Any]) -> Select[Any]:
    """Put the newest documents first."""
    return documents.order_by(SearchDocument.id.desc())


def _written(term: Term) -> str:
    """Quote each word, so that nothing in it is syntax. They are folded: no quotation mark is left in them."""
    weight = "A" if term.people else ""
    spellings = []
    for words in term.spellings:
        quoted = [f"'{word}'" + (f":{weight}" if weight else "") for word in words.split()]
        if term.begins:
            quoted[-1] = f"'{words.split()[-1]}':{weight}*"
        spellings.append(f"({' <-> '.join(quoted)})")
    return f"({' | '.join(spellings)})"
