"""Recognises "On Monday, Ada wrote:" in many languages, also when it is wrapped over lines.

Only short joined candidates meet a pattern, so the work stays linear in the text.
"""

import re

from helpdesk.channels.email.quote_words import COLONS, LEADS, VERBS

_LINES = 5
_LONGEST = 500
_BLANKS = 2
_FRAGMENT = 120
_NAME_WORDS = 8
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\ufeff\u2068\u2069"))
_VERB = re.compile(rf"(?:^|[\s>\"'”»),*_\u4e00-\u9fff]|\d)(?:{VERBS})(?=[\s:\uff1a*_,<.(-]|$)", re.IGNORECASE)
_LAST_VERB = re.compile(rf"(?:{VERBS})[\s*_.…-]{{0,12}}[:\uff1a]?[\s*_>-]{{0,12}}$", re.IGNORECASE)
_WHEN = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d\d\b|年|년|\b\d{1,2}\.? [^\W\d_]{3,12}\b",
    re.IGNORECASE,
)
_STARTS_WITH_DATE = re.compile(
    r"(?:\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}|\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}|\d{4}年|"
    r"[^\W\d_]{2,12}\.?, (?:\d{1,2}\.? (?:de )?[^\W\d_]{3,12}|[^\W\d_]{3,12}\.? \d{1,2}))"
)
_GMAIL_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{1,2}:\d{2})?(?: GMT[+-]\d{1,2}:\d{2})? \S")
_MAILBOX = re.compile(r"[^\s<>@]@[^\s<>@]+\.[^\s<>@]")


def flat(line: str) -> str:
    """The line on which words are looked for: no invisible signs, single spaces."""
    return " ".join(line.translate(_INVISIBLE).split())


def attribution_at(lines: list[str], end: int) -> int | None:
    """If an attribution ends with this line: the index of its first line."""
    last = flat(lines[end])
    if not _may_end(last):
        return None
    joined, found, blanks = "", None, 0
    for start in range(end, max(-1, end - _LINES), -1):
        line = flat(lines[start])
        if not line:
            blanks += 1
            # A blank line may be inside a wrapped attribution only if what follows cannot stand alone.
            if found is not None or blanks > _BLANKS or not _is_fragment(joined):
                break
            continue
        joined = f"{line} {joined}".strip()
        if len(joined) > _LONGEST:
            break
        if _is_attribution(joined):
            if _has_lead(joined):
                return start
            if found is None:
                found = start
        elif found is not None and start < found - 1:
            break
    return found


def looks_like_one(line: str) -> bool:
    """The looser test for a line right before a quote: it ends with a colon and names a time or an address."""
    text = flat(line)
    return text.endswith(COLONS) and len(text) <= _LONGEST and bool(_WHEN.search(text) or _MAILBOX.search(text))


def _may_end(last: str) -> bool:
    if not last or len(last) > _LONGEST:
        return False
    bare = last.rstrip("*_ ->")
    if bare.endswith(COLONS):
        return True
    return bool(_LAST_VERB.search(last) or _GMAIL_DATE.match(last.lstrip("*_> ")))


def _is_fragment(joined: str) -> bool:
    return len(joined) < _FRAGMENT and (joined.startswith("<") or ">" in joined or bool(_LAST_VERB.match(joined)))


def _is_attribution(text: str) -> bool:
    text = text.lstrip("-_* >").rstrip("-_* ")
    colon = text.endswith(COLONS)
    when, who = bool(_WHEN.search(text)), bool(_MAILBOX.search(text))
    if text.count("<") < text.count(">"):
        return False  # The first half of the address is on the line above.
    if _GMAIL_DATE.match(text):
        return "GMT" in text or (who and (colon or text.endswith(">")))
    if _VERB.search(text):
        if _has_lead(text) and when:
            return colon or bool(_LAST_VERB.search(text))
        # "Ben <help@shop.test> wrote:" needs no date, if it is all there is on the line.
        return colon and who and (when or (text.count(" ") < _NAME_WORDS and bool(_LAST_VERB.search(text))))
    return colon and when and who and bool(_STARTS_WITH_DATE.match(text))


def _has_lead(text: str) -> bool:
    text = text.strip("-_* >")
    if _STARTS_WITH_DATE.match(text):
        return True
    first = text.partition(" ")[0].lower().rstrip(",")
    return first in LEADS or text[:1] in "于在"
