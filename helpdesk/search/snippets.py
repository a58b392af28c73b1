"""Shows where the words stand: pieces of plain text, each hit or not, for a screen to mark. Never HTML."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from helpdesk.kernel.db import db
from helpdesk.search.folding import WORD, fold
from helpdesk.search.index import files
from helpdesk.search.language import Term
from helpdesk.tickets.models import Message

BEFORE, LENGTH = 30, 160
READ = 8000  # Characters of a message that are looked through for its snippet.
LOOKED_AT = 3  # The newest messages of a ticket: the first may have matched by its subject alone.

Piece = dict[str, Any]


def show(rows: Sequence[dict[str, Any]], terms: Sequence[Term], documents: Mapping[int, Sequence[int]]) -> None:
    """Put `match` into each row: the pieces of its subject, and of the newest message in which a word stands.

    `documents` are those that matched, newest first, by ticket. One query for all rows.
    """
    chosen = {row["id"]: [one // 2 for one in documents[row["id"]] if not one % 2][:LOOKED_AT] for row in rows}
    wanted = [message_id for ids in chosen.values() for message_id in ids]
    texts: dict[int, tuple[str, str]] = {}
    if wanted:
        words = func.substr(Message.text, 1, READ)
        found = db.session.execute(select(Message.id, Message.kind, words, files).where(Message.id.in_(wanted)))
        texts = {row[0]: (row[1], f"{row[2]} {row[3] or ''}") for row in found}
    for row in rows:
        row["match"] = {"subject": marked(row["subject"], terms), "snippet": None, "kind": None}
        for kind, text in (texts[one] for one in chosen[row["id"]] if one in texts):
            if pieces := cut(text, terms):
                row["match"] |= {"snippet": pieces, "kind": kind}
                break


def cut(text: str, terms: Sequence[Term]) -> list[Piece] | None:
    """Return a stretch of the text around the first hit as pieces; None where no word stands in it."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    hits = _hits(text, terms)
    if not hits:
        return None
    start = max(0, hits[0][0] - BEFORE)
    if start:  # Begin with a whole word.
        start = text.find(" ", start, hits[0][0]) + 1 or hits[0][0]
    end = min(len(text), start + LENGTH)
    pieces = _pieces(text, [(a, min(b, end)) for a, b in hits if a < end], start, end)
    if start:
        pieces.insert(0, {"text": "…", "hit": False})
    return pieces


def marked(text: str, terms: Sequence[Term]) -> list[Piece] | None:
    """Return the whole text as pieces; None where no word stands in it."""
    text = unicodedata.normalize("NFC", text)
    hits = _hits(text, terms)
    return _pieces(text, hits, 0, len(text)) if hits else None


def _pieces(text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    for a, b in hits:
        pieces += [{"text": text[start:a], "hit": False}, {"text": text[a:b], "hit": True}]
        start = b
    pieces.append({"text": text[start:end], "hit": False})
    return [piece for piece in pieces if piece["text"]]


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where words of the terms stand. Of phrases only the whole is a hit."""
    words = [(found.start(), found.end(), fold(found.group())) for found in WORD.finditer(text)]
    found: set[tuple[int, int]] = set()
    for term in terms:
        for spelling in term.spellings:
            found |= _spans(words, spelling.split(), begins=term.begins)
    return _joined(sorted(found), text)


def _spans(words: Sequence[tuple[int, int, str]], phrase: Sequence[str], *, begins: bool) -> set[tuple[int, int]]:
    spans = set()
    for place in range(len(words) - len(phrase) + 1):
        here = [word for _start, _end, word in words[place : place + len(phrase)]]
        last = here[-1].startswith(phrase[-1]) if begins else here[-1] == phrase[-1]
        if last and here[:-1] == list(phrase[:-1]):
            spans.add((words[place][0], words[place + len(phrase) - 1][1]))
    return spans


def _joined(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join hits that overlap or stand side by side."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (start <= joined[-1][1] or re.fullmatch(r"[\W_]+", text[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
