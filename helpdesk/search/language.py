"""What an agent types into the search box, read: words, "phrases", -without, and operators like `is:open`.

Nothing typed is an error. What is no operator, or an operator with a value that makes no sense, is plain words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from helpdesk.search.folding import fold

MAX_TERMS = 20
LEAST_BEGINNING = 3  # A shorter word stands for itself; "a" would begin every tenth word.
LEAST_DIGITS = 6
PIECE = re.compile(r'(?P<minus>-?)(?:(?P<key>[A-Za-z][A-Za-z0-9_]*):)?(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<bare>\S+))')
NUMERIC = re.compile(r"[+(]*\d[\d()/.-]*")
YEARS = range(1970, 3000)  # Their midnights are instants in every zone.
STATES = ("open", "pending", "snoozed", "resolved", "closed", "unassigned", "mine", "waiting", "overdue")
PRIORITIES = ("low", "normal", "high", "urgent")
BELONGINGS = ("attachment", "note", "tag", "rating")


@dataclass(frozen=True)
class Term:
    """One thing that must stand in a document: words next to each other, in one of these spellings.

    `begins`: the last word may go on. `people`: only the contact's name and addresses count.
    """

    spellings: tuple[str, ...]
    begins: bool = False
    people: bool = False


@dataclass(frozen=True)
class Operator:
    """`key:value`; with `minus` it must not hold."""

    key: str
    value: str
    minus: bool = False


@dataclass(frozen=True)
class Query:
    """What is asked for. `terms` must all stand in one document, `without` nowhere in the ticket."""

    terms: Sequence[Term] = ()
    without: Sequence[Term] = ()
    operators: Sequence[Operator] = field(default=())

    def __bool__(self) -> bool:
        """Tell whether anything is asked for at all."""
        return bool(self.terms or self.without or self.operators)


def read(typed: str, *, is_field: Callable[[str, str], bool] = lambda _key, _value: False) -> Query:
    """Read a query; at most 20 terms of it count. `is_field` is asked whether an unknown `key:value` is an operator."""
    terms: list[Term] = []
    without: list[Term] = []
    operators: list[Operator] = []
    numeric = ""
    for found in list(PIECE.finditer(typed))[:MAX_TERMS]:
        minus, key, quoted = bool(found["minus"]), (found["key"] or "").lower(), found["quoted"]
        value = (quoted if quoted is not None else found["bare"]).strip()
        if OPERATORS[key](value) if key in OPERATORS else (key and key != "from" and is_field(key, value)):
            operators.append(Operator(key, value, minus))
            continue
        words = value if quoted is not None and not key else found.group().removeprefix("-")
        target = without if minus else terms
        if key == "from" and fold(value):
            target.append(Term((fold(value),), begins=quoted is None, people=True))
        elif NUMERIC.fullmatch(words) and not minus:
            numeric += f" {words}"
            continue
        elif term := _term(words, exact=quoted is not None):
            target.append(term)
    return Query([*terms, *_numbers(numeric.split())], without, operators)


def _term(words: str, *, exact: bool) -> Term | None:
    folded = fold(words)
    if not folded:
        return None
    last = folded.rsplit(" ", 1)[-1]
    return Term((folded,), begins=not exact and not words.startswith("#") and len(last) >= LEAST_BEGINNING)


def _numbers(words: Sequence[str]) -> list[Term]:
    """Read numbers; together they may be one telephone number, which is kept without spaces and its leading zeros."""
    digits = "".join(re.findall(r"\d", "".join(words))).lstrip("0")
    phone = bool(words) and words[0].startswith(("+", "0", "(")) and len(digits) >= LEAST_DIGITS
    if phone:
        return [Term((fold(" ".join(words)), digits), begins=True)]
    found = (_term(word, exact=False) for word in words)
    return [term for term in found if term]


def _a_day(value: str) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-31") and day.year in YEARS


def _one_of(*words: str) -> Callable[[str], bool]:
    return lambda value: value.lower() in words


# What makes sense behind each operator; `from:` is words, and read above.
OPERATORS: Mapping[str, Callable[[str], bool]] = {
    "is": _one_of(*STATES), "before": _a_day, "after": _a_day, "priority": _one_of(*PRIORITIES),
    "has": _one_of(*BELONGINGS), "to": bool, "tag": bool, "channel": bool, "assignee": bool, "team": bool,
    "inbox": bool, "follower": bool, "subject": bool,
}  # fmt: skip
