"""Another word when nothing was found: one letter wrong, missing, too many, or two swapped, in words of five or more.

Housekeeping learns the words of new documents; what it has not met yet is not suggested, and that is all.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select

from helpdesk.kernel.db import db, insert_into
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.kernel.timers import every
from helpdesk.search import filling
from helpdesk.search.language import Term
from helpdesk.search.models import SearchDocument, SearchProgress, SearchTerm

SHORTEST, LONGEST = 5, 40
BATCH = 500
CANDIDATES = 3000
OFFERED = 2
LAST = "\U0010ffff"  # Sorts behind every letter.


@every("search.learn", timedelta(minutes=1))
def learn() -> None:
    """Learn the words of the next documents, unless older rows are still on their way into the index."""
    if not filling.running():
        _learn_next()


@job("search.learn_on")
def learn_on() -> None:
    """Learn at once what one turn was not enough for."""
    _learn_next()


def _learn_next() -> None:
    """Learn the words of the next 500 documents; those of messages rise, and hold their ticket's subject too."""
    name = "learned"
    last = db.session.scalar(select(SearchProgress.value).where(SearchProgress.name == name)) or 0
    documents = db.session.execute(
        select(SearchDocument.id, SearchDocument.title, SearchDocument.people, SearchDocument.body)
        .where(SearchDocument.id > last)
        .order_by(SearchDocument.id)
        .limit(BATCH)
    ).all()
    if not documents:
        return
    met = Counter(word for row in documents for word in set(" ".join(row[1:]).split()) if _worth(word))
    rows = [{"term": word, "backwards": word[::-1], "met": times} for word, times in sorted(met.items())]
    if rows:
        statement = insert_into(SearchTerm)
        more = {"met": SearchTerm.met + statement.excluded.met}
        db.session.execute(statement.on_conflict_do_update(index_elements=["term"], set_=more), rows)
    progress = insert_into(SearchProgress).values(name=name, value=documents[-1].id)
    further = progress.on_conflict_do_update(index_elements=["name"], set_={"value": progress.excluded.value})
    db.session.execute(further)
    if len(documents) == BATCH:
        enqueue(learn_on, {}, dedupe_key="search.learn_on")


def nearby(terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    """Return words of the terms with words like them, the most frequent first; at most two tries a search."""
    wrong = [term.spellings[0] for term in terms if len(term.spellings) == 1 and _worth(term.spellings[0])]
    found = [(met, word, known) for word in wrong[:2] for met, known in _like(word)]
    for _met, word, known in sorted(found, reverse=True)[:OFFERED]:
        yield word, known


def _worth(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def _like(word: str) -> Iterator[tuple[int, str]]:
    """Return known words one step away. A single step leaves the first or the last letters as they are."""
    kept = (len(word) - 1) // 2
    first, last = word[:kept], word[::-1][:kept]
    either = or_(SearchTerm.term.between(first, first + LAST), SearchTerm.backwards.between(last, last + LAST))
    length = func.length(SearchTerm.term).between(len(word) - 1, len(word) + 1)
    near = select(SearchTerm.met, SearchTerm.term).where(either, length)
    for row in db.session.execute(near.order_by(SearchTerm.met.desc()).limit(CANDIDATES)):
        if one_step(word, row.term):
            yield row.met, row.term


def one_step(word: str, other: str) -> bool:
    """Tell whether one letter was changed, left out, put in, or swapped with its neighbour."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    a, b = word[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
